import Glibc

/// Why a density cannot be computed.
public enum DensityError: Error, Sendable, Equatable {
  /// Nothing spreads the start.
  case noNoise
  /// Finer than spherical harmonics up to the largest allowed degree, from a time in s on.
  case unresolved(degree: Int, time: Double, tail: Double)
  /// The start is not resolved yet at a time in s at which the density is asked for.
  case notYetResolved(time: Double)
  /// No steady state, or more than one.
  case singular
  /// The matrix for steady states and rates would take so many bytes.
  case tooLarge(bytes: Int)
}

extension DensityError: CustomStringConvertible {
  /// The reason as a sentence, short enough for the file of results.
  public var description: String {
    switch self {
    case .noNoise: "there is no noise, so the density stays a point"
    case .unresolved(let degree, let time, let tail):
      "at \(Self.short(time)) s the density is finer than degree \(degree) resolves (tail "
        + "\(Self.short(tail)))"
    case .notYetResolved(let time):
      "at \(Self.short(time)) s the noise has not yet spread the start, one direction, "
        + "into a density"
    case .singular: "the steady state is not unique"
    case .tooLarge(let bytes): "the generator's matrix would take \(bytes) bytes"
    }
  }

  /// Three digits are enough to say when.
  private static func short(_ value: Double) -> Double {
    guard value > 0, value < 1 else { return value }
    let power = pow(10, 2 - log10(value).rounded(.down))
    return (value * power).rounded() / power
  }
}
