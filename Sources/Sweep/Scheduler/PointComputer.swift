import Base
import Points
import Teams

/// Computes single points on this rank, alone or together with the other ranks of its team.
///
/// The rank that leads the team decides what happens when a model polls; its decision reaches the
/// others with the largest of numbers that all give, so that a signal that only one of them has
/// received stops the team too.
final class PointComputer {
  /// What to do after a poll, in the order of precedence.
  private enum Decision {
    static let goOn = 0
    static let save = 1
    static let tooLong = 2
    /// Stop; a signal that another rank has received is added.
    static let stop = 3
  }

  private let program: PointProgram
  private let rank: Int
  private let team: MPITeam?
  private let restart: PointRestart?
  /// Longest time in seconds that a point may take.
  private let timeLimit: Double?
  private lazy var surroundings = PointSurroundings(
    rank: rank, team: team ?? LoneRank(), randomKey: program.randomKey
  ) { [unowned self] save throws(EvaluationError) in
    try poll(save)
  }
  private var start = 0.0
  private var point = 0
  /// Lets the rank that leads answer others; returns whether to go on.
  var serve: () -> Bool = { true }

  init(_ work: Workload, rank: Int = 0, _ team: MPITeam?, _ options: SweepOptions) {
    self.rank = rank
    program = work.program
    self.team = team
    restart = work.restartIdentity.map {
      PointRestart(
        path: options.path, identity: $0, team: team, mayExist: options.continues,
        interval: work.flushInterval)
    }
    timeLimit = work.pointTimeout
    surroundings.onStart = { [unowned self] in start = Clock.now() }
  }

  private var leads: Bool { team.map(\.isLeader) ?? true }

  /// Whether there is a state of the point in work on the disk.
  var hasState: Bool { restart?.hasState ?? false }

  /// How much of the point in work is done, as far as its model tells.
  var shareDone: Double { surroundings.shareDone }

  /// Computes a point; on the rank that leads a team, the others join in.
  @inline(__always)
  func compute(_ point: Int) throws(EvaluationError) {
    if team == nil, restart == nil, timeLimit == nil {
      self.point = point
      CrashNotes.begin(point)
      try program.compute(PointContext(point: point, surroundings))
    } else {
      try computeWithCare(point)
    }
  }

  private func computeWithCare(_ point: Int) throws(EvaluationError) {
    if let team, team.isLeader { _ = try team.maximum(point + 1) }
    surroundings.restart = try restart?.begin(point)
    start = Clock.now()
    self.point = point
    CrashNotes.begin(point, at: start)
    defer {
      CrashNotes.end()
      surroundings.shareDone = 0
    }
    try program.compute(PointContext(point: point, surroundings))
  }

  /// Computes points with the rank that leads the team until that rank lets go.
  ///
  /// - Returns: why the ranks of the team cannot go on together, if so; whatever else happens to a
  ///   point is the leader's.
  func follow() -> EvaluationFailure? {
    do throws(EvaluationError) {
      while let team, case let order = try team.maximum(-1), order > 0 {
        do throws(EvaluationError) {
          try computeWithCare(order - 1)
        } catch {
          if let reason = error.disconnection { return reason }
        }
        program.forget()
      }
      return nil
    } catch {
      return error.disconnection
    }
  }

  /// Lets the other ranks of the team go.
  ///
  /// - Returns: why they cannot be reached, if so.
  func dismiss() -> EvaluationFailure? {
    guard let team, team.isLeader else { return nil }
    do throws(EvaluationError) { _ = try team.maximum(0) } catch { return error.disconnection }
    return nil
  }

  private func poll(_ save: ((any RestartSink) -> Void)?) throws(EvaluationError) {
    var decision = Decision.goOn
    if leads {
      decision = decideAsLeader(canSave: save != nil)
    } else if let signal = StopSignal.received {
      decision = Decision.stop + Int(signal)
    }
    if let team {
      decision = try team.maximum(decision)
      if decision > Decision.stop, StopSignal.received == nil {
        StopSignal.note(Int32(decision - Decision.stop))
      }
    }
    switch decision {
    case Decision.goOn: break
    case Decision.save:
      if let save { try restart?.save(save) }
    case Decision.tooLong:
      throw .failed(
        "took longer than \(Format.duration(timeLimit ?? 0)), the longest that a point may")
    default:
      if let save, let restart, try isWorthSaving(restart) { try restart.save(save) }
      throw .stopped
    }
  }

  private func decideAsLeader(canSave: Bool) -> Int {
    CrashNotes.end()
    let before = Clock.now()
    let goesOn = serve()
    let now = Clock.now()
    // Time spent for others, such as in a collective write, is not the point's.
    start += now - before
    CrashNotes.begin(point, at: start)
    if !goesOn { return Decision.stop }
    if let timeLimit, now - start > timeLimit { return Decision.tooLong }
    if canSave, let restart, restart.isDue(now) { return Decision.save }
    return Decision.goOn
  }

  /// As the rank that leads sees it, since clocks differ.
  private func isWorthSaving(_ restart: PointRestart) throws(EvaluationError) -> Bool {
    let isWorthwhile = leads && restart.isWorthwhile(Clock.now())
    return try team.map { (team) throws(EvaluationError) in
      try team.maximum(isWorthwhile ? 1 : 0) == 1
    } ?? isWorthwhile
  }
}

extension EvaluationError {
  /// Why the ranks of a team cannot go on together, if that is the error.
  var disconnection: EvaluationFailure? {
    if case .disconnected(let reason) = self { reason } else { nil }
  }
}
