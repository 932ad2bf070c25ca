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
  private let integrator: Integrator
  private let start: Vector3
  /// For each cycle the number of stages up to its end; none where outcomes of cycles are not kept.
  private let cycleEnds: [Int]
  /// What trajectories start from instead of `start`, and the source of its random numbers.
  private let starts: (sampler: BoltzmannSampler, numbers: UniformStream)?
  private let savedSteps: [Int]
  private let normals: NormalStream

  /// - Parameters:
  ///   - stages: What acts when.
  ///   - damping: α.
  ///   - start: The unit vector in which every trajectory starts.
  ///   - law: What trajectories start from instead; nil if all start in `start`.
  ///   - integrator: How they are integrated.
  ///   - cycleEnds: For each cycle whose outcomes are kept the number of stages up to its end.
  ///   - timeStep: The time step in s.
  ///   - trajectories: Number of trajectories.
  ///   - savedTimes: Number of times at which moments are kept, see `TimeGrid.savedSteps(count:)`.
  ///   - seed: The seed of the job.
  ///   - point: What tells points of one seed apart; 48 bits count.
  /// - Throws: What is out of range; an ensemble that exists can be run.
  public init(
    stages: [MacrospinStage], damping: Double, start: Vector3, law: BoltzmannLaw? = nil,
    integrator: Integrator = .heun, cycleEnds: [Int] = [], timeStep: Double, trajectories: Int,
    savedTimes: Int = 0, seed: UInt64, point: UInt64
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
    self.integrator = integrator
    self.start = start
    self.cycleEnds = cycleEnds
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
      start: switching.initialMagnetization, law: law, integrator: switching.integrator,
      cycleEnds: switching.cycles > 1 ? switching.drive(of: magnet).cycleEnds : [],
      timeStep: switching.timeStep,
      trajectories: trajectories, savedTimes: savedTimes, seed: seed, point: point)
  }

  /// Bytes that a run needs beyond the ensemble itself.
  ///
  /// - Parameters:
  ///   - trajectories: Number of trajectories.
  ///   - savedTimes: Number of times at which moments are kept.
  public static func memory(trajectories: Int, savedTimes: Int) -> Int {
    // Those of the ensemble and of a portion of it; the moments, and their limbs.
    let savedTime =
      2 * TrajectorySums.bytesPerTime + 24 * MemoryLayout<Double>.stride
      + 3 * TrajectorySums.limbCount * MemoryLayout<Double>.stride
    return TrajectoryBlock.bytes + trajectories / 4 + (savedTimes + 1) * savedTime
  }

  /// The sums of no trajectories: at the saved times and, last, at the end; how many have switched,
  /// and of each cycle how many ended it with m_z < 0 and how many changed their side in it.
  public var noTrajectories: TrajectorySums {
    TrajectorySums(times: savedSteps.count + 1, counts: 1 + 2 * cycleEnds.count)
  }

  /// Computes what all trajectories have in common: up to the first noise trajectories that start
  /// together are one.
  ///
  /// - Parameters:
  ///   - keepsOutcomes: Whether it is kept which trajectories switch.
  ///   - isShared: Whether several ranks compute the ensemble.
  ///   - poll: Called every millisecond or so; what it throws ends the run.
  /// - Throws: What `poll` throws.
  public func begin(
    keepsOutcomes: Bool = true, isShared: Bool = false, poll: Poll
  ) throws(EvaluationError) -> MacrospinRun {
    let schedule = TrajectorySchedule(grid, savedSteps: savedSteps, normals: normals) {
      stages[$0].step(damping: damping, length: $1, by: integrator)
    }
    var pace = PollPace(isShared: isShared)
    let common = starts == nil ? stages.prefix(while: \.isDeterministic).count : 0
    var single = TrajectoryBlock(trajectories: 0..<1) { _ in start }
    var saved: [Vector3] = []
    var cycles = CycleLooks(ends: cycleEnds, of: single)
    if starts == nil {
      for part in cycles.parts(of: 0..<common) {
        try schedule.integrate(
          &single, stages: part, firstSaved: saved.count, &pace, poll: poll
        ) {
          saved.append($1.state(of: 0))
        }
        cycles.look(at: single, after: part.upperBound)
      }
    }
    let starts = starts
    let state = single.state(of: 0)
    return MacrospinRun(
      schedule: schedule, stages: common..<stages.count, saved: saved, state: state,
      cycles: cycles, cycleEnds: cycleEnds,
      start: { trajectory in
        starts.map { $0.sampler.sample(trajectory, from: $0.numbers) } ?? state
      }, noTrajectories: noTrajectories, keepsOutcomes: keepsOutcomes)
  }

  /// Where all trajectories are when the first noise acts, or at the end if there is none.
  ///
  /// - Parameter poll: Called every millisecond or so; what it throws ends the run.
  /// - Throws: What `poll` throws.
  func commonEnd(poll: Poll) throws(EvaluationError) -> Vector3 { try begin(poll: poll).state }

  /// Integrates all trajectories.
  ///
  /// - Parameter poll: Called every millisecond or so; what it throws ends the run.
  /// - Throws: What `poll` throws.
  public func run(poll: Poll) throws(EvaluationError) -> EnsembleOutcome {
    var sums = noTrajectories
    let run = try begin(poll: poll)
    try run.add(0..<trajectories, to: &sums, team: LoneRank(), poll: poll)
    return outcome(of: sums)
  }

  /// What sums of trajectories of this ensemble say.
  ///
  /// - Parameter sums: Of any number of trajectories.
  public func outcome(of sums: TrajectorySums) -> EnsembleOutcome {
    EnsembleOutcome(sums, times: savedSteps.map(grid.time(after:)))
  }
}

/// A `MacrospinEnsemble` whose trajectories have come to where they part.
public struct MacrospinRun: TrajectorySource {
  fileprivate let schedule: TrajectorySchedule
  /// The stages in which trajectories part.
  fileprivate let stages: Range<Int>
  /// The states at the saved times before, which all share.
  fileprivate let saved: [Vector3]
  /// The state that all share when they part.
  fileprivate let state: Vector3
  /// The cycles that have ended by then.
  fileprivate let cycles: CycleLooks
  /// For each cycle the number of stages up to its end.
  fileprivate let cycleEnds: [Int]
  /// The state in which a trajectory begins these stages.
  fileprivate let start: (UInt32) -> Vector3
  public let noTrajectories: TrajectorySums
  fileprivate let keepsOutcomes: Bool

  public func add(
    _ trajectories: Range<Int>, to sums: inout TrajectorySums, team: any RankTeam, poll: Poll
  ) throws(EvaluationError) {
    guard !trajectories.isEmpty else { return }
    for (time, state) in saved.enumerated() {
      sums.add(state, times: trajectories.count, at: time)
    }
    cycles.count(0..<1, in: &sums, times: trajectories.count)
    guard !stages.isEmpty else {
      sums.add(state, times: trajectories.count, at: noTrajectories.times - 1)
      if state.z < 0 {
        sums.count(0, times: trajectories.count)
        if keepsOutcomes { trajectories.forEach { sums.setBit($0) } }
      }
      sums.finish(trajectories.count)
      return
    }
    var part = noTrajectories
    var pace = PollPace(isShared: team.count > 1)
    let shares = TrajectoryShares(of: trajectories, over: team.count)
    for numbers in shares.blocks(of: team.rank) {
      var block = TrajectoryBlock(trajectories: numbers, start: start)
      var looks = CycleLooks(ends: cycleEnds, of: block)
      if stages.lowerBound > 0 { looks.begin(like: cycles) }
      var firstSaved = saved.count
      for range in looks.parts(of: stages) {
        try schedule.integrate(
          &block, stages: range, firstSaved: firstSaved,
          lanes: team.count > 1 ? shares.length : nil, &pace, poll: poll
        ) {
          part.add($1, at: $0)
          firstSaved = $0 + 1
        }
        looks.look(at: block, after: range.upperBound)
      }
      looks.count(0..<block.trajectories.count, in: &part)
      finish(block, in: &part)
    }
    sums += try part.total(over: team)
  }

  private func finish(_ block: borrowing TrajectoryBlock, in sums: inout TrajectorySums) {
    sums.add(block, at: noTrajectories.times - 1)
    for lane in 0..<block.trajectories.count where block.state(of: lane).z < 0 {
      sums.count(0)
      if keepsOutcomes { sums.setBit(block.trajectories.lowerBound + lane) }
    }
    sums.finish(block.trajectories.count)
  }
}
