/// What there is to know of models, from their declarations.
public enum ModelPage {
  /// All models with a line each.
  public static var list: String {
    TextTable.pairs(ModelList.all.map { ($0.name, $0.summary) })
      + "\n`spinsweep models MODEL` lists a model's parameters and quantities.\n"
  }

  public static func page(_ entry: ModelEntry) -> String { page(of: entry.type) }

  private static func page<M: Model>(of model: M.Type) -> String {
    let defaults = M()
    let parameters = M.parameters.map { parameter in
      let unit = parameter.unit == .one ? "" : " \(parameter.unit)"
      return entry(
        parameter.name, "\(parameter.value(in: defaults))\(unit), \(parameter.allowed)",
        parameter.meaning, parameter.source)
    }
    let quantities = M.quantities.map { quantity in
      let dimensions = quantity.dimensions.joined(separator: ", ")
      let undefined = quantity.undefinedWhere.map { "; NaN where \($0)" } ?? ""
      return entry(
        quantity.name, quantity.unit.symbol + (dimensions.isEmpty ? "" : " (\(dimensions))"),
        quantity.meaning + undefined, quantity.source)
    }
    return """
      \(M.name): \(M.summary)

      Parameters with defaults (a number is in the unit; "4 mA", "40 nm" and the like work too):
      \(parameters.joined())
      Quantities (shape: the axes of the grid, then the dimensions in parentheses):
      \(quantities.joined())
      References: \(M.references.map(\.description).joined(separator: "; "))

      """
  }

  /// A declaration in two lines.
  private static func entry(
    _ name: String, _ facts: String, _ meaning: String, _ source: String
  ) -> String {
    let gap = String(repeating: " ", count: max(2, 28 - name.count))
    return "  \(name)\(gap)\(facts)\n      \(meaning) [\(source)]\n"
  }
}
