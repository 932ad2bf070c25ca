/// A complex number of two doubles, laid out as LAPACK has them.
///
/// Products are four multiplications and two additions, each rounded; nothing is fused, so that the
/// bits are the same on every processor.
@frozen public struct Complex: Sendable, Equatable {
  /// Re z.
  public var real: Double
  /// Im z.
  public var imaginary: Double

  /// The number real + i imaginary.
  @inlinable public init(_ real: Double, _ imaginary: Double = 0) {
    self.real = real
    self.imaginary = imaginary
  }

  /// 0.
  @inlinable public static var zero: Complex { Complex(0, 0) }
  /// 1.
  @inlinable public static var one: Complex { Complex(1, 0) }
  /// The imaginary unit.
  @inlinable public static var i: Complex { Complex(0, 1) }

  /// The complex conjugate z*.
  @inlinable public var conjugate: Complex { Complex(real, -imaginary) }

  /// |z|². Overflows for |z| beyond 10¹⁵⁴.
  @inlinable public var squaredMagnitude: Double { real * real + imaginary * imaginary }

  /// The sum.
  @inlinable public static func + (a: Complex, b: Complex) -> Complex {
    Complex(a.real + b.real, a.imaginary + b.imaginary)
  }

  /// The difference.
  @inlinable public static func - (a: Complex, b: Complex) -> Complex {
    Complex(a.real - b.real, a.imaginary - b.imaginary)
  }

  /// The opposite number.
  @inlinable public static prefix func - (a: Complex) -> Complex {
    Complex(-a.real, -a.imaginary)
  }

  /// The product.
  @inlinable public static func * (a: Complex, b: Complex) -> Complex {
    Complex(
      a.real * b.real - a.imaginary * b.imaginary, a.real * b.imaginary + a.imaginary * b.real)
  }

  /// The number scaled by a real factor.
  @inlinable public static func * (factor: Double, a: Complex) -> Complex {
    Complex(factor * a.real, factor * a.imaginary)
  }

  /// The number scaled by the inverse of a real divisor, each part rounded once.
  @inlinable public static func / (a: Complex, divisor: Double) -> Complex {
    Complex(a.real / divisor, a.imaginary / divisor)
  }

  /// Adds a number.
  @inlinable public static func += (a: inout Complex, b: Complex) { a = a + b }
}

extension Complex: CustomStringConvertible {
  /// As a sum, for messages: `0.5 - 0.25i`.
  public var description: String {
    "\(real) \(imaginary.sign == .minus ? "-" : "+") \(imaginary.magnitude)i"
  }
}
