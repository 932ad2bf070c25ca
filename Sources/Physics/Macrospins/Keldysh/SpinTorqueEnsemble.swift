import Numerics
public import Teams

/// Independent trajectories of a `SpinTorqueLaw` from a Gibbs ensemble.
///
/// A trajectory is a function of (seed, point, trajectory) and of nothing else; an outcome has the
/// same bits on every processor.
public struct SpinTorqueEnsemble: TrajectorySource, Sendable {
  /// The steps.
  public let grid: TimeGrid
  /// Number of trajectories.
  public let trajectories: Int

  private let law: SpinTorqueLaw
  private let start: GibbsEnsemble
  private let savedSteps: [Int]
  private let bins: Int
  private let normals: NormalStream
  private let startNormals: NormalStream

  /// - Parameters:
  ///   - law: The equation of motion.
  ///   - start: How the trajectories start.
  ///   - duration: The time in s.
  ///   - timeStep: The time step in s; the last one is shortened to end with the duration.
  ///   - trajectories: Number of trajectories.
  ///   - savedTimes: Number of times at which the ensemble is looked at, see
  ///     `TimeGrid.savedSteps(count:)`; a duration of zero has one.
  ///   - bins: Number of bins of the polar angle, at least 1.
  ///   - seed: The seed of the job.
  ///   - point: What tells points of one seed apart; 48 bits count.
  /// - Throws: What is out of range; an ensemble that exists can be run.
  public init(
    law: SpinTorqueLaw, start: GibbsEnsemble, duration: Double, timeStep: Double,
    trajectories: Int, savedTimes: Int, bins: Int = 180, seed: UInt64, point: UInt64
  ) throws(MacrospinError) {
    try MacrospinError.check(trajectories: trajectories, savedTimes: savedTimes)
    grid = try TimeGrid(durations: [duration], timeStep: timeStep)
    savedSteps = Self.savedSteps(of: grid, count: savedTimes)
    self.law = law
    self.start = start
    self.trajectories = trajectories
    self.bins = max(bins, 1)
    normals = NormalStream(seed: seed, point: point, purpose: .spinTorqueNoise)
    startNormals = NormalStream(seed: seed, point: point, purpose: .initialDirection)
  }

  private static func savedSteps(of grid: TimeGrid, count: Int) -> [Int] {
    grid.steps > 0 ? grid.savedSteps(count: count) : Array(repeating: 0, count: min(count, 1))
  }

  /// The times in s that an ensemble over a grid saves if it is asked for so many of them.
  ///
  /// - Parameters:
  ///   - grid: The steps.
  ///   - count: The number of saved times asked for.
  public static func savedTimes(of grid: TimeGrid, count: Int) -> [Double] {
    savedSteps(of: grid, count: count).map(grid.time(after:))
  }

  /// Centers in rad of the bins of `SpinTorqueRecord.polarDensity`.
  public static func binAngles(_ bins: Int) -> [Double] { PolarBins.angles(bins) }

  /// Bytes that a run needs beyond the ensemble itself.
  ///
  /// - Parameters:
  ///   - savedTimes: Number of times at which the ensemble is looked at.
  ///   - bins: Number of bins of the polar angle.
  public static func memory(savedTimes: Int, bins: Int) -> Int {
    let moments =
      2 * TrajectorySums.bytesPerTime + 24 * MemoryLayout<Double>.stride
      + 3 * TrajectorySums.limbCount * MemoryLayout<Double>.stride
    return TrajectoryBlock.bytes + savedTimes * (moments + 4 * bins * MemoryLayout<Int>.stride)
  }

  /// The sums of no trajectories: at the saved times; how many are in each bin at each of them.
  public var noTrajectories: TrajectorySums {
    TrajectorySums(times: savedSteps.count, counts: savedSteps.count * bins)
  }

  public func add(
    _ trajectories: Range<Int>, to sums: inout TrajectorySums, team: any RankTeam, poll: Poll
  ) throws(EvaluationError) {
    guard !trajectories.isEmpty else { return }
    let schedule = TrajectorySchedule(grid, savedSteps: savedSteps, normals: normals) {
      law.step(length: $1)
    }
    let polarBins = PolarBins(bins)
    var part = noTrajectories
    var pace = PollPace(isShared: team.count > 1)
    let shares = TrajectoryShares(of: trajectories, over: team.count)
    for numbers in shares.blocks(of: team.rank) {
      var block = TrajectoryBlock(trajectories: numbers) { start.sample($0, from: startNormals) }
      try schedule.integrate(
        &block, stages: 0..<1, lanes: team.count > 1 ? shares.length : nil, &pace, poll: poll
      ) { time, block in
        part.add(block, at: time)
        for lane in 0..<block.trajectories.count {
          part.count(time * bins + polarBins.number(of: block.state(of: lane).z))
        }
      }
      part.finish(numbers.count)
    }
    sums += try part.total(over: team)
  }

  /// Integrates all trajectories.
  ///
  /// - Parameter poll: Called every millisecond or so; what it throws ends the run.
  /// - Throws: What `poll` throws.
  public func run(poll: Poll) throws(EvaluationError) -> SpinTorqueRecord {
    var sums = noTrajectories
    try add(0..<trajectories, to: &sums, team: LoneRank(), poll: poll)
    return record(of: sums)
  }

  /// What sums of trajectories of this ensemble say.
  ///
  /// - Parameter sums: Of any number of trajectories.
  public func record(of sums: TrajectorySums) -> SpinTorqueRecord {
    SpinTorqueRecord(sums, times: savedSteps.map(grid.time(after:)), bins: bins)
  }
}
