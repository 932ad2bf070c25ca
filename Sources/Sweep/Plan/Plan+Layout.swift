import IO

extension Plan {
  /// The result file: everything in it but the results.
  public func layout(_ provenance: Provenance) -> StoreLayout {
    StoreLayout(
      attributes: [
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
      axes: grid.axes.map(\.layout),
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
