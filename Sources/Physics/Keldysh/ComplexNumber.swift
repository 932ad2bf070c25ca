/// A complex number: an amplitude of an electron, or a coefficient made of such amplitudes.
public struct ComplexNumber: Sendable, Equatable {
  public var real: Double
  public var imaginary: Double

  public init(_ real: Double, _ imaginary: Double) {
    self.real = real
    self.imaginary = imaginary
  }

  /// |z|².
  public var squaredMagnitude: Double { real * real + imaginary * imaginary }

  /// iz.
  public var turned: ComplexNumber { ComplexNumber(-imaginary, real) }

  /// The number scaled by a real factor.
  public static func * (factor: Double, number: ComplexNumber) -> ComplexNumber {
    ComplexNumber(factor * number.real, factor * number.imaginary)
  }
}
