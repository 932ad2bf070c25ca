import Glibc

/// How the fluctuations of an ensemble grow after the pulses, until its trajectories have parted:
/// the amplification of Zheng et al., Sec. V, over the saved times.
///
/// σ² is the mean square distance of m from its mean, the variances of all three components
/// together; it is at most 1. What a bath adds meanwhile counts, too.
public struct FluctuationGrowth: Sendable, Equatable {
  /// σ over its value at the first saved time that is not before the end of the pulses; NaN before
  /// it, and where nothing has fluctuated.
  public let gains: [Double]
  /// d ln σ/dt in 1/s, from the neighbors of each saved time after the pulses (at their end and at
  /// the last time from one side, of first order in the step, else of second); NaN before it, and
  /// where nothing has fluctuated.
  public let rates: [Double]

  /// - Parameters:
  ///   - outcome: An ensemble with saved times.
  ///   - end: When the last pulse ends, in s.
  public init(_ outcome: EnsembleOutcome, after end: Double) {
    let times = outcome.times
    let logarithms = outcome.standardDeviations.map { log($0.norm) }
    // A saved time that is meant to be the end may differ from it by rounding.
    let first = times.firstIndex { $0 >= end * (1 - 1e-12) } ?? times.endIndex
    let last = times.count - 1
    func known(_ time: Int, _ value: (Int) -> Double) -> Double {
      time >= first && logarithms[first].isFinite ? value(time) : .nan
    }
    gains = times.indices.map { time in
      known(time) { exp(logarithms[$0] - logarithms[first]) }
    }
    rates = times.indices.map { time in
      known(time) {
        let (before, after) = (max($0 - 1, first), min($0 + 1, last))
        return (logarithms[after] - logarithms[before]) / (times[after] - times[before])
      }
    }
  }
}
