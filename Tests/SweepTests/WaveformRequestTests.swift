import Foundation
import Jobs
import Models
import TestSupport
import Testing

/// Waveforms of job files, and of files beside them.
@Suite("Waveforms")
struct WaveformRequestTests {
  private static func job(_ drive: String, in folder: TemporaryFolder) throws -> Job {
    try Job(
      text: """
        model = "macrospin"
        [parameters]
        relaxation = "1 ns"
        current = 0
        [terms]
        \(drive)
        [output]
        quantities = ["mean_magnetization"]
        """, path: folder.url.appendingPathComponent("job.toml").path)
  }

  private static let inline = """
    waveform.bias_voltage = { times = [0, "1 ns", "1.5 ns"], values = ["0 V", 1.2, 0] }
    waveform.external_field = { times = [0, "2 ns"], values = [[3e4, 0, 0], [0, 0, "10 kA/m"]] }
    """

  @Test("A stored job has the knots among its parameters")
  func stored() throws {
    let folder = try TemporaryFolder()
    let plan = try Self.job(Self.inline, in: folder).plan()
    let text = plan.jobText
    #expect(text.contains("voltage_waveform = [[0.0, 0.0], [1e-09, 1.2], [1.5e-09, 0.0]]"))
    #expect(
      text.contains("field_waveform = [[0.0, 30000.0, 0.0, 0.0], [2e-09, 0.0, 0.0, 10000.0]]"))
    #expect(!text.contains("[terms]") && !text.contains("cycles"))
    #expect(try Job(text: text, path: "again.toml").plan().jobText == text)
  }

  @Test("A file beside the job says the same as lists in it")
  func file() throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appendingPathComponent("pulse.txt")
    try "# time/s voltage/V\n0 0\n1e-9, 1.2 # top\n\n1.5e-9\t0\n".write(
      to: file, atomically: true, encoding: .utf8)
    let plan = try Self.job(#"waveform.bias_voltage = { file = "pulse.txt" }"#, in: folder).plan()
    #expect(plan.jobText.contains("voltage_waveform = [[0.0, 0.0], [1e-09, 1.2], [1.5e-09, 0.0]]"))
  }

  @Test(
    "What is no waveform is told by its line",
    arguments: [
      (
        "0 0\n1 2 3\n",
        ":2: a line of a waveform has 2 numbers, a time in s before its value, not \"1 2 3\""
      ),
      (
        "0 x\n", ":1: a line of a waveform has 2 numbers, a time in s before its value, not \"0 x\""
      ),
      ("# nothing\n", "' has no line with numbers"),
    ])
  func mistakes(_ text: String, _ message: String) throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appendingPathComponent("pulse.txt")
    try text.write(to: file, atomically: true, encoding: .utf8)
    let error = #expect(throws: InputError.self) {
      try Self.job(#"waveform.current = { file = "pulse.txt" }"#, in: folder)
    }
    #expect(error.map { "\($0)".hasSuffix(message) } == true, "\(String(describing: error))")
  }
}
