import Foundation
import TestSupport
import Testing

extension CommandTests {
  /// Random numbers are functions of what a point is, not of where it stands.
  @Suite("Random numbers by what a point is")
  struct RandomIdentity {
    private static let job = """
      model = "macrospin"
      [parameters]
      trajectories = 40
      voltage_pulse = "50 ps"
      current_pulse = "50 ps"
      relaxation = "0 ns"
      initial_state = "boltzmann-well"

      """

    /// The quantities that trajectories give, at each point of a job, as digests of their bits.
    private func digests(_ job: String, _ options: String...) throws -> [String] {
      let place = try Workplace()
      try place.folder.write(job, to: "job.toml")
      let made = try place.command(["run", "job.toml", "-o", "a.h5"] + options).run()
      try #require(made.exitCode == 0, "\(made.errors)")
      let result = try TestSupport.python(
        """
        import sys, h5py, numpy as np
        f = h5py.File(sys.argv[1])
        a = f['mean_magnetization'][()]
        for row in a.reshape(-1, a.shape[-1]): print(row.tobytes().hex())
        """, [place.folder.path("a.h5")]
      ).run()
      try #require(result.exitCode == 0, "\(result.errors)")
      return result.lines
    }

    private static func axis(_ parameter: String, _ values: String) -> String {
      "[[axis]]\nparameter = \"\(parameter)\"\nvalues = \(values)\n"
    }

    @Test("One device has one result, in whatever job, place, file, and on any number of ranks")
    func samePoint() throws {
      let alone = try digests(Self.job + "temperature = \"4 K\"\nbias_voltage = \"1 V\"\n")
      let swept = try digests(
        Self.job + Self.axis("temperature", "[\"300 K\", \"77 K\", \"4 K\"]")
          + Self.axis("bias_voltage", "[\"0 V\", \"1 V\"]"))
      let turned = try digests(
        Self.job + Self.axis("bias_voltage", "[\"1 V\", \"0.5 V\"]")
          + Self.axis("temperature", "[\"4 K\", \"10 K\"]"))
      let coupled = try digests(
        Self.job
          + "[[axis]]\nname = \"device\"\nparameters = [\"bias_voltage\", \"temperature\"]\n"
          + "values = [[\"2 V\", \"4 K\"], [\"1 V\", \"4 K\"]]\n")
      #expect(Set(alone + swept).count == 6)
      #expect(swept[5] == alone[0])
      #expect(turned[0] == alone[0])
      #expect(coupled[1] == alone[0])
    }

    @Test("What is only counted or saved, and what is given as it is anyway, changes nothing")
    func bookkeeping() throws {
      let job = Self.job + "temperature = \"4 K\"\n"
      let plain = try digests(job)
      #expect(try digests(job + "landscape_angles = 3\n") == plain)
      #expect(try digests(job + "damping = 0.05\n") == plain)
      #expect(try digests("seed = 2\n" + job) != plain)
      // The first of several repetitions is the point itself.
      let repeated = try digests(job + "[[axis]]\nrepeat = 3\n")
      #expect(repeated[0] == plain[0] && Set(repeated).count == 3)
    }

    @Test(
      "Points that differ by what they do not feel have other noise, or the same if it is common")
    func common() throws {
      // The thickness of the oxide matters for a bias only.
      let job =
        Self.job + "temperature = \"4 K\"\n" + Self.axis("oxide_thickness", "[\"1 nm\", \"2 nm\"]")
      let own = try digests(job)
      #expect(Set(own).count == 2)
      let common = try digests("random = \"common\"\n" + job)
      #expect(Set(common).count == 1)
      #expect(!own.contains(common[0]))
      let repeated = try digests(
        "random = \"common\"\n" + Self.job + "temperature = \"4 K\"\n"
          + "[[axis]]\nname = \"repetition\"\nrepeat = 3\n")
      #expect(Set(repeated).count == 3)
    }

    @Test(
      "A file of an earlier version is neither continued nor merged, since its noise was another")
    func earlierVersion() throws {
      let place = try Workplace()
      try place.folder.write(
        Self.job + Self.axis("temperature", "[\"4 K\", \"10 K\"]"), to: "job.toml")
      let made = try place.spinsweep("run", "job.toml", "-o", "a.h5")
      try #require(made.exitCode == 0, "\(made.errors)")
      let edited = try TestSupport.python(
        "import sys, h5py; h5py.File(sys.argv[1], 'a')['run'].attrs.modify('format_version', 2)",
        [place.folder.path("a.h5")]
      ).run()
      try #require(edited.exitCode == 0, "\(edited.errors)")
      let shown = try place.spinsweep("show", "a.h5")
      #expect(shown.exitCode == 0, "\(shown.errors)")
      let resumed = try place.spinsweep("run", "job.toml", "-o", "a.h5", "--resume")
      #expect(resumed.exitCode == 2)
      #expect(
        resumed.errors
          == "spinsweep: cannot resume 'a.h5': an earlier version of the program began it, with "
          + "other random numbers; --overwrite computes it anew\n")
      let merged = try place.spinsweep("merge", "a.h5", "-o", "b.h5")
      #expect(merged.exitCode == 2)
      #expect(
        merged.errors
          == "spinsweep: 'a.h5' is of an earlier version of the program, with other random "
          + "numbers, and cannot be merged any more\n")
    }
  }
}
