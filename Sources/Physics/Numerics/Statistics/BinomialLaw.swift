import Glibc

/// n choose k, exactly; no step overflows for n ≤ 61.
package func binomial(_ n: Int, _ k: Int) -> Int {
  guard k >= 0, k <= n else { return 0 }
  return (0..<min(k, n - k)).reduce(1) { $0 * (n - $1) / ($1 + 1) }
}

/// The law of the number of events in independent trials: Zheng et al., Eq. (43).
public struct BinomialLaw: Sendable, Equatable {
  /// Number of trials.
  public let trials: Int
  /// Of the event in one trial.
  public let probability: Double

  /// - Parameters:
  ///   - trials: Number of trials.
  ///   - probability: Of the event in one trial, within 0…1.
  public init(trials: Int, probability: Double) {
    self.trials = trials
    self.probability = probability
  }

  /// P(k) for k = 0…trials; by logarithms, since factorials overflow beyond 170.
  public var probabilities: [Double] {
    if probability <= 0 { return (0...trials).map { $0 == 0 ? 1 : 0 } }
    if probability >= 1 { return (0...trials).map { $0 == trials ? 1 : 0 } }
    let (success, failure) = (log(probability), log1p(-probability))
    let all = IncompleteFunctions.logGamma(Double(trials) + 1)
    return (0...trials).map { k in
      let rest = trials - k
      let choices =
        all - IncompleteFunctions.logGamma(Double(k) + 1)
        - IncompleteFunctions.logGamma(Double(rest) + 1)
      return exp(choices + Double(k) * success + Double(rest) * failure)
    }
  }

  /// dP(k)/dp for k = 0…trials: n times the difference of P(k − 1) and P(k) of one trial less.
  public var slopes: [Double] {
    guard trials > 0 else { return [0] }
    let before = BinomialLaw(trials: trials - 1, probability: probability).probabilities
    return (0...trials).map { k in
      let (below, here) = (k > 0 ? before[k - 1] : 0, k < trials ? before[k] : 0)
      return Double(trials) * (below - here)
    }
  }
}
