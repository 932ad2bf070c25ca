import Glibc

/// Numbers from one end to another in equal steps or equal ratios, each a function of its index.
///
/// - Equal steps are those of `numpy.linspace`, bit for bit, so that coordinates that a reader
///   makes with it are found. Only where a decimal of up to twelve digits, as people type them, is
///   within one unit in the last place does that take its place: the fourth of 0, 0.1 … is 0.3, not
///   0.30000000000000004.
/// - Equal ratios are within one unit in the last place of the exact value; decimals take their
///   place likewise.
///
/// The ends are exact in both.
public struct SpacedNumbers: Sendable {
  /// What is the same between neighbors.
  public enum Spacing: Sendable {
    /// The difference.
    case linear
    /// The ratio; the ends are positive.
    case logarithmic
  }

  /// How many there are, at least two.
  public let count: Int
  private let first: Double
  private let last: Double
  private let kind: Kind

  private enum Kind {
    case step(Double)
    /// Ends so far apart that their difference is no number.
    case blend
    case ratio(WideNumber)
  }

  /// - Parameters:
  ///   - first: The first number.
  ///   - last: The last number.
  ///   - count: How many, at least two.
  ///   - spacing: Linear or, for positive ends, logarithmic.
  public init(from first: Double, to last: Double, count: Int, _ spacing: Spacing) {
    self.first = first
    self.last = last
    self.count = count
    switch spacing {
    case .linear:
      let difference = last - first
      kind = difference.isFinite ? .step(difference / Double(count - 1)) : .blend
    case .logarithmic:
      kind = .ratio((WideNumber(last) / WideNumber(first)).root(count - 1))
    }
  }

  /// - Parameter index: From 0 to `count` − 1.
  public subscript(index: Int) -> Double {
    if index == 0 { return first }
    if index == count - 1 { return last }
    switch kind {
    case .step(let step):
      let position = Double(index)
      // As NumPy does where a step is too small to be a number.
      let rise = step == 0 ? position / Double(count - 1) * (last - first) : position * step
      let number = rise + first
      // What is left of a sum that should be zero is its rounding.
      if abs(number) <= max(abs(first), abs(last)).ulp, abs(number) < 1e-3 * abs(step) { return 0 }
      return typed(number, number, 0)
    case .blend:
      let share = Double(index) / Double(count - 1)
      return first * (1 - share) + last * share
    case .ratio(let ratio):
      let (number, rest) = (WideNumber(first) * ratio.power(index)).parts
      return typed(number, number, rest)
    }
  }

  /// The decimal of twelve digits that is within a unit in the last place of `target` + `rest`; if
  /// there is none, `number`.
  private func typed(_ number: Double, _ target: Double, _ rest: Double) -> Double {
    guard let decimal = Self.decimal(near: number) else { return number }
    return abs((decimal - target) - rest) <= number.ulp ? decimal : number
  }

  private static let digits = 12
  /// Powers of ten that are exact in double precision.
  private static let powers: [Double] = (0...22).map { exponent in
    (0..<exponent).reduce(1.0) { power, _ in 10 * power }
  }

  /// The number nearest to a decimal of up to twelve digits that may be within a unit in the last
  /// place of `number`; nil if none is.
  private static func decimal(near number: Double) -> Double? {
    let magnitude = abs(number)
    guard magnitude.isNormal else { return nil }
    let places = digits - 1 - Int(log10(magnitude).rounded(.down))
    guard abs(places) <= 300 else { return nil }
    let isExact = abs(places) < powers.count
    let scale = isExact ? powers[abs(places)] : pow(10, Double(abs(places)))
    let scaled = places >= 0 ? magnitude * scale : magnitude / scale
    let whole = scaled.rounded()
    // The scale may be off by some units, and the number by one.
    guard abs(scaled - whole) <= 16 * scaled.ulp else { return nil }
    let decimal: Double? =
      isExact
      ? (places >= 0 ? whole / scale : whole * scale) : Double("\(Int(whole))e\(-places)")
    return decimal.map { number < 0 ? -$0 : $0 }
  }
}

/// A positive number of some 32 digits and any exponent: `(high + low) · 2^exponent`, where `high`
/// is in 1..<2 and `low` at most half a unit in its last place.
///
/// The product of two is right to some 2⁻¹⁰⁰ (Dekker, Numer. Math. 18, 224 (1971), with the fused
/// multiply-add in place of his splitting).
private struct WideNumber: Sendable {
  private var high: Double
  private var low: Double
  private var exponent: Int

  /// A positive number.
  init(_ number: Double) {
    self.init(number.significand, 0, Int(number.exponent))
  }

  /// A sum whose first term is 0.5..<4 and larger than the second by some digits.
  private init(_ first: Double, _ second: Double, _ exponent: Int) {
    high = first + second
    low = second - (high - first)
    self.exponent = exponent
    if high >= 2 {
      (high, low, self.exponent) = (high / 2, low / 2, exponent + 1)
    } else if high < 1 {
      (high, low, self.exponent) = (2 * high, 2 * low, exponent - 1)
    }
  }

  /// The nearest number in double precision, and what is missing from it.
  var parts: (number: Double, rest: Double) {
    (scaled(high, by: exponent), scaled(low, by: exponent))
  }

  private func scaled(_ number: Double, by exponent: Int) -> Double {
    Double(sign: .plus, exponent: exponent, significand: number)
  }

  static func * (a: Self, b: Self) -> Self {
    let product = a.high * b.high
    let error = (-product).addingProduct(a.high, b.high)
    return Self(product, error + (a.high * b.low + a.low * b.high), a.exponent + b.exponent)
  }

  static func / (a: Self, b: Self) -> Self {
    let quotient = a.high / b.high
    // Exact but for the rounding of small terms.
    let rest = a.high.addingProduct(-quotient, b.high) + (a.low - quotient * b.low)
    return Self(quotient, rest / b.high, a.exponent - b.exponent)
  }

  func power(_ exponent: Int) -> Self {
    var result = Self(1)
    var square = self
    var rest = exponent
    while rest > 0 {
      if rest & 1 == 1 { result = result * square }
      rest >>= 1
      if rest > 0 { square = square * square }
    }
    return result
  }

  /// The number whose `degree`-th power this is.
  func root(_ degree: Int) -> Self {
    let n = Double(degree)
    let logarithm = (log2(high) + Double(exponent)) / n
    let whole = logarithm.rounded(.down)
    var root = Self(exp2(logarithm - whole), 0, Int(whole))
    // One step of Newton's method on the logarithm: the first guess is right to some 13 digits.
    let quotient = root.power(degree) / self
    let excess = quotient.exponent == 0 ? quotient.high - 1 : quotient.high / 2 - 1
    let rest = quotient.exponent == 0 ? quotient.low : quotient.low / 2
    root = Self(root.high, root.low - root.high * (log1p(excess + rest) / n), root.exponent)
    return root
  }
}
