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
    var parameters = [["name", "unit", "default", "allowed", "meaning", "source"]]
    for parameter in M.parameters {
      parameters.append([
        parameter.name, parameter.unit.symbol, "\(parameter.value(in: defaults))",
        parameter.allowed, parameter.meaning, parameter.source,
      ])
    }
    var quantities = [["name", "unit", "dimensions", "meaning", "source"]]
    for quantity in M.quantities {
      let undefined = quantity.undefinedWhere.map { "; NaN where \($0)" } ?? ""
      quantities.append([
        quantity.name, quantity.unit.symbol,
        quantity.dimensions.isEmpty ? "-" : quantity.dimensions.joined(separator: ", "),
        quantity.meaning + undefined, quantity.source,
      ])
    }
    return """
      \(M.name): \(M.summary)

      Parameters (a number is in the unit; "4 mA", "40 nm" and the like work too):
      \(TextTable.aligned(parameters, indent: 2))
      Quantities (shape: the axes of the grid, then the dimensions):
      \(TextTable.aligned(quantities, indent: 2))
      References: \(M.references.map(\.description).joined(separator: "; "))

      """
  }
}
