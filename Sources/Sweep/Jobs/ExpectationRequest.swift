import Base

extension Job {
  /// A number that the results must agree with.
  package struct ExpectationRequest: Sendable, Equatable {
    package var quantity: String
    package var at: [TOMLTable.Entry]
    package var value: TOMLNode?
    package var low: TOMLNode?
    package var high: TOMLNode?
    package var tolerance: TOMLNode?
    package var relativeTolerance: Double?
    package var source: String?
    package var location: SourceLocation
    /// Where the quantity is named.
    package var quantityLocation: SourceLocation
  }
}

extension Job.ExpectationRequest {
  /// Reads an `[[expect]]` table.
  init(_ table: TableReader) throws(InputError) {
    try table.allow([
      "quantity", "at", "value", "low", "high", "tolerance", "relative_tolerance", "source",
    ])
    guard let quantity = try table.string("quantity") else {
      throw InputError("an [[expect]] table needs a quantity", at: table.location)
    }
    let hasBounds = table.node("low") != nil || table.node("high") != nil
    guard (table.node("value") != nil) != hasBounds else {
      throw InputError(
        "an [[expect]] table needs either 'value' or 'low' and 'high'", at: table.location)
    }
    self.quantity = quantity
    at = try table.table("at")?.table.entries ?? []
    value = table.node("value")
    low = table.node("low")
    high = table.node("high")
    tolerance = table.node("tolerance")
    relativeTolerance = try table.number("relative_tolerance")
    source = try table.string("source")
    location = table.location
    quantityLocation = table.locations("quantity").first ?? table.location
  }

  /// The table as a job file has it.
  var lines: [String] {
    var lines = ["quantity = \(quantity.quoted)"]
    if !at.isEmpty {
      let at = at.map { "\($0.key.quoted) = \($0.node.toml)" }
      lines.append("at = { \(at.joined(separator: ", ")) }")
    }
    for (key, node) in [
      ("value", value), ("low", low), ("high", high), ("tolerance", tolerance),
    ] {
      if let node { lines.append("\(key) = \(node.toml)") }
    }
    if let relativeTolerance { lines.append("relative_tolerance = \(relativeTolerance)") }
    if let source { lines.append("source = \(source.quoted)") }
    return lines
  }
}
