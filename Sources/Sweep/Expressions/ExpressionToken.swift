import Units

/// A number as it is written, and its unit.
struct Measurement: Sendable, Equatable, CustomStringConvertible {
  /// The decimal number.
  let digits: String
  /// The double nearest to it, in `unit`.
  let value: Double
  let unit: Unit

  /// The number in another, commensurable unit; rounded once where powers of ten are all that lies
  /// between: 20 nm is the double nearest to 2e-8 m.
  func value(in other: Unit) -> Double {
    (try? other.value(of: "\(digits) \(unit)")) ?? value * unit.factor(to: other)
  }

  var description: String { unit == .one ? digits : "\(digits) \(unit)" }
}

/// A word of an expression.
struct ExpressionToken: Equatable {
  enum Kind: Equatable {
    case number(Measurement)
    case name(String)
    /// An operator, a bracket or a comma.
    case sign(String)
    case end
  }

  let kind: Kind
  /// The number of its first character.
  let offset: Int

  /// As messages show it.
  var text: String {
    switch kind {
    case .number(let number): "\(number)"
    case .name(let name): "'\(name)'"
    case .sign(let sign): "'\(sign)'"
    case .end: "the end"
    }
  }
}
