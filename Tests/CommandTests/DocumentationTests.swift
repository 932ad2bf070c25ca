import Foundation
import TestSupport
import Testing

extension CommandTests {
  /// Runs what the documentation tells a reader to type.
  ///
  /// The blocks of a page are run one after the other in one folder, which has the jobs and the
  /// examples of this package in it. `sh` goes through bash, `python`, `octave` and `r` through
  /// their interpreters, and `toml` is checked as a job; `swift` is shown, not run. A comment
  /// before a block says what else is to be done with it:
  ///
  ///     <!-- from: Sources/A.swift -->  stands in this file, imports aside
  ///     <!-- file: sweep.toml -->       written under this name, for the blocks that follow
  ///     <!-- skip: needs Slurm -->      not run, for this reason
  ///     <!-- exit: 4 -->                the last command ends with this code
  @Suite("What the documentation shows")
  struct Documentation {
    static let pages =
      ["README.md", "CONTRIBUTING.md", "figures/README.md"] + markdown(in: "docs")
      + markdown(in: "docs/physics")

    private static let root = JobFiles.folder.deletingLastPathComponent()

    private static func markdown(in folder: String) -> [String] {
      let names = try? FileManager.default.contentsOfDirectory(
        atPath: root.appendingPathComponent(folder).path)
      return (names ?? []).filter { $0.hasSuffix(".md") }.sorted().map { "\(folder)/\($0)" }
    }

    @Test("Every block of a page runs", arguments: pages)
    func blocks(page: String) throws {
      let text = try String(contentsOf: Self.root.appendingPathComponent(page), encoding: .utf8)
      let blocks = CodeBlock.all(in: text)
      let place = try Workplace()
      for folder in ["jobs", "examples"] {
        try FileManager.default.copyItem(
          atPath: Self.root.appendingPathComponent(folder).path, toPath: place.folder.path(folder))
      }
      for block in blocks {
        if let name = block.directives["file"] { try place.folder.write(block.text, to: name) }
        if let name = block.directives["from"] {
          let file = try String(
            contentsOf: Self.root.appendingPathComponent(name), encoding: .utf8)
          let stands = withoutImports(file).contains(withoutImports(block.text))
          #expect(stands, "\(page):\(block.line): not as in \(name)")
        }
        guard block.directives["skip"] == nil, let command = try command(block, in: place) else {
          continue
        }
        let result = try command.run()
        let expected = Int32(block.directives["exit"] ?? "0") ?? 0
        #expect(
          result.exitCode == expected, "\(page):\(block.line)\n\(result.output)\(result.errors)")
      }
    }

    @Test("Nothing to type is hidden in indented text, where it would not be run", arguments: pages)
    func indented(page: String) throws {
      let text = try String(contentsOf: Self.root.appendingPathComponent(page), encoding: .utf8)
      for (number, line) in CodeBlock.outside(of: text) {
        let isCommand = ["spinsweep", "mpirun", "python3", "gnuplot"].contains {
          line.hasPrefix("    \($0) ")
        }
        #expect(!isCommand, "\(page):\(number): \(line)")
      }
    }

    @Test("Links inside the documentation lead somewhere", arguments: pages)
    func links(page: String) throws {
      let url = Self.root.appendingPathComponent(page)
      let text = try String(contentsOf: url, encoding: .utf8)
      for link in text.matches(of: /\]\(([^)#:]+)(#[^)]*)?\)/) {
        let target = url.deletingLastPathComponent().appendingPathComponent(String(link.1))
        #expect(FileManager.default.fileExists(atPath: target.path), "\(page): \(link.1)")
      }
    }

    private func withoutImports(_ text: String) -> String {
      text.replacing(/(?m)^import \w+\n/, with: "")
    }

    @Test("The model that is added as an example gives what its job expects, or says why not")
    func addedModel() throws {
      let place = try Workplace()
      let page = Self.root.appendingPathComponent("docs/add-a-model.md")
      let blocks = CodeBlock.all(in: try String(contentsOf: page, encoding: .utf8))
      let job = try #require(blocks.first { $0.directives["file"] == "resonance.toml" })
      try place.folder.write(job.text, to: "resonance.toml")
      let expected = try #require(job.text.firstMatch(of: /value = (\S+)/)).output.1
      let run = try place.helper("resonance.toml", "-o", "a.h5")
      #expect(run.exitCode == 0, "\(run.output)\(run.errors)")
      let first = try place.spinsweep(
        "show", "a.h5", "angular_frequency", "--at", "bias_voltage=0", "--at", "axial_field=0",
        "--csv")
      let found = first.output.split(whereSeparator: { ",\n".contains($0) }).last ?? ""
      let ratio = try #require(Double(found)) / #require(Double(expected))
      // The tolerance that the page states.
      #expect(abs(ratio - 1) < 1e-4, "\(found) instead of \(expected)")
      let failing = try place.helper(
        "resonance.toml", "--set", "axis.bias_voltage.to=1.5V", "-o", "failing.h5")
      #expect(failing.exitCode == 4)
      let status = try place.spinsweep("status", "failing.h5")
      #expect(status.output.contains("the state along the axis is not stable"))
    }

    /// What runs a block; nil for text.
    private func command(_ block: CodeBlock, in place: Workplace) throws -> Command? {
      let python = ProcessInfo.processInfo.environment["SPINSWEEP_TEST_PYTHON"] ?? "python3"
      let words: [String]
      let file = block.directives["file"]
      if let file { try place.folder.write(block.text, to: file) }
      switch block.language {
      case "sh": words = ["bash", "-euo", "pipefail", "-c", block.text]
      case "bash":
        // A script of its own, such as for Slurm: its grammar.
        words = ["bash", "-n", "-c", block.text]
      case "python": words = [python, "-c", block.text]
      case "octave": words = ["octave-cli", "-qf", "--eval", block.text]
      case "r": words = ["Rscript", "-e", block.text]
      case "toml":
        let name = file ?? "job-\(block.line).toml"
        try place.folder.write(block.text, to: name)
        words = [Workplace.program, "check", name]
      case "", "text", "swift": return nil
      // Sources that a later block runs or compiles.
      case "py" where file != nil, "c" where file != nil: return nil
      default:
        Issue.record(
          "line \(block.line): nothing runs '\(block.language)', and no comment says why")
        return nil
      }
      let folders = [
        URL(fileURLWithPath: Workplace.program).deletingLastPathComponent().path,
        URL(fileURLWithPath: python).deletingLastPathComponent().path,
        ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
      ]
      // The launcher's settings of the tests: as root, with more ranks than cores.
      var command = mpirun(ranks: 1, words, in: place.folder, timeLimit: 300)
      command.arguments = words
      command.environment["PATH"] = folders.joined(separator: ":")
      command.environment["MPLBACKEND"] = "Agg"
      return command
    }
  }
}

/// A fenced block of a Markdown page.
private struct CodeBlock {
  var language: String
  /// Where it starts.
  var line: Int
  var text = ""
  var directives: [String: String] = [:]

  static func all(in page: String) -> [CodeBlock] { scan(page).blocks }

  /// The numbered lines that are in no block.
  static func outside(of page: String) -> [(Int, String)] { scan(page).rest }

  private static func scan(_ page: String) -> (blocks: [CodeBlock], rest: [(Int, String)]) {
    var blocks: [CodeBlock] = []
    var rest: [(Int, String)] = []
    var current: CodeBlock?
    var directives: [String: String] = [:]
    let lines = page.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    for (number, line) in lines.enumerated() {
      if var block = current {
        if line == "```" {
          blocks.append(block)
          current = nil
        } else {
          block.text += line + "\n"
          current = block
        }
      } else if line.hasPrefix("```") {
        current = CodeBlock(
          language: String(line.dropFirst(3)), line: number + 1, directives: directives)
        directives = [:]
      } else if let match = line.wholeMatch(of: /<!-- (file|from|skip|exit): (.+) -->/) {
        directives[String(match.1)] = String(match.2)
      } else {
        if !line.isEmpty { directives = [:] }
        rest.append((number + 1, line))
      }
    }
    return (blocks, rest)
  }
}
