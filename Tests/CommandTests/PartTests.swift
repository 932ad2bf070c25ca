import Foundation
import TestSupport
import Testing

extension CommandTests {
  @Suite("Parts of a grid")
  struct Parts {
    private func parts(_ job: String, of count: Int) throws -> Workplace {
      let place = try Workplace()
      try place.folder.write(job, to: "job.toml")
      let whole = try place.spinsweep(ranks: 2, "run", "job.toml", "-o", "whole.h5")
      #expect(whole.exitCode == 0, "\(whole.errors)")
      for number in 1...count {
        let part = try place.spinsweep(
          ranks: number % 2 + 1, "run", "job.toml", "--part", "\(number)/\(count)",
          "--set", "output.file=p.h5")
        #expect(part.exitCode == 0, "\(part.errors)")
      }
      return place
    }

    private func names(_ numbers: [Int], of count: Int) -> [String] {
      numbers.map { "p.part-\($0)-of-\(count).h5" }
    }

    @Test(
      "Merged parts are the bits of the whole",
      arguments: [(TestJob.map, 3), (TestJob.ensembles, 4)])
    func merge(job: String, count: Int) throws {
      let place = try parts(job, of: count)
      // In any order.
      let files = names((1...count).reversed(), of: count)
      let merged = try place.command(["merge"] + files + ["-o", "merged.h5"]).run()
      #expect(merged.exitCode == 0, "\(merged.errors)")
      #expect(try place.digest("merged.h5") == place.digest("whole.h5"))
      #expect(try place.python("parts", "whole.h5", files[0]) == "ok")
      let resumed = try place.spinsweep("run", "job.toml", "-o", "merged.h5", "--resume")
      #expect(resumed.exitCode == 0, "\(resumed.errors)")
      #expect(resumed.output.contains("0 points"))
    }

    @Test("Missing parts are refused by name, or merged as pending points that a run completes")
    func missing() throws {
      let place = try parts(TestJob.ensembles, of: 4)
      let files = names([1, 3], of: 4)
      let refused = try place.command(["merge"] + files + ["-o", "merged.h5"]).run()
      #expect(refused.exitCode == 2)
      #expect(
        refused.errors
          == "spinsweep: 50 of 100 points are missing: parts 2/4, 4/4 are not given "
          + "(--partial merges "
          + "what there is)\n")
      #expect(try !place.folder.names().contains("merged.h5"))
      let partial = try place.command(["merge"] + files + ["-o", "merged.h5", "--partial"]).run()
      #expect(partial.exitCode == 75)
      #expect(partial.errors.contains("50 points are pending; continue with --resume"))
      let completed = try place.spinsweep(
        ranks: 2, "run", "job.toml", "-o", "merged.h5", "--resume")
      #expect(completed.exitCode == 0, "\(completed.errors)")
      #expect(completed.output.hasPrefix("merged.h5: 50 points in"))
      #expect(try place.digest("merged.h5") == place.digest("whole.h5"))
    }

    @Test("Parts of other jobs, and points that two files have with different values, are refused")
    func refused() throws {
      let place = try parts(TestJob.map, of: 2)
      let files = names([1, 2], of: 2)
      let other = try place.spinsweep(
        "run", "job.toml", "--part", "2/2", "-o", "other.h5", "--set", "damping=0.06")
      #expect(other.exitCode == 0, "\(other.errors)")
      let mixed = try place.spinsweep("merge", files[0], "other.h5", "-o", "merged.h5")
      #expect(mixed.exitCode == 2)
      #expect(
        mixed.errors
          == "spinsweep: '\(files[0])' and 'other.h5' are not of one job: parameter "
          + "'damping' is 0.06 "
          + "in other.h5 and 0.05 in \(files[0])\n")

      // The same points twice are no harm.
      let twice = try place.spinsweep(
        "merge", files[0], files[1], "whole.h5", files[1], "-o", "merged.h5")
      #expect(twice.exitCode == 0, "\(twice.errors)")
      #expect(try place.digest("merged.h5") == place.digest("whole.h5"))
      try place.python("spoil", files[1], "quantum_temperature")
      let differing = try place.spinsweep("merge", "whole.h5", files[1], "-o", "b.h5")
      #expect(differing.exitCode == 2)
      #expect(differing.errors.hasPrefix("spinsweep: 'quantum_temperature' at current = "))
      #expect(
        differing.errors.hasSuffix(" is not the same in 'whole.h5' and '\(files[1])'\n"))
      let itself = try place.spinsweep("merge", files[0], "-o", files[0], "--overwrite")
      #expect(itself.exitCode == 2)
      let existing = try place.spinsweep("merge", files[0], files[1], "-o", "whole.h5")
      #expect(existing.exitCode == 2)
      #expect(existing.errors == "spinsweep: whole.h5 exists already\n")
      #expect(try !place.folder.names().contains("b.h5"))
    }

    @Test("A part is resumed as that part only")
    func resume() throws {
      let place = try Workplace()
      try place.folder.write(TestJob.map, to: "job.toml")
      let part = try place.spinsweep("run", "job.toml", "--part", "1/2", "-o", "a.h5")
      #expect(part.exitCode == 0, "\(part.errors)")
      for (option, words) in [
        (["--part", "2/2"], "part 2/2"), ([], "the whole grid"),
      ] {
        let result = try place.command(["run", "job.toml", "-o", "a.h5", "--resume"] + option).run()
        #expect(result.exitCode == 2)
        #expect(
          result.errors
            == "spinsweep: cannot resume 'a.h5': it holds part 1/2, and this run computes "
            + "\(words)\n"
        )
      }
      let again = try place.spinsweep("run", "job.toml", "--part", "1/2", "-o", "a.h5", "--resume")
      #expect(again.exitCode == 0, "\(again.errors)")
      let verify = try place.spinsweep("verify", "a.h5")
      #expect(verify.exitCode == 2)
      #expect(
        verify.errors.contains(
          " of a grid; `spinsweep merge` the parts first, then verify"))
    }

    @Test("A job that uses the name of the parts' axis cannot be split")
    func nameTaken() throws {
      let place = try Workplace()
      try place.folder.write(
        """
        model = "quantum-temperature"
        [[axis]]
        name = "point"
        parameters = ["current", "temperature"]
        values = [[1e-3, 1], [2e-3, 2]]
        """, to: "job.toml")
      let result = try place.spinsweep("run", "job.toml", "--part", "1/2")
      #expect(result.exitCode == 2)
      #expect(
        result.errors.contains(
          "'point' cannot be split, since parts have an axis of this name"))
    }
  }
}
