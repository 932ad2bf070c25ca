public import Numerics

/// What became of the trajectories of one ensemble.
public struct EnsembleOutcome: Sendable, Equatable {
  /// What everything else follows from.
  public let sums: TrajectorySums
  /// Mean of the final magnetization.
  public let meanMagnetization: Vector3
  /// Variance of each component of the final magnetization, over these trajectories: the mean
  /// square distance from `meanMagnetization`.
  public let magnetizationVariance: Vector3
  /// The saved times in s.
  public let times: [Double]
  /// Mean magnetization at each saved time.
  public let means: [Vector3]
  /// Standard deviation of each component at each saved time, over these trajectories.
  public let standardDeviations: [Vector3]
  /// Of each component at each saved time and, last, at the end.
  private let moments: [[CentralMoments]]

  /// - Parameters:
  ///   - sums: At the saved times and, last, at the end; the one count is that of trajectories that
  ///     ended with m_z < 0.
  ///   - times: The saved times in s.
  init(_ sums: TrajectorySums, times: [Double]) {
    self.sums = sums
    self.times = times
    let moments = (0...times.count).map { time in (0..<3).map { sums.moments($0, at: time) } }
    self.moments = moments
    func vectors(_ value: (CentralMoments) -> Double) -> [Vector3] {
      moments.map { Vector3(value($0[0]), value($0[1]), value($0[2])) }
    }
    let (means, variances) = (vectors(\.mean), vectors(\.second))
    self.means = Array(means.dropLast())
    standardDeviations = vectors(\.standardDeviation).dropLast()
    meanMagnetization = means[times.count]
    magnetizationVariance = variances[times.count]
  }

  /// Number of trajectories.
  public var trajectories: Int { sums.count }

  /// Number of trajectories that ended with m_z < 0.
  public var switched: Int { sums.counts[0] }

  /// Number of cycles whose outcomes are kept.
  public var cycles: Int { (sums.counts.count - 1) / 2 }

  /// Of each cycle the number of trajectories that ended it with m_z < 0.
  public var switchedInCycles: [Int] { Array(sums.counts[1..<1 + cycles]) }

  /// Of each cycle the number of trajectories that changed their side of m_z = 0 in it.
  public var toggledInCycles: [Int] { Array(sums.counts[(1 + cycles)...]) }

  /// Which ones they were, where that is kept: trajectory i is bit i mod 8, from the lowest, of
  /// byte i / 8.
  public var switchedBits: [UInt8] {
    let bytes = (trajectories + 7) / 8
    return Array(sums.bits.prefix(bytes)) + repeatElement(0, count: max(0, bytes - sums.bits.count))
  }

  /// Whether a trajectory switched, where that is kept.
  ///
  /// - Parameter trajectory: Its number.
  public func hasSwitched(_ trajectory: Int) -> Bool {
    let byte = trajectory / 8
    return byte < sums.bits.count && sums.bits[byte] >> UInt8(trajectory % 8) & 1 == 1
  }

  /// The part of the trajectories that switched.
  public var switchingProbability: Double { Double(switched) / Double(trajectories) }

  /// The 95 % interval of the probability to switch.
  public var switchingInterval: WilsonInterval {
    WilsonInterval(successes: switched, trials: trajectories)
  }

  /// The probability to switch, with its error.
  public var switchingEstimate: Estimate { .share(switched, of: trajectories) }

  /// The components of `meanMagnetization`, with their errors.
  public var meanEstimates: [Estimate] { moments[times.count].map { $0.mean(of: trajectories) } }

  /// The components of `magnetizationVariance`, with their errors.
  public var varianceEstimates: [Estimate] {
    moments[times.count].map { $0.variance(of: trajectories) }
  }

  /// `means` with their errors: time after time, component after component.
  public var savedMeanEstimates: [Estimate] {
    moments.dropLast().flatMap { $0.map { $0.mean(of: trajectories) } }
  }

  /// `standardDeviations` with their errors: time after time, component after component.
  public var savedDeviationEstimates: [Estimate] {
    moments.dropLast().flatMap { $0.map { $0.standardDeviation(of: trajectories) } }
  }
}

extension CentralMoments {
  /// The mean of `count` numbers with its error.
  func mean(of count: Int) -> Estimate {
    .mean(mean, second: second, fourth: fourth, count: count)
  }

  /// The variance of `count` numbers with its error.
  func variance(of count: Int) -> Estimate {
    .variance(second: second, fourth: fourth, count: count)
  }

  /// The standard deviation of `count` numbers with its error.
  func standardDeviation(of count: Int) -> Estimate {
    .standardDeviation(second: second, fourth: fourth, count: count)
  }
}
