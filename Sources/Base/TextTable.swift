/// Plain-text tables.
package enum TextTable {
  /// Names and values in two columns.
  package static func pairs(_ rows: [(String, String)]) -> String {
    let width = (rows.map(\.0.count).max() ?? 0) + 2
    return rows.map { padded($0.0, width) + $0.1.printable + "\n" }.joined()
  }

  /// Columns as wide as their widest cell, two blanks between them.
  ///
  /// - Parameters:
  ///   - rows: the cells of each row.
  ///   - rightAligned: numbers of the columns that end, not begin, under each other.
  ///   - indent: blanks before each row.
  package static func aligned(
    _ rows: [[String]], rightAligned: Set<Int> = [], indent: Int = 0
  ) -> String {
    let rows = rows.map { $0.map(\.printable) }
    var widths: [Int] = []
    for row in rows {
      for (column, cell) in row.enumerated() {
        if column == widths.count { widths.append(0) }
        widths[column] = max(widths[column], cell.count)
      }
    }
    return rows.map { row in
      var line = String(repeating: " ", count: indent)
      for (column, cell) in row.enumerated() {
        let isLast = column == row.count - 1
        if rightAligned.contains(column) {
          line += String(repeating: " ", count: widths[column] - cell.count) + cell
        } else {
          line += isLast ? cell : padded(cell, widths[column])
        }
        if !isLast { line += "  " }
      }
      return line + "\n"
    }.joined()
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
