/// The unit symbols that a job file may use.
struct UnitSymbol {
  let product: UnitParser.Product
  let takesPrefix: Bool

  private init(
    _ dimension: PhysicalDimension, mantissa: Double = 1, exponent: Int = 0, prefix: Bool = true
  ) {
    product = .init(mantissa: mantissa, exponent: exponent, dimension: dimension)
    takesPrefix = prefix
  }

  static let prefixes: [Character: Int] = [
    "a": -18, "f": -15, "p": -12, "n": -9, "u": -6, "µ": -6, "μ": -6, "m": -3, "c": -2,
    "k": 3, "M": 6, "G": 9, "T": 12,
  ]

  private static let energy = PhysicalDimension(meter: 4, kilogram: 2, second: -4)
  private static let angle = PhysicalDimension(radian: 2)

  static let table: [String: UnitSymbol] = [
    "1": UnitSymbol(.none, prefix: false),
    "%": UnitSymbol(.none, exponent: -2, prefix: false),
    "m": UnitSymbol(PhysicalDimension(meter: 2)),
    // Either letter of Unicode: they are the same to Swift.
    "Å": UnitSymbol(PhysicalDimension(meter: 2), exponent: -10, prefix: false),
    "g": UnitSymbol(PhysicalDimension(kilogram: 2), exponent: -3),
    "s": UnitSymbol(PhysicalDimension(second: 2)),
    "min": UnitSymbol(PhysicalDimension(second: 2), mantissa: 6, exponent: 1, prefix: false),
    "h": UnitSymbol(PhysicalDimension(second: 2), mantissa: 36, exponent: 2, prefix: false),
    "d": UnitSymbol(PhysicalDimension(second: 2), mantissa: 864, exponent: 2, prefix: false),
    // Julian years.
    "yr": UnitSymbol(PhysicalDimension(second: 2), mantissa: 315_576, exponent: 2),
    "A": UnitSymbol(PhysicalDimension(ampere: 2)),
    "K": UnitSymbol(PhysicalDimension(kelvin: 2)),
    "Hz": UnitSymbol(PhysicalDimension(second: -2)),
    "N": UnitSymbol(PhysicalDimension(meter: 2, kilogram: 2, second: -4)),
    "J": UnitSymbol(energy),
    "W": UnitSymbol(PhysicalDimension(meter: 4, kilogram: 2, second: -6)),
    "C": UnitSymbol(PhysicalDimension(second: 2, ampere: 2)),
    "ohm": UnitSymbol(PhysicalDimension(meter: 4, kilogram: 2, second: -6, ampere: -4)),
    "V": UnitSymbol(PhysicalDimension(meter: 4, kilogram: 2, second: -6, ampere: -2)),
    "T": UnitSymbol(PhysicalDimension(kilogram: 2, second: -4, ampere: -2)),
    // Of the Gaussian system: gauss, the unit of magnetic moments, erg.
    "G": UnitSymbol(PhysicalDimension(kilogram: 2, second: -4, ampere: -2), exponent: -4),
    "emu": UnitSymbol(PhysicalDimension(meter: 4, ampere: 2), exponent: -3),
    "erg": UnitSymbol(energy, exponent: -7),
    // CODATA 2018, exact.
    "eV": UnitSymbol(energy, mantissa: 1.602176634, exponent: -19),
    // 1000/(4π) A/m: the field in vacuum whose induction is one gauss.
    "Oe": UnitSymbol(PhysicalDimension(meter: -2, ampere: 2), mantissa: 250 / Double.pi),
    "rad": UnitSymbol(angle),
    "deg": UnitSymbol(angle, mantissa: Double.pi / 180, prefix: false),
    "°": UnitSymbol(angle, mantissa: Double.pi / 180, prefix: false),
  ]
}
