public import Numerics
public import Teams

/// What a model knows of the sweep while it computes a point.
public struct PointContext {
  /// Number of the point in the file.
  package let point: Int
  /// The same for all points of a rank, so that a quick point costs no more than a reference.
  private let surroundings: PointSurroundings

  package init(point: Int, _ surroundings: PointSurroundings) {
    self.point = point
    self.surroundings = surroundings
  }

  /// The key of all random streams of this point: a function of the job's seed and of what the
  /// point is, not of its place in the grid. Made when it is asked for, since few models do.
  public var random: RandomKey { surroundings.randomKey() }

  /// Number of this rank among those that write, for what is labeled with it.
  package var rank: Int { surroundings.rank }

  /// The ranks that compute this point together; a `LoneRank` unless the model shares its points
  /// and the job asks for several.
  public var team: any RankTeam { surroundings.team }

  /// The state that this rank saved inside this point in an earlier run, if there is one: of the
  /// same job, the same `restartVersion` and as many ranks, and undamaged. If one rank of a team
  /// has it, all have, from the same call of `poll(saving:)`. nil: the point starts from its
  /// beginning.
  ///
  /// A state that does not read as expected is treated like none, by all ranks of the team alike.
  public var restart: (any RestartSource)? { surroundings.restart }

  /// To be called every few milliseconds: lets the rank answer others, join a collective write, and
  /// stop in time. On several ranks that share a point, at the same steps on all.
  ///
  /// - Throws: `EvaluationError.stopped` if the sweep is to end now, `.failed` if the point has
  ///   taken longer than it may, `.disconnected` if a rank of the team cannot be reached.
  public func poll() throws(EvaluationError) {
    try surroundings.onPoll(nil)
  }

  /// Begins to count the point's time anew: what has been done so far, such as starting a program,
  /// is not the point's.
  package func startsNow() { surroundings.onStart() }

  /// Tells how much of the point is done, from 0 to 1, for those who wait for it. For points that
  /// may take minutes.
  public func reached(_ share: Double) { surroundings.shareDone = share }

  /// `poll()` at a step at which the state of the calculation can be saved, so that a later run
  /// goes on from here instead of from the start of the point. For models with a `restartVersion`.
  ///
  /// - Parameter save: Appends the state of this rank to the sink. It is called only when a save is
  ///   due: now and then in points that take longer than the job's `flush_interval`, and before
  ///   `.stopped` is thrown.
  public func poll(saving save: (any RestartSink) -> Void) throws(EvaluationError) {
    try withoutActuallyEscaping(save) { (save) throws(EvaluationError) in
      try surroundings.onPoll(save)
    }
  }
}

/// What points have around them on one rank.
package final class PointSurroundings {
  /// What happens when a model polls; the argument, if there is one, saves the state of the point.
  package typealias Poll = (((any RestartSink) -> Void)?) throws(EvaluationError) -> Void

  let rank: Int
  let team: any RankTeam
  let onPoll: Poll
  /// The key of the random streams of the point that is computed now.
  let randomKey: () -> RandomKey
  /// The state that an earlier run saved inside the point that is computed now.
  package var restart: (any RestartSource)?
  /// How much of the point that is computed now is done, as far as its model tells.
  package var shareDone = 0.0
  /// What happens when a model says that its point only begins.
  package var onStart: () -> Void = {}

  /// - Parameters:
  ///   - rank: number of this rank among those that write.
  ///   - team: the ranks that compute points together.
  ///   - randomKey: gives the key of the random streams of the point that is computed now.
  ///   - onPoll: throws to end the point; may call its argument to save the state.
  package init(
    rank: Int = 0, team: any RankTeam, randomKey: @escaping () -> RandomKey,
    onPoll: @escaping Poll
  ) {
    self.rank = rank
    self.team = team
    self.randomKey = randomKey
    self.onPoll = onPoll
  }
}
