import IO

/// What is in a result file, on one screen.
public struct FileSummary {
  public let text: String

  /// - Throws: `InputError` if there is no readable result file at `path`.
  public init(path: String) throws(InputError) {
    let file = try ResultsFile(path)
    let status = try file.status()
    var rows: [(String, String)] = []
    for name in ["title", "model", "program", "created", "references"] {
      rows.append((name, file.text(name)))
    }
    let done = status.count { $0 == PointStatus.done.rawValue }
    let failed = status.count { $0 == PointStatus.failed.rawValue }
    rows.append(
      ("points", "\(done) of \(status.count) done" + (failed > 0 ? ", \(failed) failed" : "")))
    for axis in file.layout.axes {
      let count = axis.values.count
      guard axis.auxiliary.isEmpty else {
        let names = axis.auxiliary.map(\.name).joined(separator: ", ")
        rows.append(("axis", "\(axis.name): \(count) × (\(names))"))
        continue
      }
      rows.append(
        ("axis", "\(axis.name): \(count) × \(axis.text(at: 0)) … \(axis.text(at: count - 1))"))
    }
    var table = [["quantity", "unit", "dimensions", "smallest", "largest", "meaning"]]
    for quantity in file.layout.quantities {
      let (smallest, largest) = Self.range(try file.values(quantity.name))
      table.append([
        quantity.name, quantity.unit,
        (file.axisNames + quantity.dimensions).joined(separator: ", "), smallest, largest,
        quantity.longName,
      ])
    }
    text = TextTable.pairs(rows) + "\n" + TextTable.aligned(table, rightAligned: [3, 4])
  }

  private static func range(_ values: [Double]) -> (String, String) {
    var (smallest, largest) = (Double.infinity, -Double.infinity)
    for value in values where !value.isNaN {
      smallest = min(smallest, value)
      largest = max(largest, value)
    }
    guard smallest <= largest else { return ("NaN", "NaN") }
    return (Format.significant(smallest, 6), Format.significant(largest, 6))
  }
}
