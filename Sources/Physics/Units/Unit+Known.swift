/// The units that declarations use.
extension Unit {
  public static let metre = known("m", PhysicalDimension(metre: 2))
  public static let second = known("s", PhysicalDimension(second: 2))
  public static let perSecond = known("1/s", PhysicalDimension(second: -2))
  public static let ampere = known("A", PhysicalDimension(ampere: 2))
  public static let volt = known(
    "V", PhysicalDimension(metre: 4, kilogram: 2, second: -6, ampere: -2))
  public static let kelvin = known("K", PhysicalDimension(kelvin: 2))
  public static let radian = known("rad", PhysicalDimension(radian: 2))
  public static let perRadian = known("1/rad", PhysicalDimension(radian: -2))
  public static let joule = known("J", PhysicalDimension(metre: 4, kilogram: 2, second: -4))
  /// As in job files: CODATA 2018, exact.
  public static let electronvolt = Unit(
    symbol: "eV", mantissa: 1.602176634, exponent: -19,
    dimension: PhysicalDimension(metre: 4, kilogram: 2, second: -4))
  public static let femtosecond = Unit(
    symbol: "fs", mantissa: 1, exponent: -15, dimension: PhysicalDimension(second: 2))
  public static let jouleMetre = known("J m", PhysicalDimension(metre: 6, kilogram: 2, second: -4))
  public static let perMetre = known("1/m", PhysicalDimension(metre: -2))
  public static let tesla = known("T", PhysicalDimension(kilogram: 2, second: -4, ampere: -2))
  /// Amplitude of a white rate.
  public static let perRootSecond = known("s^-1/2", PhysicalDimension(second: -1))
  public static let amperePerMetre = known("A/m", PhysicalDimension(metre: -2, ampere: 2))
  public static let amperePerSquareMetre = known("A/m^2", PhysicalDimension(metre: -4, ampere: 2))
  public static let joulePerSquareMetre = known(
    "J/m^2", PhysicalDimension(kilogram: 2, second: -4))
  public static let joulePerVoltMetre = known(
    "J/(V m)", PhysicalDimension(metre: -2, second: 2, ampere: 2))
  /// Strength of a white magnetic field.
  public static let squareFieldSecond = known(
    "(A/m)^2 s", PhysicalDimension(metre: -4, second: 2, ampere: 4))

  /// SI units without a prefix; a test reads each symbol back and compares.
  private static func known(_ symbol: String, _ dimension: PhysicalDimension) -> Unit {
    Unit(symbol: symbol, mantissa: 1, exponent: 0, dimension: dimension)
  }
}
