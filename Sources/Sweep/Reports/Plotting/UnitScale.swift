import Glibc

/// What takes numbers to a size people read, and what the unit is then called: 2e-3 A is drawn as
/// 2 mA, 3e9 s^-1 as 3 times 10^9 s^-1, and angles as degrees.
package struct UnitScale: Sendable, Equatable {
  /// A drawn number is the stored one divided by 10^exponent, of an angle after it was turned into
  /// degrees.
  package let exponent: Int
  /// The unit with its prefix; empty for pure numbers.
  package let unit: String
  /// The part of the power of ten that no prefix expresses.
  package let factorExponent: Int

  /// For numbers whose largest magnitude is `magnitude`, stored in `unit`.
  package init(unit: String, magnitude: Double) {
    let bare = unit == "1" ? "" : unit
    guard unit != "rad" else {
      self.init(exponent: 0, unit: Self.degree, factorExponent: 0)
      return
    }
    guard magnitude > 0, magnitude.isFinite else {
      self.init(exponent: 0, unit: bare, factorExponent: 0)
      return
    }
    // A little more than the magnitude, since 1000 mA may be stored as 0.9999999999999999 A.
    let thousands = 3 * Int((log10(magnitude * (1 + 1e-9)) / 3).rounded(.down))
    if let allowed = Self.prefixable(unit) {
      let exponent = max(allowed.lowerBound, min(allowed.upperBound, thousands))
      if abs(thousands - exponent) <= 3, let prefix = Self.prefixes[exponent] {
        self.init(exponent: exponent, unit: prefix + unit, factorExponent: 0)
        return
      }
    }
    let isReadable = magnitude >= 1e-3 && magnitude < 1e5
    let exponent = isReadable ? 0 : Int(log10(magnitude * (1 + 1e-9)).rounded(.down))
    self.init(exponent: exponent, unit: bare, factorExponent: exponent)
  }

  /// For all values of a column; on a logarithmic scale that includes 1, no prefix is better.
  package init(unit: String, values: [Double], isLogarithmic: Bool = false) {
    let magnitudes = values.lazy.map(abs).filter(\.isFinite)
    let largest = magnitudes.max() ?? 0
    let includesOne = (magnitudes.min() ?? 0) <= 1 && largest >= 1
    let scale = UnitScale(unit: unit, magnitude: isLogarithmic && includesOne ? 1 : largest)
    // The numbers of a logarithmic scale show their powers of ten themselves.
    self =
      isLogarithmic && scale.factorExponent != 0
      ? UnitScale(exponent: 0, unit: scale.unit, factorExponent: 0) : scale
  }

  private init(exponent: Int, unit: String, factorExponent: Int) {
    self.exponent = exponent
    self.unit = unit
    self.factorExponent = factorExponent
  }

  /// A stored number as it is drawn. Powers of ten up to 22 are exact doubles: one rounding.
  package func drawn(_ value: Double) -> Double {
    if unit == Self.degree { return value / .pi * 180 }
    return exponent >= 0 ? value / pow(10, Double(exponent)) : value * pow(10, Double(-exponent))
  }

  private static let degree = "°"

  private static let prefixes = [
    -18: "a", -15: "f", -12: "p", -9: "n", -6: "µ", -3: "m", 0: "", 3: "k", 6: "M", 9: "G", 12: "T",
  ]

  /// The powers that are usual before a unit's first symbol; nil where none can stand there, because
  /// it has one already or a power would apply to it too.
  private static func prefixable(_ unit: String) -> ClosedRange<Int>? {
    let symbol = unit.prefix { $0.isLetter }
    guard unit.dropFirst(symbol.count).first != "^" else { return nil }
    switch symbol {
    case "m", "s", "K": return -18...0
    case "A", "V", "J", "T", "N", "W", "C", "Hz", "eV": return -18...12
    default: return nil
    }
  }
}
