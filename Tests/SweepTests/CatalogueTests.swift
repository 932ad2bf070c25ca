import Foundation
import Testing

/// Every sentence that a mistake can earn is in one of the golden tables: `Reference/mistakes.txt`
/// for jobs, the tables of `CommandTests` for the command line.
@Suite("The catalogue of mistakes")
struct CatalogueTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private static func texts(_ folder: String, ending: String) throws -> [(
    name: String, text: String
  )] {
    let url = root.appendingPathComponent(folder)
    let names = FileManager.default.enumerator(atPath: url.path)?.compactMap { $0 as? String } ?? []
    return try names.filter { $0.hasSuffix(ending) }.sorted().map {
      ($0, try String(contentsOf: url.appendingPathComponent($0), encoding: .utf8))
    }
  }

  /// Sentences about machines and files that no test can bring about.
  private static let ofTheMachine = [
    " of memory; use fewer ranks on a machine", " of memory, but the machine has ",
    "there are no parts to merge",
    " is damaged: its job has no point ",
    "' is damaged: its bits are not those of its experiments",
    " is damaged: its quantities are not those of its job", "': it is damaged: ",
    "' has been replaced while this run began; start again",
    "' is damaged: its refined points do not follow from its results",
    "' is not of its job and would be lost when points are added; move ",
  ]

  @Test("Every sentence of the sources is met by a line of a golden table")
  func complete() throws {
    var golden = try Self.texts("Tests/SweepTests/Reference", ending: ".txt").map(\.text).joined()
    for folder in ["Tests/CommandTests", "Tests/SweepTests"] {
      for (_, text) in try Self.texts(folder, ending: ".swift") {
        golden += text.replacing(/"\s*\+\s*"/, with: "").replacing("\\\"", with: "\"")
      }
    }
    var count = 0
    for (name, text) in try Self.texts("Sources", ending: ".swift") {
      for sentence in Self.sentences(in: text) where sentence.count >= 4 {
        count += 1
        if Self.ofTheMachine.contains(sentence) { continue }
        let isMet = golden.contains(sentence)
        #expect(isMet, "\(name): \(sentence)")
      }
    }
    // Were the sentences not found in the sources, there would be none to miss.
    #expect(count > 100)
  }

  /// The longest fixed part of each sentence that is thrown as a mistake.
  private static func sentences(in source: String) -> [String] {
    let starts = [/InputError\(\s*(?=")/, /\.input\(\s*(?=")/, /Conflict\(\s*"[a-z_]*",\s*(?=")/]
    return starts.flatMap { start in
      source.matches(of: start).compactMap { match in
        var rest = source[match.range.upperBound...]
        var pieces = literal(&rest)
        while let plus = rest.prefixMatch(of: /\s*\+\s*(?=")/) {
          rest = rest[plus.range.upperBound...]
          pieces += literal(&rest)
        }
        return pieces.max { $0.count < $1.count }
      }
    }
  }

  /// The fixed parts of a literal at the start of a text, which it is removed from.
  private static func literal(_ rest: inout Substring) -> [String] {
    var pieces = [""]
    rest = rest.dropFirst()
    while let character = rest.popFirst(), character != "\"" {
      guard character == "\\", let next = rest.popFirst() else {
        pieces[pieces.count - 1].append(character)
        continue
      }
      guard next == "(" else {
        pieces[pieces.count - 1].append(next)
        continue
      }
      var depth = 1
      while depth > 0, let inside = rest.first {
        if inside == "\"" {
          _ = literal(&rest)
          continue
        }
        rest = rest.dropFirst()
        depth += inside == "(" ? 1 : inside == ")" ? -1 : 0
      }
      pieces.append("")
    }
    return pieces
  }
}
