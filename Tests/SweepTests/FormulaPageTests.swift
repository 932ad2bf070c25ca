import Expressions
import Foundation
import Testing

/// The page about formulas lists every function and constant, and nothing else.
@Suite("The page about formulas")
struct FormulaPageTests {
  @Test("Its tables are those of the program; SPINSWEEP_WRITE_TABLES=1 writes them")
  func tables() throws {
    let url = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("docs/formulas.md")
    var text = try String(contentsOf: url, encoding: .utf8)
    let functions = ExpressionFunction.all.map { "| `\($0.name)` | \($0.meaning) |\n" }.joined()
    let constants = ExpressionConstant.all.map { "| `\($0.name)` | \($0.meaning) |\n" }.joined()
    for (head, rows) in [("function", functions), ("constant", constants)] {
      let start = try #require(text.range(of: "| \(head) | meaning |\n|---|---|\n")).upperBound
      let end = try #require(text[start...].range(of: "\n\n")).lowerBound
      let old = text[start...end]
      if ProcessInfo.processInfo.environment["SPINSWEEP_WRITE_TABLES"] != nil {
        text.replaceSubrange(start...end, with: rows)
        try Data(text.utf8).write(to: url)
      } else {
        #expect(String(old) == rows)
      }
    }
  }
}
