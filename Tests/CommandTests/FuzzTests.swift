import Foundation
import TestSupport
import Testing

extension CommandTests {
  /// The short form of `Tests/Stress/fuzz`, always with the same damage.
  @Suite("Damaged input")
  struct Fuzz {
    @Test("Mutated jobs and damaged files neither crash the program nor give wrong values silently")
    func damage() throws {
      let script = JobFolder.url.deletingLastPathComponent()
        .appendingPathComponent("Tests/Stress/fuzz")
      let interpreter = ProcessInfo.processInfo.environment["SPINSWEEP_TEST_PYTHON"] ?? "python3"
      var command = Command([
        interpreter, script.path, "--jobs", "60", "--files", "25", "--edits", "60", "--seed", "7",
        "--program", Workplace.program, "--ready-jobs", JobFolder.url.path,
      ])
      command.timeLimit = 400
      let result = try command.run()
      #expect(result.exitCode == 0, "\(result.output)\(result.errors)")
      #expect(result.output.contains("0 findings"))
    }
  }
}
