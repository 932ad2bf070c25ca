import Base
import Jobs
import MPIBridge
import Models
import Points
import ResultsStorage

/// A results file that grows into one of a job that asks for more: `run --extend`.
///
/// Finished points are carried over into a new file beside the old one, which then takes its place;
/// after that the run goes on as any that is resumed. Where the job changes what every result is,
/// such as the number of trajectories, nothing can be carried over: the new file is computed beside
/// the old one, and takes its place when it has all that the old one had.
struct SweepExtension: Sendable {
  /// A moment at which a kill must lose nothing; tests ask for one.
  enum Step: String, Sendable, CaseIterable {
    /// The new file is made, without any record.
    case created
    /// Some records are carried over.
    case carrying
    /// All are.
    case carried
    /// The new file is closed and on the disk.
    case closed
    /// It has the place of the old one.
    case published
  }

  /// The old file.
  let path: String
  /// Its plan.
  let old: Plan
  private let oldJob: String
  private let map: PointMap
  /// What becomes of the points of the old file.
  private let succession: Plan.Succession
  /// Whether no point of the old file is done, and those that failed are other points.
  private let carriesNothing: Bool
  /// Finished points of the old file.
  let finished: Int

  /// - Throws: `InputError` that says what the job takes away or changes, or why the file cannot
  ///   grow.
  init(_ plan: Plan, _ stored: StoredSweep) throws(InputError) {
    path = stored.path
    oldJob = stored.job
    try stored.checkPart(plan, to: "extend")
    guard plan.part == nil else {
      throw InputError(
        "cannot extend '\(path)': a part of a grid stays as it is; `spinsweep merge` the "
          + "parts first"
      )
    }
    let (found, refusal) = try plan.predecessor(fromJob: stored.job, of: path)
    guard let old = found else {
      throw InputError("cannot extend '\(path)': \(refusal ?? "")")
    }
    if plan.refinement != nil {
      if let difference = plan.difference(from: old, of: path, than: "the job") {
        throw InputError(
          "cannot extend '\(path)': \(difference); a refined sweep grows by 'depth' and "
            + "'most_points' of [refine] alone")
      }
    }
    let map = PointMap(from: old, to: plan)
    if let refusal = plan.refusal(toExtend: old, of: path, map) {
      throw InputError("cannot extend '\(path)': \(refusal)")
    }
    try stored.checkVersion(plan, to: "extend")
    if let mismatch = old.mismatch(of: stored.layout) {
      throw InputError("cannot extend '\(path)': it is damaged: \(mismatch)")
    }
    try stored.checkOwn(to: "extend")
    var counts: [PointStatus: Int] = [:]
    do throws(StoreError) { counts = try ResultsReader(path).statusCounts() } catch {
      throw InputError(error)
    }
    let names = Set(stored.layout.quantities.map(\.name))
    let done = counts[.done] ?? 0
    let succession = plan.succession(of: old, in: path, stored: names)
    // Points that failed are no loss.
    carriesNothing = done == 0 && succession != .kept
    self.succession = done == 0 ? .kept : succession
    finished = done + (carriesNothing ? 0 : counts[.failed] ?? 0)
    self.old = old
    self.map = map
  }

  /// Whether finished points are carried over into the new file before any is computed; if not, the
  /// new file is computed beside the old one.
  var carriesOver: Bool { succession == .kept }

  /// Whether points begin with the trajectories that the old file has of them.
  var goesOn: Bool {
    if case .goesOn = succession { true } else { false }
  }

  /// What the run says of it.
  func note(_ plan: Plan, continues: Bool) -> String {
    let what: String
    switch succession {
    case .kept:
      return
        "\(Format.count(finished, "point")) of \(plan.pointCount) are carried over from '\(path)'"
    case .goesOn(let reason):
      what =
        "all \(finished) points of '\(path)' go on with the trajectories that they have: \(reason)"
    case .startsAnew(let reason):
      what = "all \(finished) points of '\(path)' are computed again: \(reason)"
    }
    return "\(what); until they are done it stays as it is, and "
      + "'\(StoreReplacement.newPath(of: path))' " + (continues ? "goes on" : "has the new ones")
  }
}

extension SweepExtension {
  /// Carries finished points over into a new file, which takes the place of the old one. On one
  /// rank.
  ///
  /// - Throws: `StoreError`, and `InputError` if the program is to stop or the old file is not what
  ///   it was; the old file is there then as it was.
  func carryOver(
    _ plan: Plan, _ provenance: Provenance, _ request: RunRequest, until deadline: Deadline?,
    on alone: borrowing Communicator
  ) throws {
    let replacement = try StoreReplacement(of: path)
    do {
      try write(to: replacement.newPath, plan, provenance, request, until: deadline, on: alone)
      request.whileExtending?(Step.closed.rawValue)
      // Its points have other numbers from here on.
      CrashNotes.remove(of: path)
      try replacement.publish()
    } catch {
      replacement.discard()
      throw error
    }
    request.whileExtending?(Step.published.rawValue)
  }

  private func write(
    to newPath: String, _ plan: Plan, _ provenance: Provenance, _ request: RunRequest,
    until deadline: Deadline?, on alone: borrowing Communicator
  ) throws {
    let source = try SweepSource(path, omitsDamaged: true)
    guard try source.text("job") == oldJob else {
      throw InputError("'\(path)' has been replaced while this run began; start again")
    }
    var layout = plan.layout(provenance)
    layout.append(history: try source.text("history"))
    var store = try ResultsStore(
      creating: newPath, layout: layout, overwriting: true, isBeside: true, on: alone
    ) { StopSignal.received == nil && deadline?.hasPassed != true }
    request.whileExtending?(Step.created.rawValue)
    var carrier = RecordCarrier(
      source: source, plan: plan, number: { map.number(of: source.number(of: $0)) },
      place: { $0 })
    carrier.pointsAtOnce = request.pointsCarriedAtOnce
    let finished = carriesNothing ? source.done : source.done.union(source.failed)
    let points = carrier.firstOfEach(finished)
    try carrier.carry(points, to: &store) {
      request.whileExtending?(Step.carrying.rawValue)
      try PlanInterruption.check(until: deadline)
    }
    request.whileExtending?(Step.carried.rawValue)
    try store.close()
  }

  /// Gives a file in which all was computed again the place of the old one, if all that the old one
  /// had is done in it.
  ///
  /// - Returns: how many points of the old file it does not have; it stays then.
  /// - Throws: `StoreError`, or `InputError` if one of the files cannot be read.
  func publish(_ replacement: borrowing StoreReplacement, _ request: RunRequest) throws -> Int {
    let lost: Int
    do {
      let before = try SweepSource(path, omitsDamaged: true)
      let after = try SweepSource(replacement.newPath, omitsDamaged: true)
      lost = before.done.members.count { point in
        map.number(of: point).map { !after.done.contains($0) } ?? true
      }
    }
    guard lost == 0 else { return lost }
    request.whileExtending?(Step.closed.rawValue)
    for file in [path, replacement.newPath] {
      CrashNotes.remove(of: file)
      IdleRuns.forget(of: file)
    }
    try replacement.publish()
    request.whileExtending?(Step.published.rawValue)
    return 0
  }
}

extension StoreLayout {
  /// Puts the commands that a file comes from before the one that makes it.
  mutating func append(history earlier: String) {
    guard !earlier.isEmpty,
      let index = attributes.firstIndex(where: { $0.name == "history" }),
      case .text(let own) = attributes[index].value
    else { return }
    attributes[index].value = .text(earlier + "\n" + own)
  }
}
