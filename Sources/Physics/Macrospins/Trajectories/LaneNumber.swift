/// The numbers of one trajectory, or of some neighboring ones.
///
/// Loops over trajectories are vectorized by the compiler as long as there is no loop within them:
/// such kernels take one trajectory at a time. Others take vectors of eight, with the same bits.
protocol LaneNumber {
  /// Number of trajectories.
  static var width: Int { get }
  /// The same number in all of them.
  init(repeating value: Double)
  /// The elements from `index` on.
  init(_ values: Span<Double>, at index: Int)
  /// Writes the elements from `index` on.
  func store(_ values: inout MutableSpan<Double>, at index: Int)
  /// Operations have the meaning and the rounding that they have for `Double`.
  static func + (a: Self, b: Self) -> Self
  static func - (a: Self, b: Self) -> Self
  static func * (a: Self, b: Self) -> Self
  static func / (a: Self, b: Self) -> Self
  static prefix func - (a: Self) -> Self
  /// self + a b, rounded once.
  func addingProduct(_ a: Self, _ b: Self) -> Self
  func squareRoot() -> Self
  /// 1 − self, zero where that is negative or undefined.
  var oneMinusUpToOne: Self { get }
}

extension Double: LaneNumber {
  static var width: Int { 1 }

  @inline(__always)
  init(repeating value: Double) { self = value }

  @inline(__always)
  init(_ values: Span<Double>, at index: Int) { self = values[index] }

  @inline(__always)
  func store(_ values: inout MutableSpan<Double>, at index: Int) { values[index] = self }

  @inline(__always)
  var oneMinusUpToOne: Double { self < 1 ? 1 - self : 0 }
}

extension SIMD8<Double>: LaneNumber {
  static var width: Int { 8 }

  @inline(__always)
  init(_ values: Span<Double>, at index: Int) {
    self.init()
    for lane in 0..<8 { self[lane] = values[index + lane] }
  }

  @inline(__always)
  func store(_ values: inout MutableSpan<Double>, at index: Int) {
    for lane in 0..<8 { values[index + lane] = self[lane] }
  }

  @inline(__always)
  var oneMinusUpToOne: SIMD8<Double> {
    SIMD8.zero.replacing(with: 1 - self, where: self .< 1)
  }
}
