/// Exponents of the base units, counted in halves so that s^-1/2 (a noise amplitude) is exact.
///
/// Angles are a dimension of their own here: a length given in degrees is a mistake worth finding.
struct PhysicalDimension: Sendable, Equatable {
  var meter = 0
  var kilogram = 0
  var second = 0
  var ampere = 0
  var kelvin = 0
  var radian = 0

  static let none = PhysicalDimension()

  static func * (a: PhysicalDimension, b: PhysicalDimension) -> PhysicalDimension {
    PhysicalDimension(
      meter: a.meter + b.meter, kilogram: a.kilogram + b.kilogram, second: a.second + b.second,
      ampere: a.ampere + b.ampere, kelvin: a.kelvin + b.kelvin, radian: a.radian + b.radian)
  }

  /// The dimension raised to `halves / 2`; nil if that needs quarters or is beyond all use.
  func raised(toHalves halves: Int) -> PhysicalDimension? {
    let all = [meter, kilogram, second, ampere, kelvin, radian].map { $0 * halves }
    guard all.allSatisfy({ $0 % 2 == 0 && abs($0) <= 1000 }) else { return nil }
    return PhysicalDimension(
      meter: all[0] / 2, kilogram: all[1] / 2, second: all[2] / 2,
      ampere: all[3] / 2, kelvin: all[4] / 2, radian: all[5] / 2)
  }
}
