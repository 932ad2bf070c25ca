import Foundation
import TestSupport
import Testing

extension CommandTests {
  @Suite("The papers' figures")
  struct Figures {
    private static let root = JobFiles.folder.deletingLastPathComponent()

    /// The lines of `figures/figures.txt` in columns.
    private static func table() throws -> [[String]] {
      try String(contentsOf: root.appendingPathComponent("figures/figures.txt"), encoding: .utf8)
        .split(separator: "\n").filter { !$0.hasPrefix("#") }
        .map { line in
          line.split(separator: "|", omittingEmptySubsequences: false)
            .map { $0.trimmingCharacters(in: .whitespaces) }
        }
    }

    @Test("Every picture has its job, its file and its place on the page")
    func complete() throws {
      let page = try String(
        contentsOf: Self.root.appendingPathComponent("figures/README.md"), encoding: .utf8)
      let rows = try Self.table()
      #expect(rows.count >= 54)
      var results: Set<String> = []
      for row in rows {
        try #require(row.count == 6)
        #expect(page.contains("(pictures/\(row[0]))"), "\(row[0])")
        #expect(results.contains(row[1]) == row[2].isEmpty, "\(row[0])")
        results.insert(row[1])
        let job = JobFiles.folder.appendingPathComponent("\(row[2]).toml").path
        #expect(row[2].isEmpty || FileManager.default.fileExists(atPath: job))
      }
    }

    @Test("Pictures are computed, verified and drawn; a second call computes nothing again")
    func some() throws {
      let place = try Workplace()
      let names = ["zheng_boundary.png", "zheng_tq_spin.svg", "zheng_eq14.svg", "tassi_fig5.svg"]
      let script = Self.root.appendingPathComponent("scripts/make-figures").path
      func make() throws -> CommandResult {
        try Command(
          [script, "pictures"] + names, environment: ["SPINSWEEP": Workplace.program],
          in: place.folder, timeLimit: 120
        ).run()
      }
      let first = try make()
      #expect(first.exitCode == 0, "\(first.errors)")
      #expect(first.output.contains("all of 12 expectations hold"))
      for name in names {
        #expect(FileManager.default.fileExists(atPath: place.folder.path("pictures/\(name)")))
      }
      let second = try make()
      #expect(second.exitCode == 0)
      #expect(second.output.contains("0 points"))
      #expect(!second.output.contains("15 points"))
    }
  }
}
