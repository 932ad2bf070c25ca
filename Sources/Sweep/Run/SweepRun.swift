import Glibc
import IO
import MPIBridge

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
    guard let preparation = try share(prepared, on: world) else { return .badInput }
    let started = Clock.now()
    let store: ResultsStore
    do throws(StoreError) {
      store =
        try preparation.continues
        ? ResultsStore(resuming: preparation.path, on: world)
        : ResultsStore(
          creating: preparation.path, layout: preparation.plan.layout(preparation.provenance),
          overwriting: request.existing == .overwrite, on: world)
    } catch {
      if world.isRoot { StandardError.write("spinsweep: \(error)\n") }
      return error.foundNothingWritten ? .badInput : .unexpectedFailure
    }
    let outcome = try compute(preparation, request, store, until: deadline, on: world)
    if let failure = outcome.failure { throw failure }
    return try share(
      world.isRoot
        ? RunSummary(preparation, request, outcome, seconds: Clock.now() - started).conclude()
        : .done, on: world)
  }

  private static func compute(
    _ preparation: Preparation, _ request: RunRequest, _ store: consuming ResultsStore,
    until deadline: Deadline?, on world: borrowing Communicator
  ) throws(SweepFailure) -> SweepOutcome {
    var store = store
    var status: [UInt8]?
    do throws(StoreError) {
      if preparation.continues {
        if request.retriesFailed { try store.resetFailed() }
        status = try store.readStatus()
        for point in try store.damagedPoints() { status?[point] = PointStatus.pending.rawValue }
      }
    } catch {
      throw .store(error)
    }
    let communicator: Communicator
    do throws(MPIError) {
      communicator = try world.duplicate()
    } catch {
      throw .messages(error)
    }
    return preparation.plan.run(
      OpenSweep(
        communicator: communicator, store: store, status: status, deadline: deadline,
        progress: request.progress))
  }

  /// Tells the other ranks what rank 0 has prepared; nil everywhere if it has nothing.
  private static func share(
    _ prepared: Preparation?, on world: borrowing Communicator
  ) throws(SweepFailure) -> Preparation? {
    do {
      let count = try world.broadcast(prepared == nil ? 0 : 1)
      guard count == 1 else { return nil }
      var parts: [String] = []
      for index in 0..<4 {
        parts.append(try world.broadcast(prepared?.encoded[index]))
      }
      return try prepared ?? Preparation(encoded: parts)
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
