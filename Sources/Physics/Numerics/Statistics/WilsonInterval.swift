/// The score interval of Wilson (J. Am. Stat. Assoc. 22, 209) for the probability of an event that
/// happened in some of a number of independent trials.
///
/// It holds the probabilities whose expected count differs from the observed one by at most z
/// standard deviations; unlike p ± z σ it stays within 0…1 and keeps its meaning at both ends.
public struct WilsonInterval: Sendable, Equatable {
  /// Lower end of the interval.
  public let low: Double
  /// Upper end of the interval.
  public let high: Double

  /// The quantile of the normal law that leaves 2.5 % on each side.
  public static let z95 = 1.959963984540054
  /// The quantile of the normal law that leaves 0.5 % on each side.
  public static let z99 = 2.5758293035489004

  /// - Parameters:
  ///   - successes: How often the event happened, 0…trials.
  ///   - trials: The number of trials. Nothing is known without one: the interval is then 0…1.
  ///   - z: Half width in standard deviations; 95 % by default.
  public init(successes: Int, trials: Int, z: Double = z95) {
    guard trials > 0 else {
      (low, high) = (0, 1)
      return
    }
    let n = Double(trials)
    let k = Double(successes)
    let failures = n - k
    let center = k + z * z / 2
    let spread = z * (k * failures / n + z * z / 4).squareRoot()
    // At 0 and n the ends are 0 and 1 exactly, which rounding need not give.
    low = successes == 0 ? 0 : (center - spread) / (n + z * z)
    high = successes == trials ? 1 : (center + spread) / (n + z * z)
  }
}
