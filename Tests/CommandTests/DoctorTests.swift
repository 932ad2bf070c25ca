import Foundation
import TestSupport
import Testing

extension CommandTests {
  @Suite("What the doctor finds")
  struct Doctor {
    private struct Report: Decodable {
      struct Finding: Decodable {
        let topic: String
        let name: String
        let value: String
        let verdict: String
        let remedy: String?
      }
      let fine: Bool
      let findings: [Finding]

      func finding(_ topic: String, _ name: String) throws -> Finding {
        try #require(findings.first { $0.topic == topic && $0.name == name }, "\(topic), \(name)")
      }
    }

    private func report(_ result: CommandResult) throws -> Report {
      try JSONDecoder().decode(Report.self, from: Data(result.output.utf8))
    }

    @Test(
      "A machine that runs sweeps has nothing wrong, on one rank or several", arguments: [1, 3])
    func healthy(ranks: Int) throws {
      let place = try Workplace()
      let result = try place.spinsweep(ranks: ranks, "doctor", "--json")
      #expect(result.exitCode == 0, "\(result.output)\(result.errors)")
      let report = try report(result)
      #expect(report.fine)
      let count = ranks == 1 ? "1 rank on 1 machine" : "3 ranks on 1 machine"
      #expect(try report.finding("MPI", "ranks").value == count)
      #expect(try report.finding("MPI", "messages").value.hasPrefix("right"))
      #expect(try report.finding("linear algebra", "self-test").verdict == "fine")
      #expect(
        try report.finding("storage", "writing").value == "together; failed writes are reported")
      #expect(try report.finding("storage", "lock").value == "works")
      #expect(try place.folder.names() == [])
    }

    @Test("What is wrong is marked, with what to do, and ends with 1")
    func launcher() throws {
      let place = try Workplace()
      let result = try place.spinsweep("doctor", environment: ["PMI_SIZE": "4"])
      #expect(result.exitCode == 1)
      #expect(result.lines.contains { $0.hasPrefix("X launched ") && $0.hasSuffix("4 (PMI_SIZE)") })
      #expect(result.output.contains("start them with the mpirun of that library"))
      #expect(
        result.output.hasSuffix("1 thing must be mended (X) before sweeps can be trusted here\n"))
    }

    @Test("A folder that cannot be written to is told before a sweep needs it")
    func folders() throws {
      let place = try Workplace()
      let none = try place.spinsweep("doctor", "--folder", "nowhere")
      #expect(none.exitCode == 2)
      #expect(none.errors == "spinsweep: there is no folder 'nowhere'\n")
      let closed = try place.spinsweep("doctor", "--folder", "/proc", "--json")
      #expect(closed.exitCode == 1)
      #expect(try report(closed).finding("storage", "writing").verdict == "wrong")
    }

    @Test("A signal that cannot reach the program is told")
    func signals() throws {
      let place = try Workplace()
      let result = try Command(
        ["sh", "-c", "trap '' TERM; exec \"$1\" doctor --json", "sh", Workplace.program],
        in: place.folder
      ).run()
      #expect(result.exitCode == 0, "\(result.errors)")
      #expect(try report(result).finding("limits", "signals").value == "ignored: TERM")
    }

    @Test("Kernels for an older processor are told, with the variable to set")
    func kernels() throws {
      let place = try Workplace()
      let result = try place.spinsweep(
        "doctor", "--json", environment: ["OPENBLAS_CORETYPE": "Prescott"])
      let finding = try report(result).finding("linear algebra", "library")
      // Only where OpenBLAS has been built to choose, and the processor has more to offer.
      guard finding.value.hasSuffix("kernels for Prescott"),
        try String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8).contains(" avx2 ")
      else { return }
      #expect(finding.verdict == "note")
      #expect(finding.remedy?.contains("export OPENBLAS_CORETYPE=") == true)
    }
  }
}
