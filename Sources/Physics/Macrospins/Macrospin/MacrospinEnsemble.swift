public import Numerics

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
  private let polarization: Vector3
  private let start: Vector3
  private let convention: NoiseConvention
  private let savedSteps: [Int]
  private let normals: NormalStream

  /// - Parameters:
  ///   - stages: What acts when.
  ///   - damping: α.
  ///   - polarization: p, a unit vector.
  ///   - start: The unit vector in which every trajectory starts.
  ///   - timeStep: The time step in s.
  ///   - convention: Where the amplitude of the quantum field is taken.
  ///   - trajectories: Number of trajectories.
  ///   - savedTimes: Number of times at which moments are kept, see `TimeGrid.savedSteps(count:)`.
  ///   - seed: The seed of the job.
  ///   - point: The number of the grid point.
  /// - Throws: What is out of range; an ensemble that exists can be run.
  public init(
    stages: [MacrospinStage], damping: Double, polarization: Vector3, start: Vector3,
    timeStep: Double, convention: NoiseConvention, trajectories: Int, savedTimes: Int = 0,
    seed: UInt64, point: UInt64
  ) throws(MacrospinError) {
    for stage in stages {
      for strength in [stage.thermalFieldStrength, stage.quantumFieldCoefficient] {
        guard strength >= 0 else { throw .noiseStrength(strength) }
      }
    }
    guard (1...Int(UInt32.max)).contains(trajectories) else { throw .trajectories(trajectories) }
    guard savedTimes >= 0 else { throw .savedTimes(savedTimes) }
    grid = try TimeGrid(durations: stages.map(\.duration), timeStep: timeStep)
    self.stages = stages
    self.damping = damping
    self.polarization = polarization
    self.start = start
    self.convention = convention
    self.trajectories = trajectories
    savedSteps = grid.savedSteps(count: savedTimes)
    normals = NormalStream(seed: seed, point: point, purpose: .magneticField)
  }

  /// The trajectories of a magnet under a switching protocol.
  ///
  /// - Throws: What is out of range.
  public init(
    magnet: Magnet, protocol switching: SwitchingProtocol, trajectories: Int,
    savedTimes: Int = 0, seed: UInt64, point: UInt64
  ) throws(MacrospinError) {
    try self.init(
      stages: switching.stages(of: magnet), damping: magnet.damping,
      polarization: magnet.polarization, start: switching.initialMagnetization,
      timeStep: switching.timeStep, convention: switching.noiseConvention,
      trajectories: trajectories, savedTimes: savedTimes, seed: seed, point: point)
  }

  /// Bytes that a run needs beyond the ensemble itself.
  public static func memory(trajectories: Int, savedTimes: Int) -> Int {
    let block = 6 * TrajectoryBlock.capacity * MemoryLayout<Double>.stride
    let savedTime =
      MemoryLayout<EnsembleMoments>.stride + 2 * MemoryLayout<Vector3>.stride
      + MemoryLayout<Double>.stride
    return block + trajectories / 8 + (savedTimes + 1) * savedTime
  }

  /// Integrates all trajectories.
  ///
  /// - Parameter poll: Called every millisecond or so; what it throws ends the run.
  /// - Throws: What `poll` throws.
  public func run<Failure: Error>(
    poll: () throws(Failure) -> Void
  ) throws(Failure) -> EnsembleOutcome {
    var untilPoll = Self.pollInterval
    // Up to the first noise all trajectories are one.
    let common = stages.prefix(while: \.isDeterministic).count
    var single = TrajectoryBlock(trajectories: 0..<1, state: start)
    var record = EnsembleRecord(trajectories: trajectories)
    while record.moments.count < savedSteps.count, savedSteps[record.moments.count] == 0 {
      record.appendShared(start)
    }
    try integrate(
      &single, stages: 0..<common, firstSaved: record.moments.count, &untilPoll, poll: poll
    ) {
      record.appendShared($1.state(of: 0))
    }
    let shared = record.moments.count
    let state = single.state(of: 0)

    if common == stages.count {
      record.finishShared(state)
    } else {
      record.appendEmpty(savedSteps.count - shared)
      for first in stride(from: 0, to: trajectories, by: TrajectoryBlock.capacity) {
        let numbers = first..<min(first + TrajectoryBlock.capacity, trajectories)
        var block = TrajectoryBlock(trajectories: numbers, state: state)
        try integrate(
          &block, stages: common..<stages.count, firstSaved: shared, &untilPoll, poll: poll
        ) {
          record.add($1, at: $0)
        }
        record.finish(block)
      }
    }
    return record.outcome(times: savedSteps.map(grid.time(after:)))
  }

  /// Trajectory-steps between two calls of `poll`: about a millisecond.
  private static let pollInterval = 1 << 18

  /// Advances a block over some stages.
  ///
  /// - Parameters:
  ///   - block: The trajectories, at the start of the first of the stages.
  ///   - range: The stages.
  ///   - firstSaved: The first saved time that lies behind their start.
  ///   - untilPoll: Trajectory-steps until the next call of `poll`, whichever block takes them.
  ///   - poll: As in `run`.
  ///   - save: Called with the number of each saved time and the block as it is then.
  private func integrate<Failure: Error>(
    _ block: inout TrajectoryBlock, stages range: Range<Int>, firstSaved: Int,
    _ untilPoll: inout Int, poll: () throws(Failure) -> Void,
    save: (Int, borrowing TrajectoryBlock) -> Void
  ) throws(Failure) {
    var saved = firstSaved
    for (stage, steps) in zip(stages[range], grid.stages[range]) where steps.steps > 0 {
      let whole = step(of: stage, length: grid.timeStep)
      let last = step(of: stage, length: steps.lastStep)
      let end = steps.firstStep + steps.steps
      var step = steps.firstStep
      while step < end {
        // The last step has its own length.
        var stop = step < end - 1 ? end - 1 : end
        stop = min(stop, step + (untilPoll + block.lanes - 1) / block.lanes)
        if saved < savedSteps.count { stop = min(stop, savedSteps[saved]) }
        block.advance(
          step..<stop, by: stop == end ? last : whole, convention: convention, normals: normals)
        untilPoll -= (stop - step) * block.lanes
        step = stop
        while saved < savedSteps.count, savedSteps[saved] == step {
          save(saved, block)
          saved += 1
        }
        if untilPoll <= 0 {
          try poll()
          untilPoll = Self.pollInterval
        }
      }
    }
  }

  private func step(of stage: MacrospinStage, length: Double) -> HeunStep {
    HeunStep(stage: stage, damping: damping, polarization: polarization, length: length)
  }
}
