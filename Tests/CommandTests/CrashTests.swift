import Foundation
import TestSupport
import Testing

extension CommandTests {
  @Suite("Points that end the program or never end")
  struct Crashes {
    private func job(_ behaviors: String...) -> String {
      """
      model = "faulty"
      [output]
      flush_interval = "0.1 s"
      [[axis]]
      parameter = "number"
      values = [1, 2, 3]
      [[axis]]
      parameter = "behavior"
      values = [\(behaviors.map { "\"\($0)\"" }.joined(separator: ", "))]
      """
    }

    @Test("A point that crashes twice is marked failed, and the rest is computed")
    func crash() throws {
      let place = try Workplace()
      try place.folder.write(
        job("fine", "crash").replacing("[1, 2, 3]", with: "[3]"), to: "job.toml")
      var codes: [Int32] = []
      var last = ""
      while codes.last != 4, codes.count < 5 {
        let result = try place.helper(ranks: 2, "job.toml", "-o", "a.h5", "--resume")
        codes.append(result.exitCode)
        last = result.errors
      }
      #expect(codes == [139, 139, 4])
      #expect(
        last.contains(
          "spinsweep: the point at number = 3.0, behavior = \"crash\" ended the program 2 times "
            + "(Segmentation fault) and is marked failed; --retry-failed tries it again"))
      let status = try place.spinsweep("status", "a.h5")
      #expect(status.output.contains("done       1\n"))
      #expect(status.output.contains("ended the program 2 times (Segmentation fault)"))
      #expect(try place.folder.names() == ["a.h5", "job.toml"])
      // Asked to, the program tries again from the start.
      let retried = try place.helper(
        ranks: 2, "job.toml", "-o", "a.h5", "--resume", "--retry-failed")
      #expect(retried.exitCode == 139)
      #expect(try place.folder.text("a.h5.crashes") == "1 11\n")
    }

    @Test("A crash is one rank's; others that are killed with it are not blamed")
    func blame() throws {
      let place = try Workplace()
      try place.folder.write(
        job("slow", "abort").replacing("[1, 2, 3]", with: "[1]"), to: "job.toml")
      let result = try place.helper(ranks: 2, "job.toml", "-o", "a.h5")
      #expect(result.exitCode == 134)
      #expect(try place.folder.text("a.h5.crashes") == "1 6\n")
    }

    @Test("Points that poll fail at the point timeout; ones that do not end the run with 75, twice")
    func timeout() throws {
      let place = try Workplace()
      try place.folder.write(
        job("fine", "slow").replacing("[1, 2, 3]", with: "[1, 2]"), to: "slow.toml")
      let slow = try place.helper(ranks: 2, "slow.toml", "-o", "a.h5", "--point-timeout", "0.5 s")
      #expect(slow.exitCode == 4, "\(slow.errors)")
      let status = try place.spinsweep("status", "a.h5")
      #expect(status.output.contains("failed     2\n"))
      #expect(status.output.contains("took longer than 0.5 s, the longest that a point may"))

      try place.folder.write(
        job("fine", "hang").replacing("[1, 2, 3]", with: "[1]")
          + "\n[run]\npoint_timeout = \"0.1 s\"\n", to: "hang.toml")
      var codes: [Int32] = []
      while codes.last != 4, codes.count < 5 {
        let result = try place.helper(ranks: 2, "hang.toml", "-o", "b.h5", "--resume")
        codes.append(result.exitCode)
        if result.exitCode == 75 {
          #expect(result.errors.contains("with a limit of 0.1 s a point; continue with --resume"))
        }
      }
      #expect(codes == [75, 75, 4])
      let hung = try place.spinsweep("status", "b.h5")
      #expect(hung.output.contains("done       1\n"))
      #expect(hung.output.contains("ended the program 2 times (no answer)"))
    }

    @Test("Failed points stay failed on a resume, and are tried again with --retry-failed")
    func retry() throws {
      let place = try Workplace()
      try place.folder.write(job("fine", "fail"), to: "job.toml")
      for (option, points) in [("--resume", 6), ("--resume", 0), ("--retry-failed", 3)] {
        let options = option == "--resume" ? [option] : ["--resume", option]
        let result = try place.command(
          ranks: 2, ["job.toml", "-o", "a.h5"] + options, program: Workplace.helper
        ).run()
        #expect(result.exitCode == 4, "\(result.errors)")
        #expect(result.output.hasPrefix("a.h5: \(points) points in"))
      }
    }
  }
}
