public import Macrospins
public import Points
public import Teams

/// What a model declares whose points are made of independent trajectories. From it follow
/// `[target]`, the sums that a file keeps so that `--extend` can add trajectories to a point, and
/// that several ranks can share one.
public struct Ensemble<M: PointModel>: Sendable {
  /// A part of what an ensemble keeps, and where in a file it can be had from again.
  public struct Piece: Sendable {
    /// Names of the quantities that are made of it.
    let quantities: Set<String>
    /// Names of quantities each of which it follows from.
    let sources: Set<String>
    /// What the file keeps of it if none of `sources` is in the file; nil if it is not kept then.
    let sum: Quantity<M.Outcome>?

    /// - Parameters:
    ///   - quantities: Names of the quantities that are made of it, without standard errors.
    ///   - sources: Names of quantities each of which it follows from.
    ///   - sum: What the file keeps of it otherwise.
    public init(
      of quantities: [String], from sources: [String] = [], sum: Quantity<M.Outcome>? = nil
    ) {
      self.quantities = Set(
        quantities + quantities.map { Quantity<M.Outcome>.errorName(of: $0) })
      self.sources = Set(sources)
      self.sum = sum
    }
  }

  /// The trajectories of one point.
  public struct Run {
    /// What computes them; nil if the point needs none.
    let source: (any TrajectorySource)?
    /// What sums of trajectories say, or what the point gives without.
    let outcome: (TrajectorySums?) throws(EvaluationError) -> M.Outcome

    /// A point with trajectories, or without if `source` is nil.
    public init(
      _ source: (any TrajectorySource)?,
      outcome: @escaping (TrajectorySums?) throws(EvaluationError) -> M.Outcome
    ) {
      self.source = source
      self.outcome = outcome
    }
  }

  /// The parameter that says how many trajectories there are; a job with `[target]` has none.
  let parameter: String
  /// Parameters that trajectories can be added by.
  let growing: Set<String>
  /// Sets that parameter to the least value that has so many trajectories.
  let limit: @Sendable (inout M, Int) -> Void
  /// Trajectories of a point without a target.
  let count: @Sendable (M) -> Int
  /// Trajectories that come together: the trials of an experiment.
  let unit: @Sendable (M) -> Int
  /// What the ensemble keeps.
  let pieces: [Piece]
  /// Begins a point.
  let begin: @Sendable (M, PointContext) throws(EvaluationError) -> Run
  /// The sums of the first `count` trajectories from what a file has, by name; nil if they cannot
  /// be had.
  let restored: @Sendable (M, TrajectorySums, Int, (String) -> [Double]?) -> TrajectorySums?

  /// The parameters are the stored properties.
  public init(
    parameter: String, growing: Set<String>, limit: @escaping @Sendable (inout M, Int) -> Void,
    count: @escaping @Sendable (M) -> Int, unit: @escaping @Sendable (M) -> Int = { _ in 1 },
    pieces: [Piece],
    begin: @escaping @Sendable (M, PointContext) throws(EvaluationError) -> Run,
    restored:
      @escaping @Sendable (M, TrajectorySums, Int, (String) -> [Double]?) -> TrajectorySums?
  ) {
    self.parameter = parameter
    self.growing = growing
    self.limit = limit
    self.count = count
    self.unit = unit
    self.pieces = pieces
    self.begin = begin
    self.restored = restored
  }
}

extension Ensemble {
  /// What a file keeps besides some quantities.
  func sums(for quantities: Set<String>) -> [Quantity<M.Outcome>] {
    pieces.compactMap { piece in
      piece.quantities.isDisjoint(with: quantities) || !piece.sources.isDisjoint(with: quantities)
        ? nil : piece.sum
    }
  }

  /// Whether trajectories can be added to what a file has.
  ///
  /// - Parameters:
  ///   - quantities: Names of what is to be computed.
  ///   - stored: Names of what the file has.
  func canGoOn(for quantities: Set<String>, from stored: Set<String>) -> Bool {
    pieces.allSatisfy { piece in
      piece.quantities.isDisjoint(with: quantities) || !piece.sources.isDisjoint(with: stored)
        || piece.sum.map { stored.contains($0.name) } ?? false
    }
  }

  /// Computes a point.
  ///
  /// - Parameters:
  ///   - rule: When there are enough trajectories; nil for as many as the model says.
  ///   - earlier: What another file has of the point.
  /// - Returns: the outcome, and what is doubtful about its number of trajectories.
  /// - Throws: As `Model.evaluate`.
  func evaluate(
    _ model: M, _ context: PointContext, until rule: StoppingRule<M>? = nil,
    from earlier: EarlierRecord? = nil
  ) throws(EvaluationError) -> (outcome: M.Outcome, verdict: String?) {
    let run = try begin(model, context)
    guard let source = run.source else { return (try run.outcome(nil), nil) }
    var sums =
      earlier.flatMap { restored(model, source.noTrajectories, $0.trajectories, $0.values) }
      ?? source.noTrajectories
    // Each rank of a team has read the file by itself: where one could not, all begin anew.
    if earlier != nil, context.team.count > 1,
      Set(try context.team.allGather([sums.count])).count > 1
    {
      sums = source.noTrajectories
    }
    guard let rule else {
      let count = count(model)
      // More than there should be cannot be taken away.
      if sums.count > count { sums = source.noTrajectories }
      try source.add(sums.count..<count, to: &sums, team: context.team, poll: context.poll)
      return (try run.outcome(sums), nil)
    }
    let looks = TargetLooks(unit: unit(model), most: count(model))
    while true {
      if looks.contains(sums.count) {
        let outcome = try run.outcome(sums)
        if rule.isMet(by: outcome, of: model) { return (outcome, nil) }
        if sums.count >= looks.most { return (outcome, rule.verdict(on: outcome, of: model)) }
      }
      let next = looks.next(after: sums.count)
      context.reached(Double(sums.count) / Double(looks.most))
      try source.add(sums.count..<next, to: &sums, team: context.team, poll: context.poll)
    }
  }
}

/// What another file has of a point.
package struct EarlierRecord {
  /// Number of trajectories that it is made of.
  let trajectories: Int
  /// Values of its quantities by name; nil for what it does not have.
  let values: (String) -> [Double]?

  /// - Parameters:
  ///   - trajectories: Number of trajectories that it is made of.
  ///   - values: Values of its quantities by name.
  package init(trajectories: Int, values: @escaping (String) -> [Double]?) {
    self.trajectories = trajectories
    self.values = values
  }
}
