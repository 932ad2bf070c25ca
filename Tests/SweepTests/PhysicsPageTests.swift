import Foundation
import Models
import Reports
import Testing

/// Every page about physics ends with a table of parameters, symbols and units that is made from
/// the declarations. After a change, run these tests once with `SPINSWEEP_WRITE_TABLES=1`.
@Suite("Tables of parameters on the pages about physics")
struct PhysicsPageTests {
  /// A page, the models whose parameters its table has, and those whose own page has them already.
  struct Page: Sendable, CustomTestStringConvertible {
    let name: String
    let models: [String]
    let others: [String]

    var testDescription: String { name }
  }

  static let pages = [
    Page(name: "macrospin", models: ["quantum-temperature", "macrospin"], others: []),
    Page(
      name: "switching-statistics", models: ["switching-statistics"],
      others: ["macrospin"]),
    Page(name: "scattering", models: ["scattering", "collision"], others: []),
    Page(name: "fokker-planck", models: ["fokker-planck"], others: ["macrospin", "retention"]),
    Page(name: "devices", models: ["retention"], others: ["macrospin"]),
    Page(name: "keldysh", models: ["keldysh"], others: []),
    Page(name: "spin-chain", models: ["spin-chain"], others: []),
    Page(name: "spin-valve", models: ["spin-valve"], others: []),
    Page(name: "tdmrg", models: ["tdmrg"], others: []),
  ]

  private static let begin = "<!-- parameters: made by PhysicsPageTests -->\n"
  private static let end = "<!-- end of parameters -->\n"

  @Test("The table is that of the declarations", arguments: pages)
  func table(page: Page) throws {
    let url = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("docs/physics/\(page.name).md")
    let text = try String(contentsOf: url, encoding: .utf8)
    let start = try #require(text.range(of: Self.begin), "the page has no place for the table")
    let stop = try #require(text.range(of: Self.end))
    let expected = try Self.table(of: page)
    if ProcessInfo.processInfo.environment["SPINSWEEP_WRITE_TABLES"] != nil {
      let written = text.replacingCharacters(
        in: start.upperBound..<stop.lowerBound, with: expected)
      try Data(written.utf8).write(to: url)
    } else {
      #expect(text[start.upperBound..<stop.lowerBound] == expected)
    }
  }

  private static func table(of page: Page) throws -> String {
    var known = Set(try page.others.flatMap { try rows(of: $0) }.map(\.name))
    let new = try page.models.flatMap { try rows(of: $0) }.filter {
      known.insert($0.name).inserted
    }
    return """
      | parameter | symbol | unit | default | what it is |
      |---|---|---|---|---|
      \(new.map(\.text).joined(separator: "\n"))

      """
  }

  private static func rows(of name: String) throws -> [(name: String, text: String)] {
    let model = try #require(ModelList.named(name))
    return declared(by: model.declaration)
  }

  private static func declared(
    by declaration: some ModelDeclaring
  ) -> [(name: String, text: String)] {
    let model = declaration.whole
    return model.parameters.map { parameter in
      let symbol = Notation.symbol(of: parameter.name, parameter.unit) ?? ""
      let cells = [
        "`\(parameter.name)`", symbol, parameter.unit.symbol,
        ModelPage.readable(parameter, in: model.defaults), parameter.meaning,
      ]
      let row = cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ")
      return (parameter.name, "| \(row) |")
    }
  }
}
