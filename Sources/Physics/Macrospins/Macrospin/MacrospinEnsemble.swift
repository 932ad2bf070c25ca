public import Numerics
public import Teams

/// Independent trajectories of a macrospin under thermal and quantum noise: Zheng et al., Eq. (25)
/// with the random fields of Eqs. (32) and (39), integrated by the method of Heun.
///
/// A trajectory is a function of (seed, point, trajectory) and of nothing else; an outcome has the
/// same bits on every processor.
public struct MacrospinEnsemble: Sendable {
  /// The stages, in order.
  public let stages: [MacrospinStage]
  /// The steps of the stages.
  public let grid: TimeGrid
  /// Number of trajectories.
  public let trajectories: Int

  private let damping: Double
  private let start: Vector3
  /// What trajectories start from instead of `start`, and the source of its random numbers.
  private let starts: (sampler: BoltzmannSampler, numbers: UniformStream)?
  private let savedSteps: [Int]
  private let normals: NormalStream

  /// - Parameters:
  ///   - stages: What acts when.
  ///   - damping: α.
  ///   - start: The unit vector in which every trajectory starts.
  ///   - law: What trajectories start from instead; nil if all start in `start`.
  ///   - timeStep: The time step in s.
  ///   - trajectories: Number of trajectories.
  ///   - savedTimes: Number of times at which moments are kept, see `TimeGrid.savedSteps(count:)`.
  ///   - seed: The seed of the job.
  ///   - point: What tells points of one seed apart; 48 bits count.
  /// - Throws: What is out of range; an ensemble that exists can be run.
  public init(
    stages: [MacrospinStage], damping: Double, start: Vector3, law: BoltzmannLaw? = nil,
    timeStep: Double, trajectories: Int, savedTimes: Int = 0, seed: UInt64, point: UInt64
  ) throws(MacrospinError) {
    for stage in stages {
      for strength in [stage.noise.thermalStrength, stage.noise.quantumCoefficient] {
        guard strength >= 0 else { throw .noiseStrength(strength) }
      }
    }
    try MacrospinError.check(trajectories: trajectories, savedTimes: savedTimes)
    grid = try TimeGrid(durations: stages.map(\.duration), timeStep: timeStep)
    self.stages = stages
    self.damping = damping
    self.start = start
    starts = law.map {
      (BoltzmannSampler($0), UniformStream(seed: seed, point: point, purpose: .initialDirection))
    }
    self.trajectories = trajectories
    savedSteps = grid.savedSteps(count: savedTimes)
    normals = NormalStream(seed: seed, point: point, purpose: .magneticField)
  }

  /// The trajectories of a magnet under a switching protocol.
  ///
  /// - Parameters:
  ///   - magnet: The magnet.
  ///   - switching: What happens to it.
  ///   - trajectories: Number of trajectories.
  ///   - savedTimes: Number of times at which moments are kept, see `TimeGrid.savedSteps(count:)`.
  ///   - seed: The seed of the job.
  ///   - point: What tells points of one seed apart; 48 bits count.
  /// - Throws: What is out of range; `initialState` where there is no law to start from.
  public init(
    magnet: Magnet, protocol switching: SwitchingProtocol, trajectories: Int,
    savedTimes: Int = 0, seed: UInt64, point: UInt64
  ) throws(MacrospinError) {
    let law = switching.initialLaw(of: magnet)
    guard law != nil || switching.initialState == .direction else {
      throw .initialState(temperature: magnet.temperature)
    }
    try self.init(
      stages: switching.stages(of: magnet), damping: magnet.damping,
      start: switching.initialMagnetization, law: law, timeStep: switching.timeStep,
      trajectories: trajectories, savedTimes: savedTimes, seed: seed, point: point)
  }

  /// Bytes that a run needs beyond the ensemble itself.
  ///
  /// - Parameters:
  ///   - trajectories: Number of trajectories.
  ///   - savedTimes: Number of times at which moments are kept.
  public static func memory(trajectories: Int, savedTimes: Int) -> Int {
    let savedTime =
      MemoryLayout<EnsembleMoments>.stride + 2 * MemoryLayout<Vector3>.stride
      + MemoryLayout<Double>.stride
    return TrajectoryBlock.bytes + trajectories / 8 + (savedTimes + 1) * savedTime
  }

  /// Integrates all trajectories.
  ///
  /// - Parameter poll: Called every millisecond or so; what it throws ends the run.
  /// - Throws: What `poll` throws.
  public func run(poll: Poll) throws(EvaluationError) -> EnsembleOutcome {
    let schedule = TrajectorySchedule(grid, savedSteps: savedSteps, normals: normals) {
      stages[$0].step(damping: damping, length: $1)
    }
    var pace = PollPace()
    var record = EnsembleRecord(trajectories: trajectories)
    // Up to the first noise trajectories that start together are one.
    let common = starts == nil ? stages.prefix(while: \.isDeterministic).count : 0
    var single = TrajectoryBlock(trajectories: 0..<1) { _ in start }
    if starts == nil {
      try schedule.integrate(&single, stages: 0..<common, &pace, poll: poll) {
        record.appendShared($1.state(of: 0))
      }
    }
    let shared = record.moments.count
    let state = single.state(of: 0)

    if starts == nil, common == stages.count {
      record.finishShared(state)
    } else {
      record.appendEmpty(savedSteps.count - shared)
      for numbers in TrajectoryBlock.ranges(of: trajectories) {
        var block = TrajectoryBlock(trajectories: numbers) { trajectory in
          starts.map { $0.sampler.sample(trajectory, from: $0.numbers) } ?? state
        }
        try schedule.integrate(
          &block, stages: common..<stages.count, firstSaved: shared, &pace, poll: poll
        ) {
          record.add($1, at: $0)
        }
        record.finish(block)
      }
    }
    return record.outcome(times: schedule.savedTimes)
  }
}
