import Points
import QuantumChains
import Teams
import Units

extension ChainEvolution {
  /// An evolution on the ranks that share a point.
  ///
  /// - Throws: `EvaluationError.failed` if there are more ranks than can share it.
  static func make(
    _ chain: SpinChain, _ bases: [SectorBasis], _ context: PointContext
  ) throws(EvaluationError) -> ChainEvolution {
    let tiles = StateLayout.tileCount(columns: chain.sites)
    guard context.team.count <= tiles else {
      throw .failed(
        """
        \(context.team.count) ranks cannot share a chain of \(chain.sites) sites, which has \
        \(tiles) tiles of \(StateLayout.tileWidth): 'ranks_per_point' must be at most \(tiles)
        """
      )
    }
    return try evaluating("the bounds of the spectrum") {
      try ChainEvolution(chain, bases, team: context.team)
    }
  }

  /// Follows the states through all saved times of a model and records its series, from where an
  /// earlier run was interrupted if there was one.
  ///
  /// - Parameters:
  ///   - model: Whose series and saved times these are.
  ///   - toleranceRate: Largest error of the states that each fs adds.
  ///   - context: The point.
  ///   - start: Sets the states to those of the start.
  ///   - moment: What is known of the states at a saved time. Collective.
  /// - Throws: What the evolution, `start`, `moment` and the polls of the context throw.
  func record<M: TimeSeriesModel>(
    _ model: M, toleranceRate: Double, _ context: PointContext,
    start: () throws(EvaluationError) -> Void,
    moment: ([SectorState], Poll) throws(EvaluationError) -> M.Moment
  ) throws(EvaluationError) -> TimeRecord {
    let times = model.savedTimes.values
    // Up to three saved times are reached at once.
    let poll = PiecePoll(
      context,
      pieceSeconds: 3 * model.estimatedSeconds / Double(times.count * context.team.count))
    var record = TimeRecord(of: model)
    func observe(_ time: Int, _ states: [SectorState]) throws(EvaluationError) {
      record.append(try record.measure(try moment(states, poll.poll), of: M.self))
    }
    var next = 0
    if let restart = context.restart, let saved = restore(restart),
      let kept = TimeRecord(restart, of: model, times: saved)
    {
      (next, record) = (saved, kept)
    } else {
      try start()
      try observe(0, states)
      next = 1
    }
    try run(
      through: times, after: next - 1, toleranceRate: toleranceRate, poll: poll.poll,
      observe: observe,
      checkpoint: { index throws(EvaluationError) in
        context.reached(Double(index + 1) / Double(times.count))
        try context.poll { sink in
          save(index + 1, to: sink)
          record.save(to: sink)
        }
      })
    return record
  }
}

/// What an exact chain gives: its record over time, and from when on it is that of a chain with
/// ends.
struct ChainOutcome: ReflectedOutcome {
  /// In fs.
  let reflectionTime: Double
  let record: TimeRecord
}

/// The outcome of a chain with ends.
protocol ReflectedOutcome: RecordedOutcome, SendableMetatype {
  /// In fs.
  var reflectionTime: Double { get }
}

extension Quantity where Outcome: ReflectedOutcome {
  static var reflectionTime: Self {
    .number(
      "reflection_time", unit: .femtosecond,
      "time from which on the localized spins can feel what the ends of the chain reflect",
      source: "group velocity of the packet's front", undefinedWhere: "it is infinite"
    ) { $0.reflectionTime.isFinite ? $0.reflectionTime : .nan }
  }
}
