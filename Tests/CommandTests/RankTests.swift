import Foundation
import TestSupport
import Testing

extension CommandTests {
  @Suite("Results do not depend on how they are computed")
  struct Reproducibility {
    @Test("The same bits on 1, 2, 3 and 4 ranks", arguments: [TestJob.map, TestJob.ensembles])
    func ranks(job: String) throws {
      let place = try Workplace()
      try place.folder.write(job, to: "job.toml")
      var digests: [String] = []
      for ranks in 1...4 {
        let result = try place.spinsweep(ranks: ranks, "run", "job.toml", "-o", "\(ranks).h5")
        #expect(result.exitCode == 0, "\(result.errors)")
        digests.append(try place.digest("\(ranks).h5"))
      }
      let alone = try place.spinsweep("run", "job.toml", "-o", "alone.h5")
      #expect(alone.exitCode == 0, "\(alone.errors)")
      digests.append(try place.digest("alone.h5"))
      #expect(Set(digests).count == 1)
    }

    @Test("The same bits when every record is written at once")
    func independentWrites() throws {
      let place = try Workplace()
      try place.folder.write(TestJob.ensembles, to: "job.toml")
      for (file, mode) in [("a.h5", "collective"), ("b.h5", "independent")] {
        let result = try place.spinsweep(
          ranks: 3, "run", "job.toml", "-o", file, "--set", "output.write=\(mode)")
        #expect(result.exitCode == 0, "\(result.errors)")
      }
      #expect(try place.digest("a.h5") == place.digest("b.h5"))
    }

    @Test("Another seed gives other trajectories, the same seed the same")
    func seeds() throws {
      let place = try Workplace()
      try place.folder.write(TestJob.ensembles, to: "job.toml")
      for (file, seed) in [("a.h5", 3), ("b.h5", 4)] {
        let result = try place.spinsweep(
          "run", "job.toml", "-o", file, "--set", "seed=\(seed)", "--set",
          "axis.bias_voltage.points=3")
        #expect(result.exitCode == 0, "\(result.errors)")
      }
      #expect(try place.digest("a.h5") != place.digest("b.h5"))
    }

    @Test("A point that breaks a rule is found by whatever rank looks at it, and told once")
    func refusal() throws {
      let place = try Workplace()
      try place.folder.write(Self.wrongCorner, to: "job.toml")
      for ranks in 1...4 {
        let result = try place.spinsweep(ranks: ranks, "run", "job.toml", "-o", "a.h5")
        #expect(result.exitCode == 2)
        let sentences = result.errors.split(separator: "\n").filter { $0.contains("job.toml") }
        let sentence = """
          spinsweep: job.toml:7: 'time_step' is too long: the magnetization would precess by \
          0.71 rad a step (at most 0.5; 0.02 for accuracy) \
          (at external_field.x = 1000000.0 A/m, time_step = 3e-12 s); \
          'time_step' = 2e-12 s would do at every point
          """
        #expect(sentences.map(String.init) == [sentence])
        #expect(!FileManager.default.fileExists(atPath: place.folder.path("a.h5")))
      }
    }

    @Test("Warnings count the points of all ranks")
    func warnings() throws {
      let place = try Workplace()
      try place.folder.write(Self.doubtful, to: "job.toml")
      for ranks in 1...4 {
        let result = try place.spinsweep(
          ranks: ranks, "run", "job.toml", "-o", "a.h5", "--overwrite")
        #expect(result.exitCode == 0, "\(result.errors)")
        #expect(result.errors.contains("(at exchange = 0.2 eV, and 4 other points)"))
      }
    }

    /// A rule that only the last point breaks, and no point of an axis alone.
    private static let wrongCorner = """
      model = "macrospin"
      [parameters]
      trajectories = 10
      [[axis]]
      parameter = "external_field.x"
      values = ["30 kA/m", "60 kA/m", "200 kA/m", "1 MA/m"]
      [[axis]]
      parameter = "time_step"
      values = ["0.1 ps", "0.2 ps", "0.5 ps", "3 ps"]
      """

    /// The packet is back from the end of the chain before the time is over.
    private static let doubtful = """
      model = "spin-valve"
      [parameters]
      layer_spins = 1
      times = 2
      [[axis]]
      parameter = "exchange"
      values = ["0.2 eV", "0.3 eV", "0.4 eV", "0.5 eV", "0.6 eV"]
      [output]
      quantities = ["local_spin"]
      """
  }
}
