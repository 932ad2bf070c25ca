/// The exact interval of Clopper and Pearson (Biometrika 26, 404) for the probability of an event
/// that happened in some of a number of independent trials: it contains the true probability in at
/// least the stated share of experiments, in more of them where few events are expected.
public struct ClopperPearsonInterval: Sendable, Equatable {
  /// Lower end of the interval.
  public let low: Double
  /// Upper end of the interval.
  public let high: Double

  /// - Parameters:
  ///   - successes: how often the event happened, 0…trials.
  ///   - trials: the number of trials. Nothing is known without one: the interval is then 0…1.
  ///   - confidence: share of experiments, 95 % by default.
  public init(successes: Int, trials: Int, confidence: Double = 0.95) {
    let tail = 0.5 * (1 - confidence)
    let (k, n) = (Double(successes), Double(trials))
    low = successes == 0 ? 0 : IncompleteFunctions.betaQuantile(tail, k, n - k + 1)
    high = successes == trials ? 1 : IncompleteFunctions.betaQuantile(1 - tail, k + 1, n - k)
  }
}
