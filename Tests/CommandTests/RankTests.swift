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
  }
}
