import Numerics

/// Sums of the first four powers of numbers within ±1.5, without any rounding: of the numbers as
/// whole multiples of 2⁻⁵². So they do not depend on the order in which numbers are added, nor on
/// how often a sum was interrupted or who has added which part; numbers that are alike have a
/// variance of exactly zero, and a small spread loses no digits.
///
/// Up to 2³² numbers fit: 52.6 bits to the fourth power, as many as 2³² of them, take 243.
struct PowerSums: Sendable, Equatable {
  private var first = WideInteger.zero
  private var second = WideInteger.zero
  private var third = WideInteger.zero
  private var fourth = WideInteger.zero

  /// Numbers that can be added.
  static let largest = 1.5
  private static let unit = 0x1p-52

  /// A number in units of 2⁻⁵².
  @inline(__always)
  private static func whole(_ number: Double) -> Int64 {
    Int64((number * 0x1p52).rounded(.toNearestOrEven))
  }

  /// Adds the first numbers of an array, at most 256.
  ///
  /// - Returns: How many were not numbers within the range, and so not added.
  mutating func add(_ numbers: [Double], count: Int) -> Int {
    // A square is h 2⁵² + l, both of some 52 bits: products of two of these, 256 times, have room
    // in 128 bits.
    var ones: Int64 = 0
    var squares: UInt128 = 0
    var (highCubes, lowCubes): (Int128, Int128) = (0, 0)
    var (highs, mixed, lows): (UInt128, UInt128, UInt128) = (0, 0, 0)
    var outside = 0
    for index in 0..<count {
      let number = numbers[index]
      guard number.magnitude <= Self.largest else {
        outside += 1
        continue
      }
      let whole = Self.whole(number)
      let size = whole.magnitude
      let square = UInt128(size) &* UInt128(size)
      let high = UInt64(truncatingIfNeeded: square >> 52)
      let low = UInt64(truncatingIfNeeded: square) & (1 << 52 - 1)
      ones &+= whole
      squares &+= square
      highCubes &+= Int128(Int64(bitPattern: high)) &* Int128(whole)
      lowCubes &+= Int128(Int64(bitPattern: low)) &* Int128(whole)
      highs &+= UInt128(high) &* UInt128(high)
      mixed &+= UInt128(high) &* UInt128(low)
      lows &+= UInt128(low) &* UInt128(low)
    }
    first += WideInteger(Int128(ones))
    second += WideInteger(squares)
    third += WideInteger(highCubes) << 52
    third += WideInteger(lowCubes)
    fourth += WideInteger(highs) << 104
    fourth += WideInteger(mixed) << 53
    fourth += WideInteger(lows)
    return outside
  }

  /// Adds one number many times.
  ///
  /// - Returns: Whether it was within the range, and so could be added.
  mutating func add(_ number: Double, times count: Int) -> Bool {
    guard number.magnitude <= Self.largest else { return false }
    let whole = Self.whole(number)
    var power = WideInteger(Int128(count)) * whole
    first += power
    power = power * whole
    second += power
    power = power * whole
    third += power
    fourth += power * whole
    return true
  }

  static func += (sum: inout Self, other: Self) {
    sum.first += other.first
    sum.second += other.second
    sum.third += other.third
    sum.fourth += other.fourth
  }

  /// Mean and central moments of all `count` numbers.
  func moments(_ count: Int) -> CentralMoments {
    guard count > 0 else { return CentralMoments(mean: .nan, second: .nan, fourth: .nan) }
    let n = Double(count)
    // About the whole number below the mean: all that cancels does so without rounding.
    let center = Int64((first.number / n).rounded(.down))
    func shifted(_ sum: WideInteger, _ times: Int) -> WideInteger {
      (0..<times).reduce(sum) { power, _ in power * center }
    }
    let numbers = WideInteger(Int128(count))
    let s1 = first + -shifted(numbers, 1)
    let s2 = second + -(shifted(first, 1) * 2) + shifted(numbers, 2)
    let s3 = third + -(shifted(second, 1) * 3) + shifted(first, 2) * 3 + -shifted(numbers, 3)
    let s4 =
      fourth + -(shifted(third, 1) * 4) + shifted(second, 2) * 6 + -(shifted(first, 3) * 4)
      + shifted(numbers, 4)
    // The mean is less than a unit, or a rounding of it, from there.
    let rest = s1.number / n
    let (m2, m3, m4) = (s2.number / n, s3.number / n, s4.number / n)
    let square = rest * rest
    let variance = Swift.max(0.0, m2 - square)
    let aboutMean = m4 - 4 * rest * m3 + 6 * square * m2 - 3 * square * square
    let fourthMoment = Swift.max(0.0, aboutMean)
    let scale = Self.unit * Self.unit
    return CentralMoments(
      mean: (Double(center) + rest) * Self.unit, second: variance * scale,
      fourth: fourthMoment * scale * scale)
  }

  /// Floating-point numbers that hold the sums exactly.
  static let limbCount = 14
  /// Limbs of 48 bits for sums of up to 85, 138, 191 and 243 bits with their sign.
  private static let limbCounts = [2, 3, 4, 5]

  var limbs: [Double] {
    zip([first, second, third, fourth], Self.limbCounts).flatMap { sum, count in
      sum.limbs(count)
    }
  }

  /// The sums that some limbs hold; nil for numbers that are no limbs.
  init?(limbs: ArraySlice<Double>) {
    guard limbs.count == Self.limbCount else { return nil }
    var sums: [WideInteger] = []
    var rest = limbs
    for count in Self.limbCounts {
      guard let sum = WideInteger(limbs: rest.prefix(count)) else { return nil }
      sums.append(sum)
      rest = rest.dropFirst(count)
    }
    (first, second, third, fourth) = (sums[0], sums[1], sums[2], sums[3])
  }

  init() {}
}

/// Mean of some numbers, and the means of powers of their distance from it.
struct CentralMoments: Sendable, Equatable {
  /// NaN of no numbers.
  let mean: Double
  /// The mean square distance from the mean.
  let second: Double
  /// The mean of the fourth power of the distance.
  let fourth: Double

  /// The root mean square distance from the mean.
  var standardDeviation: Double { second.squareRoot() }
}
