/// The units that declarations use.
extension Unit {
  /// m, length.
  public static let meter = known("m", PhysicalDimension(meter: 2))
  /// s, time.
  public static let second = known("s", PhysicalDimension(second: 2))
  /// 1/s, rate.
  public static let perSecond = known("1/s", PhysicalDimension(second: -2))
  /// A, electric current.
  public static let ampere = known("A", PhysicalDimension(ampere: 2))
  /// V, electric potential.
  public static let volt = known(
    "V", PhysicalDimension(meter: 4, kilogram: 2, second: -6, ampere: -2))
  /// Ω, electric resistance.
  public static let ohm = known(
    "ohm", PhysicalDimension(meter: 4, kilogram: 2, second: -6, ampere: -4))
  /// Hz, frequency in cycles.
  public static let hertz = known("Hz", PhysicalDimension(second: -2))
  /// K, temperature.
  public static let kelvin = known("K", PhysicalDimension(kelvin: 2))
  /// rad, angle.
  public static let radian = known("rad", PhysicalDimension(radian: 2))
  /// 1/rad, density over an angle.
  public static let perRadian = known("1/rad", PhysicalDimension(radian: -2))
  /// J, energy.
  public static let joule = known("J", PhysicalDimension(meter: 4, kilogram: 2, second: -4))
  /// eV, energy of electrons; as in job files (CODATA 2018, exact).
  public static let electronvolt = Unit(
    symbol: "eV", mantissa: 1.602176634, exponent: -19,
    dimension: PhysicalDimension(meter: 4, kilogram: 2, second: -4))
  /// fs, time of electrons.
  public static let femtosecond = Unit(
    symbol: "fs", mantissa: 1, exponent: -15, dimension: PhysicalDimension(second: 2))
  /// J m, energy times length.
  public static let jouleMeter = known("J m", PhysicalDimension(meter: 6, kilogram: 2, second: -4))
  /// 1/m, density along a line or wave number.
  public static let perMeter = known("1/m", PhysicalDimension(meter: -2))
  /// T, magnetic induction.
  public static let tesla = known("T", PhysicalDimension(kilogram: 2, second: -4, ampere: -2))
  /// A/m, magnetic field or magnetization.
  public static let amperePerMeter = known("A/m", PhysicalDimension(meter: -2, ampere: 2))
  /// A/m², current density.
  public static let amperePerSquareMeter = known("A/m^2", PhysicalDimension(meter: -4, ampere: 2))
  /// J/m², energy of an interface.
  public static let joulePerSquareMeter = known(
    "J/m^2", PhysicalDimension(kilogram: 2, second: -4))
  /// J/m³, energy of a volume.
  public static let joulePerCubicMeter = known(
    "J/m^3", PhysicalDimension(meter: -2, kilogram: 2, second: -4))
  /// J/(V m), energy of an interface per electric field.
  public static let joulePerVoltMeter = known(
    "J/(V m)", PhysicalDimension(meter: -2, second: 2, ampere: 2))
  /// (A/m)² s, strength of a white magnetic field.
  public static let squareFieldSecond = known(
    "(A/m)^2 s", PhysicalDimension(meter: -4, second: 2, ampere: 4))

  /// SI units without a prefix; a test reads each symbol back and compares.
  private static func known(_ symbol: String, _ dimension: PhysicalDimension) -> Unit {
    Unit(symbol: symbol, mantissa: 1, exponent: 0, dimension: dimension)
  }
}
