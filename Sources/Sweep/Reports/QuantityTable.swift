import IO

/// One quantity as a table: a row a number, with its coordinates.
public struct QuantityTable {
  private let header: [String]
  private let coordinates: [[LabelledColumn]]
  private let values: [Double]

  /// One column of coordinates along one dimension.
  private struct LabelledColumn {
    let texts: [String]
  }

  /// - Throws: `InputError` if there is no readable result file at `path` or no such quantity in it.
  public init(path: String, quantity name: String) throws(InputError) {
    let file = try ResultsFile(path)
    let quantity = try file.quantity(named: name)
    let own = quantity.dimensions.compactMap { dimension in
      file.layout.dimensions.first { $0.name == dimension }
    }
    var header: [String] = []
    coordinates = (file.layout.axes + own).map { dimension in
      let columns: [(String, any LabelledCoordinate)] =
        dimension.auxiliary.isEmpty
        ? [(dimension.name, dimension)] : dimension.auxiliary.map { ($0.name, $0) }
      return columns.map { name, column in
        header.append(Self.title(name, column.unit))
        return LabelledColumn(texts: column.values.indices.map { column.bareText(at: $0) })
      }
    }
    header.append(Self.title(name, quantity.unit))
    self.header = header
    values = try file.values(name)
  }

  private static func title(_ name: String, _ unit: String) -> String {
    unit == "1" ? name : "\(name) [\(unit)]"
  }

  /// Prints the table in pieces, so that a large one does not have to be in memory as text.
  public func print(asCSV: Bool, to output: (String) -> Void) {
    if asCSV {
      output(header.joined(separator: ",") + "\n")
      forEachBlock { rows in
        output(rows.map { $0.joined(separator: ",") + "\n" }.joined())
      }
    } else {
      let numbers = Set(header.indices)
      var isFirst = true
      forEachBlock { rows in
        output(TextTable.aligned((isFirst ? [header] : []) + rows, rightAligned: numbers))
        isFirst = false
      }
    }
  }

  private func forEachBlock(_ body: ([[String]]) -> Void) {
    let extents = coordinates.map { $0.first?.texts.count ?? 1 }
    var rows: [[String]] = []
    for (position, value) in values.enumerated() {
      var rest = position
      var cells: [String] = []
      for (columns, extent) in zip(coordinates, extents).reversed() {
        let (quotient, index) = rest.quotientAndRemainder(dividingBy: extent)
        rest = quotient
        cells.insert(contentsOf: columns.map { $0.texts[index] }, at: 0)
      }
      rows.append(cells + ["\(value)"])
      if rows.count == 4096 {
        body(rows)
        rows.removeAll(keepingCapacity: true)
      }
    }
    if !rows.isEmpty { body(rows) }
  }
}
