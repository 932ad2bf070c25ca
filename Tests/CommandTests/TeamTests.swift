import Foundation
import TestSupport
import Testing

extension CommandTests {
  @Suite("Several ranks a point")
  struct Teams {
    static let job = """
      model = "diffusion"
      [parameters]
      sites = 1003
      [[axis]]
      parameter = "strength"
      values = [0.1, 0.25]
      [[axis]]
      parameter = "steps"
      values = [1, 20, 200]
      """

    @Test("The same bits for any number of ranks, and of ranks a point")
    func sameBits() throws {
      let place = try Workplace()
      try place.folder.write(Self.job, to: "job.toml")
      let alone = try place.helper("job.toml", "-o", "alone.h5")
      #expect(alone.exitCode == 0, "\(alone.errors)")
      let digest = try place.digest("alone.h5")
      for (ranks, size) in [(2, 2), (4, 1), (4, 2), (4, 4), (3, 3)] {
        let file = "\(ranks)-\(size).h5"
        let result = try place.helper(
          ranks: ranks, "job.toml", "-o", file, "--ranks-per-point", "\(size)")
        #expect(result.exitCode == 0, "\(result.errors)")
        #expect(try place.digest(file) == digest, "\(ranks) ranks, \(size) a point")
      }
    }

    @Test("The number of ranks a point stands in the job file, and a change of it can be resumed")
    func jobFile() throws {
      let place = try Workplace()
      try place.folder.write(Self.job + "\n[run]\nranks_per_point = 2\n", to: "job.toml")
      let result = try place.helper(ranks: 4, "job.toml", "-o", "a.h5")
      #expect(result.exitCode == 0, "\(result.errors)")
      let again = try place.helper(
        ranks: 3, "job.toml", "-o", "a.h5", "--resume", "--set", "run.ranks_per_point=1")
      #expect(again.exitCode == 0, "\(again.errors)")
    }

    @Test("Ranks that cannot be divided are refused, and models of one rank")
    func refused() throws {
      let place = try Workplace()
      try place.folder.write(Self.job, to: "job.toml")
      try place.folder.write(TestJob.map, to: "map.toml")
      let uneven = try place.helper(
        ranks: 3, "job.toml", "-o", "a.h5", "--ranks-per-point", "2")
      #expect(uneven.exitCode == 2)
      #expect(
        uneven.errors.contains(
          "spinsweep: 3 ranks cannot be divided into teams of 2 (ranks_per_point); use 2 or 4 ranks"
        ))
      let alone = try place.spinsweep(
        ranks: 2, "run", "map.toml", "-o", "a.h5", "--ranks-per-point", "2")
      #expect(alone.exitCode == 2)
      #expect(
        alone.errors.contains(
          "spinsweep: --ranks-per-point 2: model 'quantum-temperature' computes a point on "
            + "one rank; "
            + "'ranks_per_point' cannot be 2"))
      #expect(try place.folder.names() == ["job.toml", "map.toml"])
    }

    @Test("A failure to write reaches all ranks of all teams")
    func lockedFile() throws {
      let place = try Workplace()
      try place.folder.write(Self.job, to: "job.toml")
      try place.folder.write("no results", to: "a.h5")
      let result = try place.helper(
        ranks: 4, "job.toml", "-o", "a.h5", "--resume", "--ranks-per-point", "2", timeLimit: 30)
      #expect(result.exitCode == 2)
      #expect(result.errors.contains("a.h5 is not a SpinSweep file"))
    }
  }
}
