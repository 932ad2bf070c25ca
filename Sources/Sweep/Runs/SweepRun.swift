import Base
import Glibc
import Jobs
import MPIBridge
import Models
import Points
import ResultsStorage
public import Scheduler

/// `spinsweep run` after the command line: from the job file to the exit code.
public enum SweepRun {
  /// Runs a sweep. Collective: every rank calls it and gets the same exit code.
  ///
  /// - Throws: `SweepFailure` where the ranks cannot go on together; `InputError`s are printed and
  ///   become an exit code.
  public static func execute(
    _ request: RunRequest, on world: borrowing Communicator
  ) throws(SweepFailure) -> ExitCode {
    // From here on, since to create a large file takes part of the time too.
    let slurmEnd = getenv("SLURM_JOB_END_TIME").flatMap { Double(String(cString: $0)) }
    let deadline = Deadline.earliest(limit: request.timeLimit, slurmEnd: slurmEnd)
    var prepared: Preparation?
    if world.isRoot {
      do throws(InputError) {
        prepared = try Preparation.make(request, ranks: world.size)
      } catch {
        StandardError.write("spinsweep: \(error)\n")
      }
    }
    guard var preparation = try share(prepared, request, on: world) else {
      return try share(StopSignal.received == nil ? .badInput : .stopped, on: world)
    }
    if let code = try inspectPoints(of: &preparation, until: deadline, on: world) { return code }
    if world.isRoot {
      for warning in preparation.plan.warnings {
        StandardError.write("spinsweep: warning: \(warning)\n")
      }
    }
    let started = Clock.now()
    let (code, outcome) = try compute(preparation, request, until: deadline, on: world)
    if let code { return code }
    if let failure = outcome.failure { throw failure }
    return try share(
      world.isRoot
        ? RunSummary(preparation, request, outcome, seconds: Clock.now() - started).conclude()
        : .done, on: world)
  }

  /// Looks at the points, each rank at its share, since there may be many.
  ///
  /// - Returns: an exit code, the same on all ranks, if a point is wrong or something asked to stop.
  private static func inspectPoints(
    of preparation: inout Preparation, until deadline: Deadline?, on world: borrowing Communicator
  ) throws(SweepFailure) -> ExitCode? {
    let count = preparation.plan.gridPointCount
    let share = world.rank * count / world.size..<(world.rank + 1) * count / world.size
    let inspection: PointInspection
    do throws(MPIError) {
      inspection = try preparation.plan.inspect(share, until: deadline).combined(over: world)
    } catch {
      throw .messages(error)
    }
    do throws(InputError) {
      try preparation.plan.conclude(inspection, until: deadline)
      return nil
    } catch {
      if world.isRoot { StandardError.write("spinsweep: \(error)\n") }
      return inspection.stopped ? .stopped : .badInput
    }
  }

  /// Computes with teams of ranks. Only the ranks that lead one have to do with the file.
  ///
  /// - Returns: an exit code, the same on all ranks, if the file could not be opened.
  private static func compute(
    _ preparation: Preparation, _ request: RunRequest, until deadline: Deadline?,
    on world: borrowing Communicator
  ) throws(SweepFailure) -> (ExitCode?, SweepOutcome) {
    let size = preparation.plan.ranksPerPoint
    var team: MPITeam?
    var file: SweepFile?
    do throws(MPIError) {
      if size > 1, let own = try world.split(color: world.rank / size, key: world.rank) {
        team = MPITeam(own)
      }
      if let leaders = try world.split(color: world.rank % size == 0 ? 0 : nil, key: world.rank) {
        file = SweepFile(preparation, request, on: leaders)
      }
    } catch {
      throw .messages(error)
    }
    let options = SweepOptions(
      path: preparation.path, continues: preparation.continues, progress: request.progress,
      pointTimeout: preparation.plan.pointTimeout, pointsPerMessage: request.pointsPerMessage)
    // A rank that opens no file learns here whether the others could.
    let code = try share(file?.code ?? .done, on: world)
    if code != .done { return (code, SweepOutcome()) }
    CrashNotes.install(for: preparation.path)
    if let file { return (nil, try run(preparation, request, file, options, team, deadline)) }
    var outcome = SweepOutcome()
    if let team {
      outcome.failure = team.follow(preparation.plan.workload(), options)
    }
    return (nil, outcome)
  }

  private static func run(
    _ preparation: Preparation, _ request: RunRequest, _ file: SweepFile,
    _ options: SweepOptions, _ team: MPITeam?, _ deadline: Deadline?
  ) throws(SweepFailure) -> SweepOutcome {
    let pending: PointSet?
    do throws(StoreError) {
      pending = try file.pending(retriesFailed: request.retriesFailed)
    } catch {
      throw .store(error)
    }
    let communicator: Communicator
    do throws(MPIError) {
      communicator = try file.leaders.duplicate()
    } catch {
      throw .messages(error)
    }
    if let limit = options.pointTimeout { PointWatch.start(limit: limit) }
    guard let store = file.store.take() else { return SweepOutcome() }
    let sweep = OpenSweep(
      communicator: communicator, store: store, pending: pending, deadline: deadline,
      options: options, team: team)
    return sweep.run(preparation.plan.workload())
  }

  /// Tells the other ranks what rank 0 has prepared; nil everywhere if it has nothing.
  private static func share(
    _ prepared: Preparation?, _ request: RunRequest, on world: borrowing Communicator
  ) throws(SweepFailure) -> Preparation? {
    do {
      guard let parts = try world.broadcast(encoding: prepared?.encoded) else { return nil }
      return try prepared ?? Preparation(encoded: parts, models: request.models)
    } catch let error as MPIError {
      throw .messages(error)
    } catch {
      throw .unexpected("\(error)")
    }
  }

  private static func share(
    _ code: ExitCode, on world: borrowing Communicator
  ) throws(SweepFailure) -> ExitCode {
    do throws(MPIError) {
      return ExitCode(rawValue: try world.broadcast(code.rawValue)) ?? .unexpectedFailure
    } catch {
      throw .messages(error)
    }
  }
}
