public import Numerics

/// What became of the trajectories of one ensemble.
public struct EnsembleOutcome: Sendable, Equatable {
  /// Number of trajectories.
  public let trajectories: Int
  /// Number of trajectories that ended with m_z < 0.
  public let switched: Int
  /// Which ones they were: trajectory i is bit i mod 8, from the lowest, of byte i / 8.
  public let switchedBits: [UInt8]
  /// Mean of the final magnetisation.
  public let meanMagnetization: Vector3
  /// Variance of each component of the final magnetisation, over these trajectories: the mean
  /// square distance from `meanMagnetization`.
  public let magnetizationVariance: Vector3
  /// The saved times in s.
  public let times: [Double]
  /// Mean magnetisation at each saved time.
  public let means: [Vector3]
  /// Standard deviation of each component at each saved time, over these trajectories.
  public let standardDeviations: [Vector3]

  /// The part of the trajectories that switched.
  public var switchingProbability: Double { Double(switched) / Double(trajectories) }

  /// The 95 % interval of the probability to switch.
  public var switchingInterval: WilsonInterval {
    WilsonInterval(successes: switched, trials: trajectories)
  }

  /// Whether a trajectory switched.
  public func hasSwitched(_ trajectory: Int) -> Bool {
    switchedBits[trajectory / 8] >> UInt8(trajectory % 8) & 1 == 1
  }
}
