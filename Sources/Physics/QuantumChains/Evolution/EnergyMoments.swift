/// The first two moments of the energy of a state, or of parts of it in several sectors: they add
/// up.
public struct EnergyMoments: Sendable, Equatable {
  /// ⟨H⟩ in eV.
  public var mean: Double
  /// ⟨H²⟩ in eV².
  public var square: Double

  /// - Parameters:
  ///   - mean: ⟨H⟩ in eV.
  ///   - square: ⟨H²⟩ in eV².
  public init(mean: Double = 0, square: Double = 0) {
    (self.mean, self.square) = (mean, square)
  }

  /// √(⟨H²⟩ − ⟨H⟩²) in eV of a normalized state; zero where rounding leaves a negative variance.
  public var spread: Double {
    let variance = square - mean * mean
    // NaN stays NaN.
    return variance < 0 ? 0 : variance.squareRoot()
  }

  /// The moments of two parts of a state together.
  public static func += (sum: inout EnergyMoments, part: EnergyMoments) {
    sum.mean += part.mean
    sum.square += part.square
  }

  /// Adds the moments of a member of a mixture, times its weight.
  public mutating func add(_ part: EnergyMoments, weight: Double) {
    mean += weight * part.mean
    square += weight * part.square
  }
}
