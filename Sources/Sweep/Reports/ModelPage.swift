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
      \(quantities.joined())\(abilities(of: model))
      References: \(M.references.map(\.description).joined(separator: "; "))

      """
  }

  /// All models for programs: names and summaries.
  public static var listJSON: JSONValue {
    .list(
      ModelList.all.map { .object([("name", .text($0.name)), ("summary", .text($0.summary))]) })
  }

  /// A model for programs.
  public static func json(_ entry: ModelEntry) -> JSONValue { json(of: entry.type) }

  private static func json<M: Model>(of model: M.Type) -> JSONValue {
    let defaults = M()
    let parameters = M.parameters.map { parameter -> JSONValue in
      .object([
        ("name", .text(parameter.name)), ("unit", .text(parameter.unit.symbol)),
        ("default", parameter.value(in: defaults).json), ("allowed", .text(parameter.allowed)),
        ("meaning", .text(parameter.meaning)), ("source", .text(parameter.source)),
      ])
    }
    let quantities = M.quantities.map { quantity -> JSONValue in
      .object([
        ("name", .text(quantity.name)), ("unit", .text(quantity.unit.symbol)),
        ("dimensions", .list(quantity.dimensions.map { .text($0) })),
        ("meaning", .text(quantity.meaning)), ("source", .text(quantity.source)),
        ("undefined_where", quantity.undefinedWhere.map { .text($0) } ?? .null),
      ])
    }
    return .object([
      ("name", .text(M.name)), ("summary", .text(M.summary)),
      ("shares_points", .flag(M.sharesPoints)),
      ("saves_state_inside_points", .flag(M.restartVersion != nil)),
      ("parameters", .list(parameters)), ("quantities", .list(quantities)),
      ("references", .list(M.references.map { .text($0.description) })),
    ])
  }

  /// What long points of the model can do, as sentences of the page.
  private static func abilities<M: Model>(of model: M.Type) -> String {
    (M.sharesPoints
      ? "\nSeveral ranks can compute one point together (run.ranks_per_point).\n" : "")
      + (M.restartVersion != nil ? "\nA resumed run goes on inside points.\n" : "")
  }

  /// A declaration in two lines.
  private static func entry(
    _ name: String, _ facts: String, _ meaning: String, _ source: String
  ) -> String {
    let gap = String(repeating: " ", count: max(2, 28 - name.count))
    return "  \(name)\(gap)\(facts)\n      \(meaning) [\(source)]\n"
  }
}
