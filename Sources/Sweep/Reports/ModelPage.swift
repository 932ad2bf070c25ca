import Base
import Models
import Units

/// What there is to know of models, from their declarations.
package enum ModelPage {
  /// All models with a line each.
  package static var list: String {
    TextTable.pairs(ModelList.all.map { ($0.name, $0.summary) })
      + "\n`spinsweep models MODEL` lists a model's parameters and quantities.\n"
  }

  /// The same for other programs.
  package static var listJSON: JSONValue {
    .list(ModelList.all.map { ["name": .text($0.name), "summary": .text($0.summary)] })
  }

  /// A model's parameters and quantities, for people.
  package static func page(_ entry: ModelEntry) -> String { page(of: entry.declaration) }

  /// A model's parameters and quantities, for other programs.
  package static func json(_ entry: ModelEntry) -> JSONValue { json(of: entry.declaration) }

  private static func page(of declaration: some ModelDeclaring) -> String {
    let model = declaration.whole
    let defaults = model.defaults
    let parameters = model.parameters.map { parameter in
      Entry(
        name: parameter.name,
        facts: [
          readable(parameter, in: defaults),
          parameter.unit == .one ? "" : "(\(parameter.unit))", parameter.allowed,
        ],
        meaning: parameter.meaning, source: parameter.source)
    }
    let quantities = model.quantities.map { quantity in
      let dimensions = quantity.dimensions.joined(separator: ", ")
      let undefined = quantity.undefinedWhere.map { "; NaN where \($0)" } ?? ""
      return Entry(
        name: quantity.name,
        facts: [quantity.unit.symbol, dimensions.isEmpty ? "" : "(\(dimensions))"],
        meaning: quantity.meaning + undefined, source: quantity.source)
    }
    return """
      \(model.name): \(model.summary)

      PARAMETERS: default, (unit of a bare number in a job), allowed values, meaning [source].
      "4 mA", "40 nm" and the like carry their own unit.

      \(lines(parameters))
      QUANTITIES: unit, (dimensions besides the axes of the grid), meaning [source]

      \(lines(quantities))\(abilities(of: model))
      REFERENCES

        \(model.references.map(\.description).joined(separator: "\n  "))

      """
  }

  /// A declaration in two lines: what a table has room for, and the meaning.
  private struct Entry {
    let name: String
    let facts: [String]
    let meaning: String
    let source: String
  }

  private static func lines(_ entries: [Entry]) -> String {
    let table = TextTable.aligned(entries.map { [$0.name] + $0.facts }, indent: 2)
    return zip(table.split(separator: "\n"), entries).map { line, entry in
      var line = line
      while line.last == " " { line.removeLast() }
      return "\(line)\n      \(entry.meaning) [\(entry.source)]\n"
    }.joined()
  }

  /// A default as people write it: 4e-8 m is 40 nm. What is read back from it is the same number.
  package static func readable<M: PointModel>(_ parameter: Parameter<M>, in model: M) -> String {
    if parameter.isUnset(in: model) { return "not set" }
    let value = parameter.value(in: model)
    let unit = parameter.unit == .one ? "" : " \(parameter.unit)"
    guard case .number(let number) = value else { return "\(value)\(unit)" }
    let scale = UnitScale(unit: parameter.unit.symbol, magnitude: abs(number))
    let text = Format.significant(scale.drawn(number), 15) + " \(scale.unit)"
    guard scale.factorExponent == 0, (try? parameter.unit.value(of: text)) == number else {
      return "\(number)\(unit)"
    }
    return scale.unit.isEmpty ? String(text.dropLast()) : text
  }

  /// What long points of the model can do, as sentences of the page.
  private static func abilities<M>(of model: ModelDeclaration<M>) -> String {
    (model.sharesPoints
      ? "\nSeveral ranks can compute one point together (run.ranks_per_point).\n" : "")
      + (model.restartVersion != nil ? "\nA resumed run goes on inside points.\n" : "")
  }

  private static func json(of declaration: some ModelDeclaring) -> JSONValue {
    let model = declaration.whole
    let defaults = model.defaults
    let parameters = model.parameters.map { parameter -> JSONValue in
      [
        "name": .text(parameter.name), "unit": .text(parameter.unit.symbol),
        "symbol": Notation.symbol(of: parameter.name, parameter.unit).map(JSONValue.text) ?? .null,
        "default": parameter.isUnset(in: defaults) ? .null : parameter.value(in: defaults).json,
        "allowed": .text(parameter.allowed),
        "bookkeeping": .flag(parameter.isBookkeeping),
        "meaning": .text(parameter.meaning), "source": .text(parameter.source),
      ]
    }
    let quantities = model.quantities.map { quantity -> JSONValue in
      [
        "name": .text(quantity.name), "unit": .text(quantity.unit.symbol),
        "symbol": Notation.symbol(of: quantity.name, quantity.unit).map(JSONValue.text) ?? .null,
        "dimensions": .list(quantity.dimensions.map(JSONValue.text)),
        "meaning": .text(quantity.meaning), "source": .text(quantity.source),
        "undefined_where": quantity.undefinedWhere.map(JSONValue.text) ?? .null,
      ]
    }
    return [
      "name": .text(model.name), "summary": .text(model.summary),
      "shares_points": .flag(model.sharesPoints),
      "stochastic": .flag(model.isStochastic),
      "saves_state_inside_points": .flag(model.restartVersion != nil),
      "parameters": .list(parameters), "quantities": .list(quantities),
      "references": .list(model.references.map { .text($0.description) }),
    ]
  }
}
