import Units

// What the parts of an expression have in common.
extension ExpressionCompiler {
  func reduced(
    _ inner: Part, along number: Int, unit: Unit,
    _ function: @escaping @Sendable ([Double]) -> Double
  ) -> Part {
    Part(
      work: .reduce(inner, dimension: number, function), unit: unit,
      dimensions: inner.dimensions.filter { $0 != number })
  }

  func combine(
    _ a: Part, _ b: Part, unit: Unit, _ function: @escaping @Sendable (Double, Double) -> Double
  ) -> Part {
    Part(
      work: .combine(a, b, function), unit: unit, dimensions: union(a.dimensions, b.dimensions))
  }

  func union(_ a: [Int], _ b: [Int]) -> [Int] { a + b.filter { !a.contains($0) } }

  /// Two parts in the unit of the first one.
  mutating func alike(
    _ nodes: [Node], _ place: String, at offset: Int
  ) throws(ExpressionError) -> (Part, Part) {
    let first = try part(nodes[0])
    return (first, try alike(first, try part(nodes[1]), place, at: offset))
  }

  /// The second part in the unit of the first one.
  func alike(
    _ first: Part, _ second: Part, _ place: String, at offset: Int
  ) throws(ExpressionError) -> Part {
    guard first.unit.isCommensurable(with: second.unit) else {
      throw ExpressionError(
        "\(place) cannot combine \(first.unit) with \(second.unit)", at: offset)
    }
    return second.scaled(to: first.unit)
  }

  /// A part as plain numbers.
  func pure(
    _ part: Part, _ what: String, at offset: Int
  ) throws(ExpressionError) -> Part {
    guard part.unit.isCommensurable(with: .one) else {
      throw ExpressionError("\(what) must have no unit, not \(part.unit)", at: offset)
    }
    return part.scaled(to: .one)
  }

  /// A part in the SI unit without a prefix.
  func coherent(_ part: Part, at offset: Int) throws(ExpressionError) -> Part {
    guard let unit = part.unit.coherent() else {
      throw ExpressionError("a unit with so high a power is of no use", at: offset)
    }
    return part.scaled(to: unit)
  }

  /// A part that is true or false: what a comparison gives, or a number without a unit.
  mutating func condition(_ node: Node) throws(ExpressionError) -> Part {
    try pure(try part(node), "a condition", at: node.offset)
  }

  /// The number of a dimension that a part must have.
  func dimension(
    _ name: String, of part: Part, at offset: Int
  ) throws(ExpressionError) -> Int {
    guard let number = part.dimensions.first(where: { scope.dimensions[$0].name == name }) else {
      let own = part.dimensions.map { scope.dimensions[$0].name }
      let had = own.isEmpty ? "none" : own.joined(separator: ", ")
      throw ExpressionError(
        "the array has no dimension '\(name)' (it has \(had))" + scope.suggestion(name, own),
        at: offset)
    }
    return number
  }

  func index(
    _ place: Expression.Place, on dimension: ExpressionScope.Dimension, _ offset: Int
  ) throws(ExpressionError) -> Int {
    switch place {
    case .label(let label):
      if let index = dimension.labels?.firstIndex(of: label) { return index }
      throw ExpressionError(
        "'\(dimension.name)' has no label '\(label)'"
          + (dimension.labels.map { " (it has \($0.joined(separator: ", ")))" } ?? ""), at: offset)
    case .value(let number, let isNegative):
      // A bare number is in the dimension's own unit.
      let isBare = number.unit == .one
      guard isBare || number.unit.isCommensurable(with: dimension.unit) else {
        throw ExpressionError(
          "'\(dimension.name)' is measured in \(dimension.unit), not in \(number.unit)", at: offset)
      }
      let size = isBare ? number.value : number.value(in: dimension.unit)
      let wanted = isNegative ? -size : size
      let scale = dimension.coordinates.reduce(0) { max($0, abs($1)) }
      if let index = dimension.coordinates.firstIndex(where: {
        abs($0 - wanted) <= 1e-9 * scale
      }) {
        return index
      }
      let nearest = dimension.coordinates.min { abs($0 - wanted) < abs($1 - wanted) }
      throw ExpressionError(
        "'\(dimension.name)' has no value \(wanted)"
          + (nearest.map { "; the nearest is \($0)" } ?? ""), at: offset)
    }
  }
}
