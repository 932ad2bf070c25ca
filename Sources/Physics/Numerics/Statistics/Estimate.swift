/// A number that a sample gives, and how far from what an infinite sample would give it may be.
public struct Estimate: Sendable, Equatable {
  /// The number.
  public let value: Double
  /// Its standard error; NaN where the sample is too small to tell.
  public let standardError: Double
  /// What the standard error may be as well, at 99.5 % confidence: the sample that gives the
  /// number gives its error, too. A rule that stops at a standard error looks at this one, since
  /// it would otherwise stop where the error happens to look small. It looks several times; at
  /// 97.5 % it stopped too early at more than one point in a hundred.
  public let largestError: Double

  /// A number with the errors given.
  public init(_ value: Double, standardError: Double, largestError: Double) {
    self.value = value
    self.standardError = standardError
    self.largestError = largestError
  }

  /// A number without error, for what is exact.
  public static func exact(_ value: Double) -> Self {
    Self(value, standardError: 0, largestError: 0)
  }

  /// The share of trials in which an event happened. Its standard error is half the width of the
  /// Wilson interval of one standard deviation, so it is not zero if the event never happened, or
  /// always. The larger one is that of the probability nearest to one half in the 99 % interval.
  ///
  /// - Parameters:
  ///   - successes: How often the event happened, 0…trials.
  ///   - trials: Number of trials.
  ///   - scale: What the share is multiplied by.
  public static func share(_ successes: Int, of trials: Int, scale: Double = 1) -> Self {
    guard trials > 0 else { return Self(.nan, standardError: .nan, largestError: .nan) }
    let narrow = WilsonInterval(successes: successes, trials: trials, z: 1)
    let wide = WilsonInterval(successes: successes, trials: trials, z: WilsonInterval.z99)
    let nearest = min(max(0.5, wide.low), wide.high)
    let error = (narrow.high - narrow.low) / 2
    let largest = (nearest * (1 - nearest) / Double(trials)).squareRoot()
    return Self(
      scale * (Double(successes) / Double(trials)), standardError: scale * error,
      largestError: scale * max(error, largest))
  }

  /// A mean.
  ///
  /// - Parameters:
  ///   - mean: The mean.
  ///   - second: The mean square distance from it.
  ///   - fourth: The mean of the fourth power of the distance.
  ///   - count: Number of samples; errors are NaN for fewer than two.
  public static func mean(
    _ mean: Double, second: Double, fourth: Double, count: Int
  ) -> Self {
    guard count > 1 else { return Self(mean, standardError: .nan, largestError: .nan) }
    let spread = (max(0, fourth - second * second) / Double(count)).squareRoot()
    let degrees = Double(count - 1)
    return Self(
      mean, standardError: (second / degrees).squareRoot(),
      largestError: ((second + WilsonInterval.z99 * spread) / degrees).squareRoot())
  }

  /// A variance, the mean square distance from the mean: its own variance is (μ₄ − μ₂²)/n, to first
  /// order in 1/n. The parameters are those of `mean`.
  public static func variance(second: Double, fourth: Double, count: Int) -> Self {
    guard count > 1 else { return Self(second, standardError: .nan, largestError: .nan) }
    let error = (max(0, fourth - second * second) / Double(count)).squareRoot()
    return Self(
      second, standardError: error, largestError: error * Self.allowance(count))
  }

  /// A standard deviation, by the slope of the root of the variance; exact if nothing varies.
  public static func standardDeviation(second: Double, fourth: Double, count: Int) -> Self {
    let variance = Self.variance(second: second, fourth: fourth, count: count)
    let deviation = second.squareRoot()
    let slope = deviation > 0 ? 0.5 / deviation : 0
    return Self(
      deviation, standardError: slope * variance.standardError,
      largestError: slope * variance.largestError)
  }

  /// A function of another estimate, by its slope there.
  ///
  /// - Parameters:
  ///   - value: The function's value.
  ///   - slope: Its derivative.
  public func mapped(to value: Double, slope: Double) -> Self {
    Self(
      value, standardError: abs(slope) * standardError, largestError: abs(slope) * largestError)
  }

  /// How much larger the error of a spread may be: that of normal numbers, from their eighth
  /// moment.
  private static func allowance(_ count: Int) -> Double {
    1 + WilsonInterval.z99 * (3.5 / Double(count)).squareRoot()
  }
}
