import Base
import Jobs
import Models
import ResultsStorage

/// One quantity as a table: a row a number, with its coordinates.
package struct QuantityTable {
  private let quantity: QuantityLayout
  private let dimensions: [PlotDimension]
  private let values: QuantityArray

  /// - Parameter selections: `AXIS=VALUE[,VALUE…]`: only these values of an axis.
  /// - Throws: `InputError` if there is no readable result file at `path`, no such quantity in it
  ///   or no such value.
  package init(
    path: String, quantity name: String, at selections: [String] = []
  ) throws(InputError) {
    let file = try ResultsFile(path)
    quantity = try file.quantity(named: name)
    var dimensions = file.dimensions(of: quantity)
    try dimensions.select(selections, of: name)
    self.dimensions = dimensions
    values = try QuantityArray(quantity, of: file)
  }

  /// Prints the table in pieces, so that a large one does not have to be in memory as text.
  ///
  /// - Throws: what `output` throws.
  package func print<E: Error>(
    asCSV: Bool, to output: (String) throws(E) -> Void
  ) throws(E) {
    var isFirst = true
    try forEachBlock(everyDigit: asCSV) { (rows) throws(E) in
      let lines = (isFirst ? [header] : []) + rows
      isFirst = false
      try output(
        asCSV
          ? lines.map { $0.map(Self.field).joined(separator: ",") + "\n" }.joined()
          : TextTable.aligned(lines, rightAligned: Set(header.indices)))
    }
  }

  /// The quantity with its coordinates for other programs; the values are lists in lists, in the
  /// order of the dimensions.
  package var json: JSONValue {
    [
      "quantity": .text(quantity.name), "unit": .text(quantity.unit),
      "meaning": .text(quantity.meaning), "dimensions": .list(dimensions.map(\.json)),
      "values": nested([]),
    ]
  }

  private func nested(_ index: [Int]) -> JSONValue {
    index.count == dimensions.count
      ? .number(values[index]) : .list(dimensions[index.count].indices.map { nested(index + [$0]) })
  }

  private var header: [String] {
    let columns = dimensions.flatMap(\.columns).map { ($0.name, $0.unit) }
    return (columns + [(quantity.name, quantity.unit)]).map { name, unit in
      unit == "1" ? name : "\(name) [\(unit)]"
    }
  }

  /// A field of a CSV file: in quotes where it would be taken for several.
  private static func field(_ text: String) -> String {
    guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
    return "\""
      + text.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }

  private func forEachBlock<E: Error>(
    everyDigit: Bool, _ body: ([[String]]) throws(E) -> Void
  ) throws(E) {
    // For people, a time of 103 ps is not 1.0299999999999999e-10 s.
    let digits = everyDigit ? nil : 12
    let columns = dimensions.map { dimension in
      dimension.indices.map { index in
        dimension.columns.map { $0.bareText(at: index, digits: digits) }
      }
    }
    let count = dimensions.reduce(1) { $0 * $1.indices.count }
    var rows: [[String]] = []
    for position in 0..<count {
      var rest = position
      var index = [Int](repeating: 0, count: dimensions.count)
      var cells: [String] = []
      for number in dimensions.indices.reversed() {
        let (quotient, place) = rest.quotientAndRemainder(
          dividingBy: dimensions[number].indices.count)
        rest = quotient
        index[number] = dimensions[number].indices[place]
        cells.insert(contentsOf: columns[number][place], at: 0)
      }
      let value = values[index]
      rows.append(cells + [everyDigit ? Format.plain(value) : Format.significant(value, 8)])
      if rows.count == 4096 {
        try body(rows)
        rows.removeAll(keepingCapacity: true)
      }
    }
    if !rows.isEmpty || count == 0 { try body(rows) }
  }
}
