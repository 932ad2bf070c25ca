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
        // A result that only numbers in the pages need has no picture.
        #expect(row[0] == "-" || page.contains("(pictures/\(row[0]))"), "\(row[0])")
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

    /// Runs `scripts/check-numbers` on the pages below a folder.
    private static func checkNumbers(
      _ arguments: [String], in folder: TemporaryFolder? = nil
    ) throws -> CommandResult {
      let script = root.appendingPathComponent("scripts/check-numbers").path
      let python = ProcessInfo.processInfo.environment["SPINSWEEP_TEST_PYTHON"] ?? "python3"
      return try Command([python, script] + arguments, in: folder).run()
    }

    /// A copy of the pages that have numbers, and of what these are compared with.
    private static func pages() throws -> TemporaryFolder {
      let folder = try TemporaryFolder()
      let files = FileManager.default
      for name in ["figures/README.md", "figures/numbers.txt", "figures/numbers.json"] {
        let copy = folder.url.appendingPathComponent(name)
        try files.createDirectory(
          at: copy.deletingLastPathComponent(), withIntermediateDirectories: true)
        try files.copyItem(at: root.appendingPathComponent(name), to: copy)
      }
      try files.createDirectory(
        at: folder.url.appendingPathComponent("docs"), withIntermediateDirectories: true)
      try files.copyItem(
        at: root.appendingPathComponent("docs/physics"),
        to: folder.url.appendingPathComponent("docs/physics"))
      return folder
    }

    @Test("Numbers in the pages are those of the results, and all of the column 'here' are named")
    func numbers() throws {
      let result = try Self.checkNumbers([])
      #expect(result.exitCode == 0, "\(result.errors)")
      let count = try #require(result.output.split(separator: " ").first.flatMap { Int($0) })
      #expect(count > 200)
    }

    @Test("A number that is wrong, has no name or an unknown one is found at its place")
    func wrongNumbers() throws {
      let folder = try Self.pages()
      #expect(try Self.checkNumbers(["--root", folder.url.path]).exitCode == 0)
      let page = folder.url.appendingPathComponent("figures/README.md")
      let text = try String(contentsOf: page, encoding: .utf8)
      let right = "0.94<!--tq.device-->"
      try #require(text.contains(right))
      for (wrong, sentence) in [
        ("0.95<!--tq.device-->", "0.95 is written, but 'tq.device' is 0.9"),
        ("0.94", "no name says what 0.94 is"),
        ("0.94<!--tq.devices-->", "'tq.devices' is not in figures/numbers.txt"),
      ] {
        try text.replacingOccurrences(of: right, with: wrong)
          .write(to: page, atomically: true, encoding: .utf8)
        let result = try Self.checkNumbers(["--root", folder.url.path])
        #expect(result.exitCode == 1)
        #expect(result.errors.contains("figures/README.md:"))
        #expect(result.errors.contains(sentence), "\(result.errors)")
      }
    }

    @Test("A page about physics cannot get another decimal that no result stands behind")
    func unnamedDecimals() throws {
      let folder = try Self.pages()
      let page = folder.url.appendingPathComponent("docs/physics/switching-statistics.md")
      let text = try String(contentsOf: page, encoding: .utf8)
      for (addition, isRefused) in [
        ("The probability is 0.51.", true), ("Errors are 2e-9 at most.", true),
        ("| 1.2 V | 4·10⁵ |", true), ("- a list\n  that goes on with 0.51", true),
        ("The probability is 0.51<!--set-->.", false), ("It is `P = 0.51`.", false),
        ("    P = 0.51", false), ("```\nP = 0.51\n```", false),
        ("See [Sec. 1](https://example.org/0.51) and arXiv:2404.05998.", false),
      ] {
        try "\(text)\n\(addition)\n".write(to: page, atomically: true, encoding: .utf8)
        let result = try Self.checkNumbers(["--root", folder.url.path])
        #expect(result.exitCode == (isRefused ? 1 : 0), "\(addition): \(result.errors)")
        #expect(
          result.errors.contains("switching-statistics.md: ") == isRefused, "\(result.errors)")
      }
    }

    @Test("Results that take seconds are computed anew and give the numbers in the pages")
    func recomputed() throws {
      let place = try Workplace()
      let results = [
        "tq_map", "tq_vs_l", "collision_relaxation", "phases", "write_error", "tassi",
        "tassi_noise", "tassi_density", "tassi_density_fine", "tassi_still", "tassi_all",
        "coherent",
        "stt_collinear", "quarter_couplings", "stt_noncollinear", "macrospin_5half", "edge_spins",
        "spin_valve", "magnons", "contrast",
      ]
      let script = Self.root.appendingPathComponent("scripts/make-figures").path
      let made = try Command(
        [script, "pictures"] + results, environment: ["SPINSWEEP": Workplace.program],
        in: place.folder, timeLimit: 300
      ).run()
      #expect(made.exitCode == 0, "\(made.errors)")
      let result = try Self.checkNumbers(
        ["--results", place.folder.path("pictures/results"), "--only"])
      #expect(result.exitCode == 0, "\(result.errors)")
    }
  }
}
