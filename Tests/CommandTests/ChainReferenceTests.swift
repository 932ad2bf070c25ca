import Foundation
import TestSupport
import Testing

extension CommandTests {
  /// Reference numbers of chains, from the job file through the program to the result file.
  @Suite("Reference numbers of chains, through the program")
  struct ChainReferences {
    /// A file of `Reference/chains`, and which of its rows.
    private static func run(_ name: String, row: Int = 0) throws {
      let place = try Workplace()
      func resource(_ name: String, _ ending: String, in folder: String) throws -> URL {
        try #require(
          Bundle.module.url(forResource: name, withExtension: ending, subdirectory: folder))
      }
      let program = try String(
        contentsOf: resource("chain_reference", "py", in: "Reference"), encoding: .utf8)
      let file = try resource(name, "json", in: "Reference/chains").path
      let job = try python(program, ["job", file, "\(row)"]).run()
      #expect(job.exitCode == 0, "\(job.errors)")
      try place.folder.write(job.output, to: "job.toml")
      let run = try place.spinsweep("run", "job.toml", "-o", "a.h5")
      #expect(run.exitCode == 0, "\(run.errors)")
      let comparison = try python(
        program, ["compare", file, "\(row)", place.folder.path("a.h5")]
      ).run()
      #expect(comparison.exitCode == 0, "\(comparison.output)\(comparison.errors)")
    }

    @Test("Lowest levels of each sector and their spins", arguments: 0..<3)
    func spectrum(row: Int) throws { try Self.run("spectrum", row: row) }

    @Test(
      "Electrons one after the other",
      arguments: ["succession_N2_down", "succession_N3_x", "succession_N1_spin52"])
    func succession(name: String) throws { try Self.run(name) }
  }
}
