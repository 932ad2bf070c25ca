import Base
import ResultsStorage

extension Plan {
  /// The result file: everything in it but the results.
  package func layout(_ provenance: Provenance) -> StoreLayout {
    StoreLayout(
      attributes: (part.map { [StoreAttribute(PartLayout.attribute, "\($0)")] } ?? []) + [
        StoreAttribute("Conventions", "CF-1.8"),
        StoreAttribute("title", job.title),
        StoreAttribute("model", job.model),
        StoreAttribute("job", jobText),
        StoreAttribute("seed", Int(job.seed)),
        StoreAttribute("program", provenance.program),
        StoreAttribute("source_revision", provenance.sourceRevision),
        StoreAttribute("created", provenance.created),
        StoreAttribute("history", "\(provenance.created) \(provenance.command)"),
        StoreAttribute(
          "references", model.references.map(\.description).joined(separator: "; ")),
        StoreAttribute("ranks", provenance.ranks),
      ] + computing(provenance) + notes,
      axes: axisLayouts, dimensions: dimensions, quantities: quantities)
  }

  /// What to know before the results are trusted.
  private var notes: [StoreAttribute] {
    warnings.isEmpty ? [] : [StoreAttribute("warnings", warnings.joined(separator: "\n"))]
  }

  /// What computes the results, where they are computed at all: files are also put together.
  private func computing(_ provenance: Provenance) -> [StoreAttribute] {
    let library = provenance.linearAlgebra
    return library.isEmpty ? [] : [StoreAttribute("linear_algebra", library)]
  }

  /// What a file of this job holds differently from what the job says, in words: somebody has
  /// edited it. nil if nothing is.
  package func mismatch(of layout: StoreLayout) -> String? {
    let own = StoreLayout(axes: [], dimensions: dimensions, quantities: quantities)
    let axes = partPoints == nil ? grid.axes.map(\.count) : [pointCount]
    if layout.gridShape != axes { return "its axes are not those of its job" }
    for (mine, theirs) in zip(quantities, layout.quantities) {
      guard mine.name == theirs.name, mine.type == theirs.type,
        own.ownShape(of: mine) == layout.ownShape(of: theirs)
      else { return "its quantity '\(theirs.name)' is not that of its job" }
    }
    return quantities.count == layout.quantities.count
      ? nil : "its quantities are not those of its job"
  }

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
        name: axis.name, unit: axis.unit, longName: axis.longName, comment: axis.comment,
        values: axis.values,
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
}

extension OwnDimension {
  var layout: DimensionLayout {
    DimensionLayout(
      name: name, unit: unit.symbol, longName: Notation.label(name, unit), comment: meaning,
      values: values, labels: labels)
  }
}

extension Quantity {
  var layout: QuantityLayout {
    QuantityLayout(
      name: name, unit: unit.symbol, longName: Notation.label(name, unit), comment: meaning,
      source: source, dimensions: dimensions,
      undefinedWhere: undefinedWhere, type: storage == .byte ? .uint8 : .float64)
  }
}
