/// Why a density cannot be computed.
public enum DensityError: Error, Sendable, Equatable {
  /// Nothing spreads the start.
  case noNoise
  /// Finer than spherical harmonics up to the largest allowed degree, from a time in s on.
  case unresolved(degree: Int, time: Double, tail: Double)
  /// The start is not resolved yet at a time in s at which the density is asked for.
  case notYetResolved(time: Double)
}

extension DensityError: CustomStringConvertible {
  /// The reason as a sentence.
  public var description: String {
    switch self {
    case .noNoise: "there is no noise, so the density stays a point"
    case .unresolved(let degree, let time, let tail):
      "the density is finer than spherical harmonics of degree \(degree) resolve (tail \(tail) at "
        + "\(time) s): the noise is too weak for this time"
    case .notYetResolved(let time):
      "at \(time) s the noise has not yet spread the single direction of the start into a density"
    }
  }
}
