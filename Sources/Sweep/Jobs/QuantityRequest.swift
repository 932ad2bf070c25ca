import Base

extension Job {
  /// A quantity that is computed from others by a formula.
  package struct QuantityRequest: Sendable, Equatable {
    package var name: String
    package var nameLocation: SourceLocation
    /// Of the numbers; a pure number unless given.
    package var unit: String
    package var unitLocation: SourceLocation
    /// The formula.
    package var expression: String
    package var expressionLocation: SourceLocation
    /// One line for labels; the formula unless given.
    package var meaning: String
  }
}

extension Job.QuantityRequest {
  /// Reads a `[[quantity]]` table.
  init(_ table: TableReader) throws(InputError) {
    try table.allow(["name", "unit", "expression", "meaning"])
    guard let name = try table.string("name") else {
      throw InputError("a [[quantity]] table needs a name", at: table.location)
    }
    guard let expression = try table.string("expression") else {
      throw InputError(
        "a [[quantity]] table needs an expression, such as \"1 - switching_probability\"",
        at: table.location)
    }
    self.name = name
    self.expression = expression
    unit = try table.string("unit") ?? "1"
    meaning = try table.string("meaning") ?? expression
    nameLocation = table.node("name")?.location ?? table.location
    unitLocation = table.node("unit")?.location ?? table.location
    expressionLocation = table.node("expression")?.location ?? table.location
  }

  /// Reads what the command line adds to a job: `NAME=EXPRESSION`.
  ///
  /// - Throws: `InputError` unless there is something on both sides of the first equals sign.
  package init(_ text: String, unit: String?, meaning: String?) throws(InputError) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      .map { $0.drop { $0 == " " } }
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
      throw InputError(
        "'\(text)' is no formula: NAME=EXPRESSION, such as "
          + "'write_error_rate=1 - switching_probability'")
    }
    name = String(parts[0].prefix { $0 != " " })
    expression = String(parts[1])
    self.unit = unit ?? "1"
    self.meaning = meaning ?? expression
    (nameLocation, expressionLocation) = (.option(text), .option(text))
    unitLocation = .option("--unit \(unit ?? "1")")
  }

  /// The table as a job file has it.
  var lines: [String] {
    [
      "name = \(name.quoted)", "unit = \(unit.quoted)", "expression = \(expression.quoted)",
      "meaning = \(meaning.quoted)",
    ]
  }
}
