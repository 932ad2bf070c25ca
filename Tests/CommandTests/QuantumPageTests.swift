import Foundation
import TestSupport
import Testing

extension CommandTests {
  /// The numbers that docs/is-it-quantum.md shows.
  @Suite("Is it quantum?")
  struct QuantumPage {
    /// A row of the page's table: a quantity, perhaps at a temperature, and a number for each
    /// device.
    private struct Row {
      let quantity: String
      let temperature: String
      let shown: [String]
    }

    private static func rows() throws -> [Row] {
      let page = JobFiles.folder.deletingLastPathComponent()
        .appendingPathComponent("docs/is-it-quantum.md")
      let text = try String(contentsOf: page, encoding: .utf8)
      let pattern = /(?m)^\| `(\w+)`(?: at ([^|]+))? \| ([\d.e-]+)(?: K)? \| ([\d.e-]+)(?: K)? \|$/
      return text.matches(of: pattern).map {
        Row(
          quantity: String($0.1), temperature: $0.2.map(String.init) ?? "4 K",
          shown: [String($0.3), String($0.4)])
      }
    }

    @Test("The numbers of the page are those of its job, to the last digit shown")
    func numbers() throws {
      let rows = try Self.rows()
      #expect(rows.count == 10)
      let place = try Workplace()
      let job = JobFiles.folder.appendingPathComponent("quantum_limit.toml").path
      let run = try place.spinsweep("run", job, "-o", "limit.h5")
      #expect(run.exitCode == 0, "\(run.errors)")
      #expect(!run.errors.contains("warning"), "\(run.errors)")
      for row in rows {
        for (device, shown) in row.shown.enumerated() {
          let result = try place.spinsweep(
            "show", "limit.h5", row.quantity, "--at", "device=\(device)", "--at",
            "temperature=\(row.temperature)", "--csv")
          let last = result.output.split(whereSeparator: { ",\n".contains($0) }).last ?? ""
          let value = try #require(Double(last), "\(result.output)\(result.errors)")
          let number = try #require(Double(shown))
          let decimals = shown.split(separator: ".").dropFirst().first?.count ?? 0
          // Half of the last digit, and rounding of the decimal.
          let tolerance = 0.5000001 * pow(10, -Double(decimals))
          #expect(abs(value - number) <= tolerance, "\(row.quantity) of \(device): \(value)")
        }
      }
    }
  }
}
