public import Numerics

/// What became of the trajectories of one ensemble.
public struct EnsembleOutcome: Sendable, Equatable {
  /// Number of trajectories.
  public let trajectories: Int
  /// Number of trajectories that ended with m_z < 0.
  public let switched: Int
  /// Which ones they were: trajectory i is bit i mod 8, from the lowest, of byte i / 8.
  public let switchedBits: [UInt8]
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

  /// The part of the trajectories that switched.
  public var switchingProbability: Double { Double(switched) / Double(trajectories) }

  /// The 95 % interval of the probability to switch.
  public var switchingInterval: WilsonInterval {
    WilsonInterval(successes: switched, trials: trajectories)
  }

  /// Whether a trajectory switched.
  ///
  /// - Parameter trajectory: Its number.
  public func hasSwitched(_ trajectory: Int) -> Bool {
    switchedBits[trajectory / 8] >> UInt8(trajectory % 8) & 1 == 1
  }
}

/// What a run keeps of its trajectories while it goes through them in order.
struct EnsembleRecord {
  private let trajectories: Int
  /// Moments at the saved times.
  private(set) var moments: [EnsembleMoments] = []
  private var finalMoments = EnsembleMoments()
  private var switched = 0
  private var switchedBits: [UInt8] = []

  init(trajectories: Int) {
    self.trajectories = trajectories
  }

  /// Appends a saved time at which all trajectories are in one state.
  mutating func appendShared(_ state: Vector3) {
    moments.append(EnsembleMoments(of: state, count: trajectories))
  }

  /// Appends saved times at which trajectories will be added.
  mutating func appendEmpty(_ times: Int) {
    moments.append(contentsOf: repeatElement(EnsembleMoments(), count: times))
  }

  /// Adds the trajectories of a block at a saved time.
  mutating func add(_ block: borrowing TrajectoryBlock, at time: Int) {
    for lane in 0..<block.trajectories.count {
      moments[time].add(block.state(of: lane))
    }
  }

  /// Takes the final states of the next block.
  mutating func finish(_ block: borrowing TrajectoryBlock) {
    for lane in 0..<block.trajectories.count {
      finish(block.state(of: lane))
    }
  }

  /// Takes the final state that all trajectories share.
  mutating func finishShared(_ state: Vector3) {
    finalMoments = EnsembleMoments(of: state, count: trajectories)
    guard state.z < 0 else {
      switchedBits = [UInt8](repeating: 0, count: (trajectories + 7) / 8)
      return
    }
    switched = trajectories
    switchedBits = [UInt8](repeating: 0xff, count: (trajectories + 7) / 8)
    if trajectories % 8 != 0 {
      switchedBits[switchedBits.count - 1] >>= UInt8(8 - trajectories % 8)
    }
  }

  private mutating func finish(_ state: Vector3) {
    let bit = finalMoments.count % 8
    if bit == 0 { switchedBits.append(0) }
    finalMoments.add(state)
    if state.z < 0 {
      switched += 1
      switchedBits[switchedBits.count - 1] |= 1 << UInt8(bit)
    }
  }

  func outcome(times: [Double]) -> EnsembleOutcome {
    EnsembleOutcome(
      trajectories: trajectories, switched: switched, switchedBits: switchedBits,
      meanMagnetization: finalMoments.mean, magnetizationVariance: finalMoments.variance,
      times: times, means: moments.map(\.mean),
      standardDeviations: moments.map(\.standardDeviation))
  }
}
