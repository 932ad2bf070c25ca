/// Products, quotients and powers of units, for formulas over quantities.
///
/// Here an angle is a number: rad is 1, since formulas multiply angular velocities with times and
/// take sines of what comes out.
extension Unit {
  /// The unit of a product.
  package static func * (a: Unit, b: Unit) -> Unit {
    let dimension = a.dimension * b.dimension
    return Unit(
      symbol: Self.short(
        a.isOne ? b.symbol : b.isOne ? a.symbol : "(\(a)) (\(b))", dimension),
      mantissa: a.mantissa * b.mantissa, exponent: a.exponent + b.exponent,
      dimension: dimension)
  }

  /// The unit of a quotient; nil if its dimension is beyond all use.
  package static func / (a: Unit, b: Unit) -> Unit? {
    guard let inverse = b.dimension.raised(toHalves: -2) else { return nil }
    let dimension = a.dimension * inverse
    return Unit(
      symbol: Self.short(
        b.isOne ? a.symbol : "\(a.isOne ? "1" : "(\(a))")/(\(b))", dimension),
      mantissa: a.mantissa / b.mantissa, exponent: a.exponent - b.exponent,
      dimension: dimension)
  }

  /// A symbol that a sentence has room for: of long products that of the SI unit.
  private static func short(_ symbol: String, _ dimension: PhysicalDimension) -> String {
    symbol.count <= 40 ? symbol : dimension.symbol
  }

  /// The SI unit, without a prefix, of the unit raised to `halves / 2`; nil if that needs quarters
  /// or is beyond all use.
  package func coherent(toHalves halves: Int = 2) -> Unit? {
    guard let raised = dimension.raised(toHalves: halves) else { return nil }
    return Unit(symbol: raised.symbol, mantissa: 1, exponent: 0, dimension: raised)
  }

  /// Whether numbers in this unit can be added to numbers in another one.
  package func isCommensurable(with other: Unit) -> Bool {
    dimension.withoutAngle == other.dimension.withoutAngle
  }

  /// What a number in this unit is multiplied with to be one in another, commensurable unit.
  package func factor(to other: Unit) -> Double {
    let power = DecimalNumber("1")?.shifted(by: exponent - other.exponent) ?? .nan
    return mantissa == other.mantissa ? power : power * (mantissa / other.mantissa)
  }

  /// Whether numbers in the unit are plain numbers, or angles in rad.
  private var isOne: Bool { mantissa == 1 && exponent == 0 && dimension == .none }
}

extension PhysicalDimension {
  /// The dimension with angles as numbers.
  var withoutAngle: PhysicalDimension {
    var dimension = self
    dimension.radian = 0
    return dimension
  }

  /// The SI unit as text: `kg m^2 s^-2`.
  var symbol: String {
    let factors = [
      ("kg", kilogram), ("m", meter), ("s", second), ("A", ampere), ("K", kelvin),
      ("rad", radian),
    ].filter { $0.1 != 0 }.map { name, halves in
      if halves == 2 { return name }
      return halves % 2 == 0 ? "\(name)^\(halves / 2)" : "\(name)^\(halves)/2"
    }
    return factors.isEmpty ? "1" : factors.joined(separator: " ")
  }
}
