import IO

/// What is in a result file, on one screen.
public struct FileSummary {
  public let text: String
  public let json: JSONValue

  /// - Throws: `InputError` if there is no readable result file at `path`.
  public init(path: String) throws(InputError) {
    let file = try ResultsFile(path)
    let counts = try file.statusCounts()
    let (done, failed) = (counts[.done] ?? 0, counts[.failed] ?? 0)
    let points = file.layout.pointCount
    let names = ["title", "model", "program", "created", "references"]
    var rows = names.map { ($0, file.text($0)) }
    let part = file.text(PartLayout.attribute)
    if !part.isEmpty { rows.append(("part", "\(part) of a grid")) }
    rows.append(("points", "\(done) of \(points) done" + (failed > 0 ? ", \(failed) failed" : "")))
    rows += file.layout.axes.map { ("axis", Self.words($0)) }
    var table = [["quantity", "unit", "dimensions", "smallest", "largest", "meaning"]]
    var quantities: [JSONValue] = []
    for quantity in file.layout.quantities {
      let range = Self.range(try file.values(quantity.name))
      let dimensions = file.axisNames + quantity.dimensions
      table.append([
        quantity.name, quantity.unit, dimensions.joined(separator: ", "),
        Self.text(range?.lowerBound), Self.text(range?.upperBound), quantity.longName,
      ])
      quantities.append(
        .object([
          ("name", .text(quantity.name)), ("unit", .text(quantity.unit)),
          ("dimensions", .list(dimensions.map { .text($0) })),
          ("smallest", range.map { .number($0.lowerBound) } ?? .null),
          ("largest", range.map { .number($0.upperBound) } ?? .null),
          ("meaning", .text(quantity.longName)), ("source", .text(quantity.source)),
        ]))
    }
    text = TextTable.pairs(rows) + "\n" + TextTable.aligned(table, rightAligned: [3, 4])
    json = .object(
      names.map { ($0, .text(file.text($0))) } + [
        ("part", part.isEmpty ? .null : .text(part)), ("points", .integer(points)),
        ("done", .integer(done)), ("failed", .integer(failed)),
        ("axes", .list(file.layout.axes.map(Self.json))), ("quantities", .list(quantities)),
      ])
  }

  private static func words(_ axis: DimensionLayout) -> String {
    let count = axis.values.count
    guard axis.auxiliary.isEmpty else {
      let names = axis.auxiliary.map(\.name).joined(separator: ", ")
      return "\(axis.name): \(count) × (\(names))"
    }
    return "\(axis.name): \(count) × \(axis.text(at: 0)) … \(axis.text(at: count - 1))"
  }

  private static func json(_ axis: DimensionLayout) -> JSONValue {
    .object([
      ("name", .text(axis.name)), ("points", .integer(axis.values.count)),
      ("unit", .text(axis.unit)), ("first", .text(axis.bareText(at: 0))),
      ("last", .text(axis.bareText(at: axis.values.count - 1))),
      ("coordinates", .list(axis.auxiliary.map { .text($0.name) })),
    ])
  }

  private static func range(_ values: [Double]) -> ClosedRange<Double>? {
    var (smallest, largest) = (Double.infinity, -Double.infinity)
    for value in values where !value.isNaN {
      smallest = min(smallest, value)
      largest = max(largest, value)
    }
    return smallest <= largest ? smallest...largest : nil
  }

  private static func text(_ value: Double?) -> String {
    value.map { Format.significant($0, 6) } ?? "NaN"
  }
}
