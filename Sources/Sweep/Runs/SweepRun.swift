import Base
import Borders
import Glibc
import Jobs
import MPIBridge
import Models
import Points
import ResultsStorage
import Scheduler

/// `spinsweep run` after the command line: from the job file to the exit code.
package enum SweepRun {
  /// Runs a sweep. Collective: every rank calls it and gets the same exit code.
  ///
  /// - Throws: `SweepFailure` where the ranks cannot go on together; `InputError`s are printed and
  ///   become an exit code.
  package static func execute(
    _ request: RunRequest, on world: borrowing Communicator
  ) throws(SweepFailure) -> ExitCode {
    // From here on, since to create a large file takes part of the time too.
    let slurmEnd = getenv("SLURM_JOB_END_TIME").flatMap { Double(String(cString: $0)) }
    let deadline = Deadline.earliest(limit: request.timeLimit, slurmEnd: slurmEnd)
    let machine = try ofThisRank { try Machine(tightestOf: world) }
    var prepared: Preparation?
    var refusal = ExitCode.badInput
    if world.isRoot {
      do throws(InputError) {
        prepared = try Preparation(
          request, ranks: world.size, on: machine, until: deadline)
      } catch {
        StandardError.write("spinsweep: \(error)\n")
        if error.stopReason != nil { refusal = .stopped }
      }
    }
    guard let message = try share(prepared, on: world) else {
      if refusal == .stopped { refusal = endOfIdleRun(request) }
      return try share(refusal, on: world)
    }
    guard
      var preparation = try follow(message, prepared, request, until: deadline, on: world)
    else { return try share(world.isRoot ? endOfIdleRun(request) : .stopped, on: world) }
    if let code = try inspectPoints(of: &preparation.plan, until: deadline, on: world) {
      guard code == .stopped else { return code }
      return try share(world.isRoot ? endOfIdleRun(request) : code, on: world)
    }
    // Counted before the work: a run that is killed has not come further either.
    var idleRuns: IdleRuns?
    if let most = request.mostIdleRuns {
      if world.isRoot { idleRuns = IdleRuns(of: preparation.path, most: most) }
      let isOver = try share(idleRuns?.begin() ?? false ? .unexpectedFailure : .done, on: world)
      if isOver != .done { return isOver }
    }
    if world.isRoot {
      for warning in preparation.plan.warnings {
        StandardError.write("spinsweep: warning: \(warning)\n")
      }
    }
    var lock: StoreLock?
    if let code = try begin(&lock, preparation, on: world) {
      idleRuns?.withdraw()
      return code
    }
    defer { _ = lock.take() }
    var running = preparation.extending.map { RunningExtension($0, request) }
    if preparation.extends,
      let code = try extend(&running, preparation, until: deadline, on: world)
    {
      guard code == .stopped else {
        idleRuns?.withdraw()
        return code
      }
      return try share(idleRuns?.end() ?? false ? .unexpectedFailure : .stopped, on: world)
    }
    let started = Clock.now()
    var (code, outcome) = try compute(preparation, request, until: deadline, on: world)
    if let code {
      // It never ran: bad input leaves nothing behind.
      idleRuns?.withdraw()
      return code
    }
    if let failure = outcome.failure { throw failure }
    if let planned = preparation.plan.refinement {
      let code = try refine(
        RefinementRounds(
          preparation.extending?.path ?? preparation.path, planned, request, until: deadline),
        &preparation, &outcome, request, until: deadline, on: world)
      if let code { return code }
    }
    let seconds = Clock.now() - started
    let isInPlace = outcome.stopReason == nil && running?.conclude() ?? true
    let summary = RunSummary(
      path: isInPlace ? preparation.extending?.path ?? preparation.path : preparation.path,
      preparation: preparation, request: request, outcome: outcome, isInPlace: isInPlace,
      idleRuns: idleRuns, seconds: seconds)
    return try share(world.isRoot ? summary.conclude() : .done, on: world)
  }

  /// Carries over, on rank 0, what a file has that is extended.
  ///
  /// - Returns: an exit code, the same on all ranks, if the run ends there.
  private static func extend(
    _ running: inout RunningExtension?, _ preparation: Preparation, until deadline: Deadline?,
    on world: borrowing Communicator
  ) throws(SweepFailure) -> ExitCode? {
    var code = ExitCode.done
    let alone = try ofThisRank { try world.split(color: world.isRoot ? 0 : nil) }
    if let alone, running != nil {
      code = running?.begin(preparation, until: deadline, on: alone) ?? .done
    }
    code = try share(code, on: world)
    return code == .done ? nil : code
  }

  /// Keeps other runs away from a sweep that is refined, on rank 0.
  ///
  /// - Returns: an exit code, the same on all ranks, if another run has it.
  private static func begin(
    _ lock: inout StoreLock?, _ preparation: Preparation, on world: borrowing Communicator
  ) throws(SweepFailure) -> ExitCode? {
    guard preparation.plan.refinement != nil else { return nil }
    var code = ExitCode.done
    if world.isRoot {
      do throws(StoreError) { lock = try StoreLock(for: preparation.path, .refining) } catch {
        StandardError.write("spinsweep: \(error)\n")
        code = ExitCode(of: error)
      }
    }
    code = try share(code, on: world)
    return code == .done ? nil : code
  }

  /// Adds points where the border is, round by round, and computes them.
  ///
  /// - Returns: an exit code, the same on all ranks, if the run cannot go on.
  private static func refine(
    _ rounds: RefinementRounds, _ preparation: inout Preparation, _ outcome: inout SweepOutcome,
    _ request: RunRequest, until deadline: Deadline?, on world: borrowing Communicator
  ) throws(SweepFailure) -> ExitCode? {
    // Once, since some libraries take their time to make one.
    let alone = try ofThisRank { try world.split(color: world.isRoot ? 0 : nil) }
    // Rank 0 alone knows why a sweep has stopped.
    while try share(outcome.stopReason == nil ? .done : .stopped, on: world) == .done {
      var code = ExitCode.done
      var step: RefinementRounds.Step?
      do {
        step = try alone?.refine(rounds, preparation.plan)
        let (computed, failed) = rounds.takeTally()
        outcome.add(computed: computed, failed: failed)
      } catch {
        code = ExitCode(of: error)
        if code == .stopped, let reason = StopReason(of: error, deadline) {
          outcome.stop(reason)
        } else {
          StandardError.write("spinsweep: \(error)\n")
        }
      }
      code = try share(code, on: world)
      if code == .stopped { return nil }
      guard code == .done else { return code }
      step = try ofThisRank { try world.broadcast(encoding: step) }
      guard let step else { return nil }
      if let points = step.points {
        let plan = try unlessStopped(until: deadline, on: world) {
          [plan = preparation.plan] () throws(InputError) in try plan.refined(to: points)
        }
        guard let plan else { return .stopped }
        preparation.plan = plan
        preparation.continues = true
      }
      if step.isFinished { return nil }
      let (failure, next) = try compute(
        preparation, request, after: outcome.computed, until: deadline, on: world)
      if let failure { return failure }
      outcome.add(next)
      if let failure = next.failure { throw failure }
    }
    return nil
  }

  /// How a run ends that was stopped before it knew all of its job: it counts like any other.
  private static func endOfIdleRun(_ request: RunRequest) -> ExitCode {
    guard let run = IdleRuns(of: request) else { return .stopped }
    return run.begin() || run.end() ? .unexpectedFailure : .stopped
  }

  /// Looks at the points, each rank at its share, since there may be many.
  ///
  /// - Returns: an exit code, the same on all ranks, if a point is wrong or something asked to
  ///   stop.
  private static func inspectPoints(
    of plan: inout Plan, until deadline: Deadline?, on world: borrowing Communicator
  ) throws(SweepFailure) -> ExitCode? {
    let count = plan.grid.pointCount
    let share = world.rank * count / world.size..<(world.rank + 1) * count / world.size
    var inspection = plan.inspect(share, until: deadline)
    try ofThisRank {
      inspection.firsts = try world.allReduce(inspection.firsts, .minimum)
      inspection.counts = try world.allReduce(inspection.counts, .sum)
      inspection.stops = try world.allReduce(inspection.stops, .maximum)
    }
    do throws(InputError) {
      try plan.conclude(inspection, until: deadline)
      return nil
    } catch {
      if world.isRoot { StandardError.write("spinsweep: \(error)\n") }
      return inspection.isStopped ? .stopped : .badInput
    }
  }

  /// Computes with teams of ranks. Only the ranks that lead one have to do with the file.
  ///
  /// - Parameter computed: points that this run has computed before; nil if it has just begun.
  /// - Returns: an exit code, the same on all ranks, if the file could not be opened.
  private static func compute(
    _ preparation: Preparation, _ request: RunRequest, after computed: Int? = nil,
    until deadline: Deadline?, on world: borrowing Communicator
  ) throws(SweepFailure) -> (ExitCode?, SweepOutcome) {
    let size = preparation.plan.ranksPerPoint
    var team: MPITeam?
    var file: SweepFile?
    try ofThisRank {
      if size > 1, let own = try world.split(color: world.rank / size, key: world.rank) {
        team = MPITeam(own)
      }
      if let leaders = try world.split(color: world.rank % size == 0 ? 0 : nil, key: world.rank) {
        file = SweepFile(preparation, request, until: deadline, on: leaders)
      }
    }
    // A rank that opens no file learns here whether the others could.
    let code = try share(file?.code ?? .done, on: world)
    if code != .done { return (code, SweepOutcome()) }
    CrashNotes.install(for: preparation.path)
    let earlier = try ofThisRank {
      try preparation.earlierPath.map { try EarlierPoints(of: $0, for: preparation.plan) }
    }
    let work = preparation.plan.workload(from: earlier.map { $0.record(at:) })
    let options = SweepOptions(
      path: preparation.path, continues: preparation.continues, progress: request.progress,
      pointsPerMessage: request.pointsPerMessage, deadline: deadline,
      stopsAfter: request.stopsAfter, computedBefore: computed ?? 0)
    guard let file else { return (nil, team.map { work.follow($0, options) } ?? SweepOutcome()) }
    let pending: PointSet?
    do throws(StoreError) {
      pending = try file.pending(retriesFailed: request.retriesFailed)
    } catch {
      throw SweepFailure(error, isOfThisRankAlone: false)
    }
    let communicator = try ofThisRank { try file.leaders.duplicate() }
    if computed == nil, let limit = work.pointTimeout { PointWatch.start(limit: limit) }
    guard let store = file.store.take() else { return (nil, SweepOutcome()) }
    return (nil, work.run(pending, into: store, on: communicator, team: team, options))
  }

  /// Tells the other ranks what rank 0 has prepared; nil everywhere if it has nothing.
  private static func share(
    _ prepared: Preparation?, on world: borrowing Communicator
  ) throws(SweepFailure) -> Preparation.Message? {
    try ofThisRank { try world.broadcast(encoding: prepared?.message) }
  }

  /// What rank 0 has prepared, made on the other ranks, too; nil on all if one of them was asked to
  /// stop meanwhile.
  private static func follow(
    _ message: Preparation.Message, _ prepared: Preparation?, _ request: RunRequest,
    until deadline: Deadline?, on world: borrowing Communicator
  ) throws(SweepFailure) -> Preparation? {
    try unlessStopped(until: deadline, on: world) { () throws(InputError) in
      if let prepared { return prepared }
      return try Preparation(message, models: request.models, until: deadline)
    }
  }

  /// What every rank makes of what all know; nil on all if one of them was asked to stop meanwhile.
  private static func unlessStopped<Value>(
    until deadline: Deadline?, on world: borrowing Communicator,
    _ make: () throws(InputError) -> Value
  ) throws(SweepFailure) -> Value? {
    var value: Value?
    var stops = [0, 0]
    do throws(InputError) {
      value = try make()
    } catch {
      guard let reason = error.stopReason else {
        throw SweepFailure(error, isOfThisRankAlone: true)
      }
      if case .signal(let number) = reason { stops[0] = Int(number) } else { stops[1] = 1 }
    }
    stops = try ofThisRank { try world.allReduce(stops, .maximum) }
    guard stops != [0, 0] else { return value }
    if world.isRoot {
      StandardError.write("spinsweep: \(PlanInterruption.error(signal: stops[0], deadline))\n")
    }
    return nil
  }

  private static func share(
    _ code: ExitCode, on world: borrowing Communicator
  ) throws(SweepFailure) -> ExitCode {
    try ofThisRank { try world.broadcast(encoding: code) }
  }

  /// Does what ranks do together; where it fails, the others may not know.
  private static func ofThisRank<Result: ~Copyable>(
    _ body: () throws -> Result
  ) throws(SweepFailure) -> Result {
    do { return try body() } catch { throw SweepFailure(error, isOfThisRankAlone: true) }
  }
}

extension Communicator {
  /// The next round, on the rank that makes it.
  fileprivate borrowing func refine(
    _ rounds: RefinementRounds, _ plan: Plan
  ) throws -> RefinementRounds.Step {
    try rounds.next(plan, on: self)
  }
}
