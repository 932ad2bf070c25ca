import Numerics

/// A whole number of 256 bits in two's complement: exact sums of powers of many numbers. What does
/// not fit wraps around, which does no harm on the way to a result that does.
struct WideInteger: Sendable, Equatable {
  private var low: UInt128
  private var high: Int128

  static let zero = WideInteger(Int128(0))

  init(_ value: Int128) {
    low = UInt128(truncatingIfNeeded: value)
    high = value < 0 ? -1 : 0
  }

  init(_ value: UInt128) { (low, high) = (value, 0) }

  private init(low: UInt128, high: Int128) { (self.low, self.high) = (low, high) }

  static func += (sum: inout Self, term: Self) {
    let (low, carries) = sum.low.addingReportingOverflow(term.low)
    sum.low = low
    sum.high = sum.high &+ term.high &+ (carries ? 1 : 0)
  }

  static func + (one: Self, other: Self) -> Self {
    var sum = one
    sum += other
    return sum
  }

  static prefix func - (number: Self) -> Self {
    Self(low: ~number.low, high: ~number.high) + Self(Int128(1))
  }

  /// The number times 2 to the power of `bits`, 0…127.
  static func << (number: Self, bits: Int) -> Self {
    guard bits > 0 else { return number }
    let carried = Int128(truncatingIfNeeded: number.low >> UInt128(128 - bits))
    return Self(low: number.low << UInt128(bits), high: number.high << Int128(bits) | carried)
  }

  /// The product with a number of 64 bits.
  static func * (number: Self, factor: Int64) -> Self {
    let isNegative = factor < 0
    let size = factor.magnitude
    var product = Self.zero
    // From the lowest word on, each product of two words in its place.
    let words = [
      UInt64(truncatingIfNeeded: number.low), UInt64(truncatingIfNeeded: number.low >> 64),
      UInt64(truncatingIfNeeded: number.high), UInt64(truncatingIfNeeded: number.high >> 64),
    ]
    for (place, word) in words.enumerated() {
      let part = word.multipliedFullWidth(by: size)
      let value = UInt128(part.high) << 64 | UInt128(part.low)
      switch place {
      case 0: product += Self(value)
      case 1: product += Self(value) << 64
      case 2: product += Self(low: 0, high: Int128(truncatingIfNeeded: value))
      default: product += Self(low: 0, high: Int128(truncatingIfNeeded: value << 64))
      }
    }
    return isNegative ? -product : product
  }

  /// The nearest floating-point number, but for some roundings in the last place.
  var number: Double {
    if high < 0 { return -(-self).number }
    let words = [high >> 64, high].map { UInt64(truncatingIfNeeded: $0) }
    let rest = [low >> 64, low].map { UInt64(truncatingIfNeeded: $0) }
    return (words + rest).reduce(0) { $0 * 0x1p64 + Double($1) }
  }

  /// Bits of a limb.
  private static let limbBits = 48

  /// The number in limbs of 48 bits, from the lowest on, each an exact floating-point number; the
  /// last one has the sign.
  ///
  /// - Parameter count: Enough of them, at most 5.
  func limbs(_ count: Int) -> [Double] {
    let bits = Self.limbBits
    return (0..<count).map { index in
      let shifted = shifted(by: bits * index)
      guard index < count - 1 else { return Double(Int64(truncatingIfNeeded: shifted.low)) }
      return Double(UInt64(truncatingIfNeeded: shifted.low) & (1 << UInt64(bits) - 1))
    }
  }

  /// The number of some limbs; nil for what cannot be limbs.
  init?(limbs: some BidirectionalCollection<Double>) {
    var number = Self.zero
    for limb in limbs.reversed() {
      guard let value = Int64(exactly: limb) else { return nil }
      number = number << Self.limbBits + Self(Int128(value))
    }
    self = number
  }

  /// The number over 2 to the power of `bits`, 0…255, rounded down.
  private func shifted(by bits: Int) -> Self {
    if bits == 0 { return self }
    if bits >= 128 {
      let high = high >> Int128(bits - 128)
      return Self(low: UInt128(truncatingIfNeeded: high), high: high < 0 ? -1 : 0)
    }
    let carried = UInt128(truncatingIfNeeded: high) << UInt128(128 - bits)
    return Self(low: low >> UInt128(bits) | carried, high: high >> Int128(bits))
  }
}
