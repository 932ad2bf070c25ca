import Base
import ResultsStorage

/// How a part of a grid stands in a file: one axis of points, on which the coordinates of all axes
/// hang.
package enum PartLayout {
  package static let axisName = "point"
  package static let attribute = "part"

  /// What a file holds, from its attribute.
  package static func words(_ part: String?) -> String { part.map { "part \($0)" } ?? "the whole grid" }
}

extension Plan {
  private var axisLayouts: [DimensionLayout] {
    let axes = grid.axes.map(\.layout)
    guard let partPoints else { return axes }
    let points = (0..<partPoints.count).map { partPoints[$0] }
    var columns: [AuxiliaryCoordinate] = []
    var stride = grid.pointCount
    for axis in axes {
      let count = axis.values.count
      stride /= count
      let own = AuxiliaryCoordinate(
        name: axis.name, unit: axis.unit, longName: axis.longName, values: axis.values,
        labels: axis.labels)
      for column in [own] + axis.auxiliary {
        var column = column
        column.values = points.map { [values = column.values] in values[$0 / stride % count] }
        columns.append(column)
      }
    }
    return [
      DimensionLayout(
        name: PartLayout.axisName, unit: "1", longName: "number of the point in the whole grid",
        values: points.map(Double.init), auxiliary: columns)
    ]
  }

  /// The result file: everything in it but the results.
  public func layout(_ provenance: Provenance) -> StoreLayout {
    StoreLayout(
      attributes: (part.map { [StoreAttribute(PartLayout.attribute, "\($0)")] } ?? []) + [
        StoreAttribute("Conventions", "CF-1.8"),
        StoreAttribute("title", job.title),
        StoreAttribute("model", job.model),
        StoreAttribute("job", JobWriter(plan: self).text()),
        StoreAttribute("seed", Int(job.seed)),
        StoreAttribute("program", provenance.program),
        StoreAttribute("source_revision", provenance.sourceRevision),
        StoreAttribute("created", provenance.created),
        StoreAttribute("history", "\(provenance.created) \(provenance.command)"),
        StoreAttribute("references", M.references.map(\.description).joined(separator: "; ")),
        StoreAttribute("ranks", provenance.ranks),
      ] + (warnings.isEmpty ? [] : [StoreAttribute("warnings", warnings.joined(separator: "\n"))]),
      axes: axisLayouts,
      dimensions: dimensions.filter { dimension in
        quantities.contains { $0.dimensions.contains(dimension.name) }
      }.map {
        DimensionLayout(
          name: $0.name, unit: $0.unit.symbol, longName: $0.meaning, values: $0.values,
          labels: $0.labels, auxiliary: [])
      },
      quantities: quantities.map {
        QuantityLayout(
          name: $0.name, unit: $0.unit.symbol, longName: $0.meaning, source: $0.source,
          dimensions: $0.dimensions, undefinedWhere: $0.undefinedWhere,
          type: $0.storage == .byte ? .uint8 : .float64)
      })
  }
}
