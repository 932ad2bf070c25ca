import Numerics
import Teams

/// When the trajectories of an ensemble are stepped and when they are looked at.
struct TrajectorySchedule {
  private let grid: TimeGrid
  private let savedSteps: [Int]
  private let normals: NormalStream
  /// What the steps of each stage do: all but the last, and the last, which has its own length.
  private let steps: [(whole: TrajectoryStep, last: TrajectoryStep)]

  /// - Parameters:
  ///   - grid: The steps.
  ///   - savedSteps: The numbers of steps after which states are saved, in ascending order.
  ///   - normals: The source of the noise.
  ///   - step: What a step of given length in s does in a stage of given number.
  init(
    _ grid: TimeGrid, savedSteps: [Int], normals: NormalStream,
    step: (Int, Double) -> TrajectoryStep
  ) {
    self.grid = grid
    self.savedSteps = savedSteps
    self.normals = normals
    steps = grid.stages.enumerated().map { number, stage in
      (whole: step(number, grid.timeStep), last: step(number, stage.lastStep))
    }
  }

  /// The saved times in s.
  var savedTimes: [Double] { savedSteps.map(grid.time(after:)) }

  /// Advances a block over some stages.
  ///
  /// - Parameters:
  ///   - block: The trajectories, at the start of the first of the stages.
  ///   - range: The stages.
  ///   - firstSaved: The first saved time that has not been saved yet.
  ///   - lanes: Lanes by which work is counted, if not those of the block: ranks that share an
  ///     ensemble poll at the same steps, whatever each of them has.
  ///   - pace: When to call `poll`, whichever block takes the steps.
  ///   - poll: Called every millisecond or so.
  ///   - save: Called with the number of each saved time and the block as it is then.
  /// - Throws: What `poll` throws.
  func integrate(
    _ block: inout TrajectoryBlock, stages range: Range<Int>, firstSaved: Int = 0,
    lanes counted: Int? = nil, _ pace: inout PollPace, poll: Poll,
    save: (Int, borrowing TrajectoryBlock) -> Void
  ) throws(EvaluationError) {
    var saved = firstSaved
    let lanes = counted ?? block.lanes
    func saveIfDue(after step: Int) throws(EvaluationError) {
      while saved < savedSteps.count, savedSteps[saved] == step {
        save(saved, block)
        saved += 1
        // Looking at a trajectory takes as long as some steps of it.
        try pace.spend(8 * lanes, poll)
      }
    }
    if range.lowerBound == 0 { try saveIfDue(after: 0) }
    for (stage, step) in zip(grid.stages[range], steps[range]) {
      var number = stage.firstStep
      let end = number + stage.steps
      while number < end {
        var stop = number < end - 1 ? end - 1 : end
        stop = min(stop, number + pace.steps(of: lanes))
        if saved < savedSteps.count { stop = min(stop, savedSteps[saved]) }
        block.advance(
          number..<stop, by: stop == end ? step.last : step.whole, normals: normals)
        try pace.spend((stop - number) * lanes, poll)
        number = stop
        try saveIfDue(after: number)
      }
    }
  }
}

/// Counts steps of trajectories up to the next call of `poll`.
struct PollPace {
  /// About a millisecond; fifty where ranks share the ensemble, since all wait for one another at
  /// each poll.
  private let interval: Int
  private var left: Int

  init(isShared: Bool = false) {
    interval = isShared ? 12 << 20 : 1 << 18
    left = interval
  }

  /// Steps of so many trajectories until the next call, at least one.
  func steps(of lanes: Int) -> Int { (left + lanes - 1) / lanes }

  /// Counts work in steps of one trajectory.
  mutating func spend(_ work: Int, _ poll: Poll) throws(EvaluationError) {
    left -= work
    guard left <= 0 else { return }
    try poll()
    left = interval
  }
}
