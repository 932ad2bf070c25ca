import Base
public import Jobs
import Models
import ResultsStorage

/// What is in a result file, on one screen.
public struct FileSummary {
  private let attributes: [(name: String, value: String)]
  /// Which part of a grid the file is; empty for a whole grid.
  private let part: String
  private let points: (done: Int, failed: Int, total: Int)
  private let axes: [PlotDimension]
  private let own: [PlotDimension]
  private let quantities: [(layout: QuantityLayout, smallest: Double, largest: Double)]

  /// - Throws: `InputError` if there is no readable result file at `path`.
  public init(path: String) throws(InputError) {
    let file = try ResultsFile(path)
    attributes = ["title", "model", "program", "created", "references"].map { ($0, file.text($0)) }
    part = file.text(PartLayout.attribute)
    let counts = try file.statusCounts()
    points = (counts[.done] ?? 0, counts[.failed] ?? 0, file.layout.pointCount)
    axes = file.layout.axes.map { PlotDimension($0) }
    own = file.layout.dimensions.map { PlotDimension($0) }
    var quantities: [(layout: QuantityLayout, smallest: Double, largest: Double)] = []
    for quantity in file.layout.quantities {
      let (smallest, largest) = Self.range(try file.values(quantity.name))
      quantities.append((quantity, smallest, largest))
    }
    self.quantities = quantities
  }

  /// For people.
  public var text: String {
    var rows = attributes.filter { !$0.value.isEmpty }.map { ($0.name, $0.value) }
    if !part.isEmpty { rows.append(("part", "\(part) of a grid")) }
    let failed = points.failed > 0 ? ", \(points.failed) failed" : ""
    rows.append(("points", "\(points.done) of \(points.total) done\(failed)"))
    rows += axes.map { ("axis", $0.summary) } + own.map { ("dimension", $0.summary) }
    var table = [["quantity", "unit", "dimensions", "smallest", "largest", "meaning"]]
    for (quantity, smallest, largest) in quantities {
      table.append([
        quantity.name, quantity.unit,
        (axes.map(\.name) + quantity.dimensions).joined(separator: ", "),
        Format.significant(smallest, 6), Format.significant(largest, 6), quantity.longName,
      ])
    }
    return TextTable.pairs(rows) + "\n" + TextTable.aligned(table, rightAligned: [3, 4])
  }

  /// For other programs.
  public var json: JSONValue {
    func list(_ dimensions: [PlotDimension]) -> JSONValue {
      .list(
        dimensions.map { dimension in
          .object([
            ("name", .text(dimension.name)),
            ("coordinates", .list(dimension.columns.map { $0.json(at: dimension.indices) })),
          ])
        })
    }
    return .object(
      attributes.map { ($0.name, .text($0.value)) } + [
        ("part", part.isEmpty ? .null : .text(part)),
        (
          "points",
          .object([
            ("total", .integer(points.total)), ("done", .integer(points.done)),
            ("failed", .integer(points.failed)),
          ])
        ),
        ("axes", list(axes)), ("dimensions", list(own)),
        (
          "quantities",
          .list(
            quantities.map { quantity, smallest, largest in
              .object([
                ("name", .text(quantity.name)), ("unit", .text(quantity.unit)),
                (
                  "dimensions",
                  .list((axes.map(\.name) + quantity.dimensions).map(JSONValue.text))
                ),
                ("smallest", .number(smallest)), ("largest", .number(largest)),
                ("meaning", .text(quantity.longName)), ("source", .text(quantity.source)),
              ])
            })
        ),
      ])
  }

  /// The names of the quantities, one a line.
  public var names: String { quantities.map { $0.layout.name + "\n" }.joined() }

  /// The names that `--at` takes, one a line: axes, their parameters, and the quantities' dimensions.
  public var axisNames: String {
    (axes + own).flatMap { $0.coordinates.map { $0.name + "\n" } }.joined()
  }

  private static func range(_ values: [Double]) -> (Double, Double) {
    var (smallest, largest) = (Double.infinity, -Double.infinity)
    for value in values where !value.isNaN {
      smallest = min(smallest, value)
      largest = max(largest, value)
    }
    return smallest <= largest ? (smallest, largest) : (.nan, .nan)
  }
}

extension PlotDimension {
  /// The coordinates worth a column of a table: the index of parameters that move together tells
  /// nothing that they do not.
  package var columns: [PlotCoordinate] {
    isCoupled ? Array(coordinates.dropFirst()) : coordinates
  }

  /// Name and values in a line: all of a few, the ends of many.
  fileprivate var summary: String {
    guard !isCoupled, let coordinate = coordinates.first else {
      return "\(name): \(indices.count) × (\(columns.map(\.name).joined(separator: ", ")))"
    }
    let scale = coordinate.scale
    let factor = scale.factorExponent == 0 ? "" : "e\(scale.factorExponent)"
    let unit = scale.unit.isEmpty ? "" : " \(scale.unit)"
    let texts = indices.map {
      coordinate.text(at: $0, scale) + (coordinate.labels == nil ? factor : "")
    }
    guard texts.count > 8, let first = texts.first, let last = texts.last else {
      return "\(name): \(texts.joined(separator: ", "))\(unit)"
    }
    return "\(name): \(texts.count) × \(first)\(unit) … \(last)\(unit)"
      + (coordinate.isLogarithmic ? ", logarithmic" : "")
  }
}

extension PlotCoordinate {
  /// The coordinate for other programs.
  package func json(at indices: [Int]) -> JSONValue {
    .object([
      ("name", .text(name)), ("unit", .text(unit)),
      (
        "values",
        .list(
          indices.map { labels == nil ? .number(values[$0]) : .text(bareText(at: $0)) })
      ),
    ])
  }
}
