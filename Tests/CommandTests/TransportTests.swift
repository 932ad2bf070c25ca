import Foundation
import TestSupport
import Testing

extension CommandTests {
  /// What an electron that passes a layer says of transport and of magnons.
  @Suite("Transmission, resistance and magnon modes")
  struct Transport {
    /// Computes a job of `Reference/transport.py`, and compares the results with the same program.
    private static func check(_ name: String) throws {
      let place = try Workplace()
      let url = try #require(
        Bundle.module.url(forResource: "transport", withExtension: "py", subdirectory: "Reference"))
      let program = try String(contentsOf: url, encoding: .utf8)
      let job = try python(program, ["job", name]).run()
      #expect(job.exitCode == 0, "\(job.errors)")
      try place.folder.write(job.output, to: "job.toml")
      let run = try place.spinsweep("run", "job.toml", "-o", "a.h5")
      #expect(run.exitCode == 0, "\(run.errors)")
      let comparison = try python(program, ["compare", name, place.folder.path("a.h5")]).run()
      #expect(comparison.exitCode == 0 && comparison.output == "ok\n", "\(comparison.errors)")
    }

    @Test("An electron passes one spin as an impurity; resistance is Landauer's h/(e² T)")
    func landauer() throws { try Self.check("landauer") }

    @Test("Magnons of a layer are standing waves, and electrons excite them as a small matrix says")
    func modes() throws { try Self.check("modes") }
  }
}
