import Base
import MPIBridge
import Points
import ResultsStorage

/// The results file of a run, opened by the ranks that write it.
final class SweepFile {
  /// The ranks that write.
  let leaders: Communicator
  /// nil if the file could not be opened, and once somebody has taken it over.
  var store: ResultsStore?
  /// `.done`, or how the program ends since the file could not be opened; the same on all
  /// `leaders`.
  let code: ExitCode
  private let preparation: Preparation

  /// Creates the file or opens it to go on; prints why that is not possible. Collective.
  init(
    _ preparation: Preparation, _ request: RunRequest, until deadline: Deadline?,
    on leaders: consuming Communicator
  ) {
    self.preparation = preparation
    self.leaders = leaders
    do throws(StoreError) {
      store = try Self.open(preparation, request, until: deadline, on: self.leaders)
      code = .done
    } catch {
      if self.leaders.isRoot { StandardError.write("spinsweep: \(error)\n") }
      code = ExitCode(of: error)
    }
    if self.leaders.isRoot, code == .done, !preparation.continues || request.retriesFailed {
      CrashNotes.remove(of: preparation.path)
    }
  }

  private static func open(
    _ preparation: Preparation, _ request: RunRequest, until deadline: Deadline?,
    on leaders: borrowing Communicator
  ) throws(StoreError) -> ResultsStore {
    let path = preparation.path
    let ranksPerWriter = preparation.plan.ranksPerPoint
    if preparation.continues {
      let store = try ResultsStore(resuming: path, ranksPerWriter: ranksPerWriter, on: leaders)
      // Between the look at the file and its lock another run may have added points.
      guard store.pointCount == preparation.plan.pointCount,
        store.quantityNames == preparation.plan.quantities.map(\.name)
      else {
        throw .badLayout(path: path, reason: "it has been replaced while this run began")
      }
      return store
    }
    return try ResultsStore(
      creating: path, layout: preparation.plan.layout(preparation.provenance),
      overwriting: preparation.replaces, ranksPerWriter: ranksPerWriter, on: leaders
    ) { StopSignal.received == nil && deadline?.hasPassed != true }
  }

  /// The points to compute; nil in a new file, where these are all. Points that have ended the
  /// program too often are marked failed first. Collective.
  func pending(retriesFailed: Bool) throws(StoreError) -> PointSet? {
    guard preparation.continues else { return nil }
    if retriesFailed { try store?.resetFailed() }
    guard var pending = try store?.readPending() else { return nil }
    let damaged = try store?.damagedPoints() ?? []
    try store?.forgetMessages(of: damaged)
    for point in damaged { pending.insert(point) }
    var failed: [(point: Int, sentence: String)] = []
    if leaders.isRoot {
      for case (let point, let sentence?) in CrashNotes.read(of: preparation.path)
      where point < pending.pointCount && pending.contains(point) {
        failed.append((point, sentence))
      }
    }
    let points: [Int]
    do throws(MPIError) {
      points = try leaders.broadcast(ofAnyLength: failed.map(\.point))
    } catch {
      throw .mpi(error)
    }
    guard !points.isEmpty, var batch = store?.makeBatch() else { return pending }
    for (point, sentence) in failed {
      batch.append(point: point, status: .failed, seconds: .nan, message: sentence)
      let place = preparation.plan.describe(point)
      let advice = preparation.plan.refinement == nil ? "; --retry-failed tries it again" : ""
      StandardError.write(
        "spinsweep: the point\(place.isEmpty ? "" : " at \(place)") \(sentence) and is marked "
          + "failed\(advice)\n")
    }
    try store?.write(batch)
    for point in points { pending.remove(point) }
    return pending
  }
}
