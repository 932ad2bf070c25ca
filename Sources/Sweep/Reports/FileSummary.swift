import Base
import Jobs
import Models
import ResultsStorage

/// What is in a result file, on one screen.
package struct FileSummary {
  private let attributes: [(name: String, value: String)]
  /// Which part of a grid the file is; empty for a whole grid.
  private let part: String
  private let points: (done: Int, failed: Int, total: Int)
  /// What somebody has added, in a line and by name.
  private let foreign: (summary: String?, names: [String])
  private let axes: [PlotDimension]
  private let tables: [(name: String, comment: String, rows: Int)]
  private let own: [PlotDimension]
  private let quantities: [(layout: QuantityLayout, smallest: Double, largest: Double)]

  /// - Throws: `InputError` if there is no readable result file at `path`.
  package init(path: String) throws(InputError) {
    let file = try ResultsFile(path)
    attributes = ["title", "model", "program", "created", "references"].map { ($0, file.text($0)) }
    part = file.text(PartLayout.attribute)
    let counts = try file.statusCounts()
    points = (counts[.done] ?? 0, counts[.failed] ?? 0, file.layout.pointCount)
    foreign = (file.foreignSummary, file.foreignNames)
    axes = file.layout.axes.map { PlotDimension($0) }
    own = file.layout.dimensions.map { PlotDimension($0) }
    tables = file.layout.tables.map {
      ($0.name, $0.comment, $0.columns.first?.numbers.count ?? 0)
    }
    var quantities: [(layout: QuantityLayout, smallest: Double, largest: Double)] = []
    for quantity in file.layout.results {
      let (smallest, largest) = Self.range(try file.values(quantity.name))
      quantities.append((quantity, smallest, largest))
    }
    self.quantities = quantities
  }

  /// For people.
  package var text: String {
    var rows = attributes.filter { !$0.value.isEmpty }.map { ($0.name, $0.value) }
    if !part.isEmpty { rows.append(("part", "\(part) of a grid")) }
    let failed = points.failed > 0 ? ", \(points.failed) failed" : ""
    rows.append(("points", "\(points.done) of \(points.total) done\(failed)"))
    rows += axes.map { ("axis", $0.summary) } + own.map { ("dimension", $0.summary) }
    rows += tables.map { ($0.name, "\($0.comment): \($0.rows) vertices") }
    if let summary = foreign.summary { rows.append(("not of this job", summary)) }
    var table = [["quantity", "unit", "dimensions", "smallest", "largest", "meaning"]]
    for (quantity, smallest, largest) in quantities {
      table.append([
        quantity.name, quantity.unit,
        (axes.map(\.name) + quantity.dimensions).joined(separator: ", "),
        Format.significant(smallest, 6), Format.significant(largest, 6), quantity.meaning,
      ])
    }
    return TextTable.pairs(rows) + "\n" + TextTable.aligned(table, rightAligned: [3, 4])
  }

  /// For other programs.
  package var json: JSONValue {
    let grid = axes.map(\.name)
    let described = quantities.map { quantity, smallest, largest -> JSONValue in
      [
        "name": .text(quantity.name), "unit": .text(quantity.unit),
        "dimensions": .list((grid + quantity.dimensions).map(JSONValue.text)),
        "smallest": .number(smallest), "largest": .number(largest),
        "meaning": .text(quantity.meaning), "source": .text(quantity.source),
      ]
    }
    return .object(
      attributes.map { ($0.name, .text($0.value)) } + [
        ("part", part.isEmpty ? .null : .text(part)),
        (
          "points",
          [
            "total": .integer(points.total), "done": .integer(points.done),
            "failed": .integer(points.failed),
          ]
        ), ("axes", .list(axes.map(\.json))), ("dimensions", .list(own.map(\.json))),
        ("quantities", .list(described)),
        ("not_of_this_job", .list(foreign.names.map(JSONValue.text))),
      ])
  }

  /// The names of the quantities, one a line.
  package var names: String { quantities.map { $0.layout.name + "\n" }.joined() }

  /// The names that `--at` takes, one a line: axes, their parameters, and the quantities'
  /// dimensions.
  package var axisNames: String {
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
  var columns: [PlotCoordinate] {
    isCoupled ? Array(coordinates.dropFirst()) : coordinates
  }

  /// The dimension for other programs.
  var json: JSONValue {
    let coordinates = columns.map { column -> JSONValue in
      let values = indices.map { index -> JSONValue in
        column.labels == nil
          ? .number(column.values[index]) : .text(column.bareText(at: index))
      }
      return [
        "name": .text(column.name), "unit": .text(column.unit), "values": .list(values),
      ]
    }
    return ["name": .text(name), "coordinates": .list(coordinates)]
  }

  /// Name and values in a line: all of a few, the ends of many.
  fileprivate var summary: String {
    guard !isCoupled, let coordinate = coordinates.first else {
      return "\(name): \(indices.count) × (\(columns.map(\.name).joined(separator: ", ")))"
    }
    let scale = coordinate.scale
    let factor = scale.factorExponent == 0 ? "" : "e\(scale.factorExponent)"
    let unit = scale.unit.isEmpty ? "" : " \(scale.unit)"
    func text(at index: Int) -> String {
      coordinate.text(at: index, scale) + (coordinate.labels == nil ? factor : "")
    }
    guard indices.count > 8, let first = indices.first, let last = indices.last else {
      return "\(name): \(indices.map(text).joined(separator: ", "))\(unit)"
    }
    return "\(name): \(indices.count) × \(text(at: first))\(unit) … \(text(at: last))\(unit)"
      + (coordinate.isLogarithmic ? ", logarithmic" : "")
  }
}
