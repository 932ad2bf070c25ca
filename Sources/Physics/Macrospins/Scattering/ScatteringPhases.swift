import Glibc
import Numerics

/// The phases that an electron gains when it crosses an exchange potential λ δ(x) s·L, in the
/// states of total spin L + 1/2 and L − 1/2, where s·L is a number (Zheng et al., Eq. 4;
/// ħ = m_e = 1), and beside it a barrier λ₀ δ(x) without spin (Tassi et al., Eq. 1).
///
/// The paper does not define η. Here t_J = cos η e^{−iη} with tan η = g/k, g the strength of the
/// delta potential in the channel: with this sign the paper's Eqs. (13) and (21) hold as printed.
public struct ScatteringPhases: Sendable, Equatable {
  /// L.
  public let spinQuantumNumber: Double
  private let cosineParallel, sineParallel: Double
  private let cosineAntiparallel, sineAntiparallel: Double

  /// - Parameters:
  ///   - exchange: λ; negative for ferromagnetic exchange.
  ///   - waveNumber: k, positive.
  ///   - spinQuantumNumber: L.
  ///   - potential: λ₀.
  public init(
    exchange: Double, waveNumber: Double, spinQuantumNumber: Double, potential: Double = 0
  ) {
    self.spinQuantumNumber = spinQuantumNumber
    (sineParallel, cosineParallel) = Self.sineCosine(
      ofAngleTo: waveNumber, potential + exchange * spinQuantumNumber / 2)
    (sineAntiparallel, cosineAntiparallel) = Self.sineCosine(
      ofAngleTo: waveNumber, potential - exchange * (spinQuantumNumber + 1) / 2)
  }

  /// η₊ of total spin L + 1/2, arctan((λ₀ + λL/2)/k) in rad.
  public var parallel: Double { atan2(sineParallel, cosineParallel) }

  /// η₋ of total spin L − 1/2, arctan((λ₀ − λ(L + 1)/2)/k) in rad.
  public var antiparallel: Double { atan2(sineAntiparallel, cosineAntiparallel) }

  /// η₋ − η₊ in rad, within (−π, π).
  public var difference: Double { antiparallel - parallel }

  /// sin(η₋ − η₊).
  private var sineOfDifference: Double {
    sineAntiparallel * cosineParallel - cosineAntiparallel * sineParallel
  }

  /// cos(η₋ − η₊).
  private var cosineOfDifference: Double {
    cosineAntiparallel * cosineParallel + sineAntiparallel * sineParallel
  }

  /// sin²(η₋ − η₊), the strength of everything that the moment feels but precession.
  public var sin2: Double { sineOfDifference * sineOfDifference }

  /// sin(η₋ − η₊) cos(η₋ − η₊), the strength of precession.
  public var sinCos: Double { sineOfDifference * cosineOfDifference }

  /// Amplitude t₊ of transmission with total spin L + 1/2.
  var transmissionParallel: Complex {
    cosineParallel * Complex(cosineParallel, -sineParallel)
  }

  /// Amplitude t₋ of transmission with total spin L − 1/2.
  var transmissionAntiparallel: Complex {
    cosineAntiparallel * Complex(cosineAntiparallel, -sineAntiparallel)
  }

  /// X of t = X + Z σ·L. The amplitude of reflection is r = t − 1.
  var spinless: Complex {
    let spin = spinQuantumNumber
    return ((spin + 1) * transmissionParallel + spin * transmissionAntiparallel) / (2 * spin + 1)
  }

  /// Z of t = X + Z σ·L and of r = X − 1 + Z σ·L; |Z|² = sin²(η₋ − η₊)/(2L + 1)².
  var spinDependent: Complex {
    (transmissionParallel - transmissionAntiparallel) / (2 * spinQuantumNumber + 1)
  }

  /// Sine and cosine of the angle of the point (x > 0, y), without overflow.
  private static func sineCosine(ofAngleTo x: Double, _ y: Double) -> (sine: Double, cosine: Double)
  {
    let largest = max(x, abs(y))
    let (a, b) = (x / largest, y / largest)
    let length = (a * a + b * b).squareRoot()
    return (b / length, a / length)
  }
}
