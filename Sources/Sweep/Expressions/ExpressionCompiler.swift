import Glibc
import Units

extension Expression {
  /// Checks names, units and dimensions.
  ///
  /// - Throws: `ExpressionError` at the first thing that does not fit.
  package func compiled(in scope: ExpressionScope) throws(ExpressionError) -> CompiledExpression {
    var compiler = ExpressionCompiler(scope: scope)
    let root = try compiler.part(root)
    return CompiledExpression(
      inputs: compiler.inputs, dimensions: root.dimensions.map { scope.dimensions[$0].name },
      unit: root.unit, root: root, extents: scope.dimensions.map(\.coordinates.count))
  }
}

extension CompiledExpression {
  /// The same expression with its result in another unit.
  ///
  /// - Throws: `ExpressionError` if the unit measures something else.
  package func converted(to unit: Unit) throws(ExpressionError) -> CompiledExpression {
    guard self.unit.isCommensurable(with: unit) else {
      throw ExpressionError(
        "the expression is measured in \(self.unit), not in \(unit)", at: 0)
    }
    return CompiledExpression(
      inputs: inputs, dimensions: dimensions, unit: unit, root: root.scaled(to: unit),
      extents: extents)
  }
}

extension CompiledExpression.Part {
  /// The same numbers in another, commensurable unit.
  func scaled(to unit: Unit) -> Self {
    if case .written(let number) = work {
      return Self(work: .constant(number.value(in: unit)), unit: unit, dimensions: [])
    }
    let factor = self.unit.factor(to: unit)
    return factor == 1
      ? Self(work: work, unit: unit, dimensions: dimensions)
      : Self(work: .map(self) { $0 * factor }, unit: unit, dimensions: dimensions)
  }
}

/// Gives every part of an expression its unit and its dimensions.
struct ExpressionCompiler {
  typealias Node = Expression.Node
  typealias Part = CompiledExpression.Part

  let scope: ExpressionScope
  private(set) var inputs: [String] = []

  init(scope: ExpressionScope) { self.scope = scope }

  mutating func part(_ node: Node) throws(ExpressionError) -> Part {
    switch node {
    case .number(let number, _):
      return Part(work: .written(number), unit: number.unit, dimensions: [])
    case .name(let name, let offset): return try named(name, at: offset)
    case .negated(let inner, _):
      let inner = try part(inner)
      return Part(work: .map(inner) { -$0 }, unit: inner.unit, dimensions: inner.dimensions)
    case .not(let inner, _):
      let inner = try condition(inner)
      return Part(
        work: .map(inner) { $0.isNaN ? .nan : $0 == 0 ? 1 : 0 }, unit: .one,
        dimensions: inner.dimensions)
    case .binary(.power, let base, let exponent, let offset):
      return try power(base, exponent, at: offset)
    case .binary(let sign, let left, let right, let offset):
      return try combined(sign, left, right, at: offset)
    case .call(let name, let arguments, let offset): return try call(name, arguments, at: offset)
    case .place(let inner, let dimension, let place, let offset):
      let inner = try part(inner)
      let number = try self.dimension(dimension, of: inner, at: offset)
      return Part(
        work: .pick(
          inner, dimension: number, index: try index(place, on: scope.dimensions[number], offset)),
        unit: inner.unit, dimensions: inner.dimensions.filter { $0 != number })
    }
  }

  private mutating func named(_ name: String, at offset: Int) throws(ExpressionError) -> Part {
    if let variable = scope.variables.first(where: { $0.name == name }) {
      let index = inputs.firstIndex(of: name) ?? inputs.count
      if index == inputs.count { inputs.append(name) }
      let dimensions = variable.dimensions.compactMap { name in
        scope.dimensions.firstIndex { $0.name == name }
      }
      return Part(work: .input(index), unit: variable.unit, dimensions: dimensions)
    }
    if let number = scope.dimensions.firstIndex(where: { $0.name == name }) {
      let dimension = scope.dimensions[number]
      return Part(
        work: .fixed(dimension.coordinates), unit: dimension.unit, dimensions: [number])
    }
    if let constant = ExpressionConstant.named(name) {
      return Part(work: .constant(constant.value), unit: constant.unit, dimensions: [])
    }
    if let reason = scope.unusable[name] {
      throw ExpressionError("'\(name)' \(reason)", at: offset)
    }
    let known =
      scope.variables.map(\.name) + scope.dimensions.map(\.name)
      + ExpressionConstant.all.map(\.name)
    throw ExpressionError("unknown name '\(name)'\(scope.suggestion(name, known))", at: offset)
  }

  private mutating func combined(
    _ sign: Expression.Operator, _ left: Node, _ right: Node, at offset: Int
  ) throws(ExpressionError) -> Part {
    switch sign {
    case .multiply, .divide, .power:
      let (a, b) = (try part(left), try part(right))
      guard let unit = sign == .multiply ? a.unit * b.unit : a.unit / b.unit else {
        throw ExpressionError("a unit with so high a power is of no use", at: offset)
      }
      return sign == .multiply
        ? combine(a, b, unit: unit) { $0 * $1 } : combine(a, b, unit: unit) { $0 / $1 }
    case .add, .subtract:
      let (a, b) = try alike([left, right], "'\(sign.rawValue)'", at: offset)
      return sign == .add
        ? combine(a, b, unit: a.unit) { $0 + $1 } : combine(a, b, unit: a.unit) { $0 - $1 }
    case .and, .or:
      let (a, b) = (try condition(left), try condition(right))
      let isAnd = sign == .and
      return combine(a, b, unit: .one) { a, b in
        a.isNaN || b.isNaN ? .nan : (isAnd ? a != 0 && b != 0 : a != 0 || b != 0) ? 1 : 0
      }
    case .less: return try comparison(left, right, sign, at: offset) { $0 < $1 }
    case .lessOrEqual: return try comparison(left, right, sign, at: offset) { $0 <= $1 }
    case .greater: return try comparison(left, right, sign, at: offset) { $0 > $1 }
    case .greaterOrEqual: return try comparison(left, right, sign, at: offset) { $0 >= $1 }
    case .equal: return try comparison(left, right, sign, at: offset) { $0 == $1 }
    case .unequal: return try comparison(left, right, sign, at: offset) { $0 != $1 }
    }
  }

  /// 1 where it holds, 0 where not, and NaN where a side has no value.
  private mutating func comparison(
    _ left: Node, _ right: Node, _ sign: Expression.Operator, at offset: Int,
    _ holds: @escaping @Sendable (Double, Double) -> Bool
  ) throws(ExpressionError) -> Part {
    let (a, b) = try alike([left, right], "'\(sign.rawValue)'", at: offset)
    return combine(a, b, unit: .one) { a, b in
      a.isNaN || b.isNaN ? .nan : holds(a, b) ? 1 : 0
    }
  }

  private mutating func power(
    _ base: Node, _ exponent: Node, at offset: Int
  ) throws(ExpressionError) -> Part {
    let base = try part(base)
    if let exponent = Self.constant(exponent), let whole = Int(exactly: exponent),
      abs(whole) <= 20
    {
      // Of any unit; x^2 has the bits of x*x.
      guard let unit = base.unit.coherent(toHalves: 2 * whole) else {
        throw ExpressionError("a unit with so high a power is of no use", at: offset)
      }
      let inner = try coherent(base, at: offset)
      return Part(
        work: .map(inner) { ExpressionFunction.power($0, whole) }, unit: unit,
        dimensions: inner.dimensions)
    }
    if let exponent = Self.constant(exponent), let halves = Int(exactly: 2 * exponent),
      abs(halves) <= 40, let unit = base.unit.coherent(toHalves: halves)
    {
      let inner = try coherent(base, at: offset)
      return Part(
        work: .map(inner) { pow($0, exponent) }, unit: unit, dimensions: inner.dimensions)
    }
    let inner = try pure(base, "a number to any power", at: offset)
    let power = try pure(try part(exponent), "an exponent", at: offset)
    return combine(inner, power, unit: .one) { $0.isNaN || $1.isNaN ? .nan : pow($0, $1) }
  }

  /// The value of a number that is written as one: `2`, `-1`, `(1/2)`.
  private static func constant(_ node: Node) -> Double? {
    switch node {
    case .number(let number, _): number.unit == .one ? number.value : nil
    case .negated(let inner, _): constant(inner).map { -$0 }
    case .binary(.divide, let left, let right, _):
      constant(left).flatMap { left in constant(right).map { left / $0 } }
    default: nil
    }
  }

  private mutating func call(
    _ name: String, _ arguments: [Node], at offset: Int
  ) throws(ExpressionError) -> Part {
    guard let function = ExpressionFunction.named(name) else {
      let known = ExpressionFunction.all.map(\.name)
      throw ExpressionError(
        "unknown function '\(name)'\(scope.suggestion(name, known))", at: offset)
    }
    func expect(_ count: Int) throws(ExpressionError) {
      guard arguments.count == count else {
        throw ExpressionError(
          "'\(name)' takes \(count) argument\(count == 1 ? "" : "s"), not \(arguments.count)",
          at: offset)
      }
    }
    switch function.form {
    case .pure(let function):
      try expect(1)
      let inner = try pure(try part(arguments[0]), "the argument of '\(name)'", at: offset)
      return Part(work: .map(inner, function), unit: .one, dimensions: inner.dimensions)
    case .keepingUnit(let function):
      try expect(1)
      let inner = try part(arguments[0])
      return Part(work: .map(inner, function), unit: inner.unit, dimensions: inner.dimensions)
    case .squareRoot:
      try expect(1)
      let inner = try coherent(try part(arguments[0]), at: offset)
      guard let unit = inner.unit.coherent(toHalves: 1) else {
        throw ExpressionError("no unit is the square root of \(inner.unit)", at: offset)
      }
      return Part(work: .map(inner) { $0.squareRoot() }, unit: unit, dimensions: inner.dimensions)
    case .smallest, .largest:
      let isSmallest = if case .smallest = function.form { true } else { false }
      let better = isSmallest ? ExpressionFunction.smaller : ExpressionFunction.larger
      if arguments.count == 2, case .name(let last, _) = arguments[1] {
        let inner = try part(arguments[0])
        if let number = scope.dimensions.firstIndex(where: { $0.name == last }),
          inner.dimensions.contains(number)
        {
          return reduced(inner, along: number, unit: inner.unit) { row in
            row.dropFirst().reduce(row[0], better)
          }
        }
      }
      guard arguments.count >= 2 else {
        throw ExpressionError(
          "'\(name)' takes several numbers, or an array and one of its dimensions", at: offset)
      }
      var result = try part(arguments[0])
      for argument in arguments.dropFirst() {
        let other = try alike(result, try part(argument), "'\(name)'", at: offset)
        result = combine(result, other, unit: result.unit, better)
      }
      return result
    case .angle:
      try expect(2)
      let (y, x) = try alike(arguments, "'\(name)'", at: offset)
      return combine(y, x, unit: .radian) { atan2($0, $1) }
    case .choice:
      try expect(3)
      let decision = try condition(arguments[0])
      let (yes, no) = try alike(Array(arguments.dropFirst()), "'if'", at: offset)
      return Part(
        work: .choose(decision, yes, no), unit: yes.unit,
        dimensions: union(union(decision.dimensions, yes.dimensions), no.dimensions))
    case .reduction(let reduction):
      try expect(2)
      guard case .name(let dimension, let place) = arguments[1] else {
        throw ExpressionError(
          "the second argument of '\(name)' is a dimension, as in \(name)(x, time)", at: offset)
      }
      let inner = try part(arguments[0])
      let number = try self.dimension(dimension, of: inner, at: place)
      return try reduced(inner, along: number, by: reduction, at: offset)
    }
  }

  private func reduced(
    _ inner: Part, along number: Int, by reduction: ExpressionFunction.Reduction, at offset: Int
  ) throws(ExpressionError) -> Part {
    let dimension = scope.dimensions[number]
    let coordinates = dimension.coordinates
    func place(_ isBetter: @escaping @Sendable (_ new: Double, _ best: Double) -> Bool) -> Part {
      reduced(inner, along: number, unit: dimension.unit) { row in
        guard !row.contains(where: \.isNaN) else { return .nan }
        // The first of equal ones.
        let best = row.indices.dropFirst().reduce(0) { isBetter(row[$1], row[$0]) ? $1 : $0 }
        return coordinates[best]
      }
    }
    switch reduction {
    case .sum:
      return reduced(inner, along: number, unit: inner.unit) { $0.reduce(0, +) }
    case .mean:
      return reduced(inner, along: number, unit: inner.unit) { row in
        row.reduce(0, +) / Double(row.count)
      }
    case .placeOfLargest: return place { $0 > $1 }
    case .placeOfSmallest: return place { $0 < $1 }
    case .integral:
      return reduced(inner, along: number, unit: inner.unit * dimension.unit) { row in
        row.indices.dropFirst().reduce(0) { sum, index in
          sum + (coordinates[index] - coordinates[index - 1]) * (row[index] + row[index - 1]) / 2
        }
      }
    }
  }
}
