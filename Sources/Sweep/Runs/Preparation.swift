import Base
import Glibc
import Jobs
import Models
import ResultsStorage

/// What rank 0 finds out before anything is written.
struct Preparation: Sendable {
  var plan: Plan
  /// The result file, as it is called while points are computed.
  let path: String
  /// Whether a file of this sweep is there already, to be continued.
  var continues: Bool
  /// Whether a file that is there is replaced.
  let replaces: Bool
  /// The file whose points have trajectories that this run adds to; nil if there is none.
  let earlierPath: String?
  /// The file that grows, known to rank 0.
  let extending: SweepExtension?
  /// Whether there is one.
  let extends: Bool
  let provenance: Provenance

  /// Reads and checks the job, the result file that may be there, the disk and the memory: all but
  /// the points, whose inspection takes longer the more there are.
  ///
  /// - Throws: `InputError`, also if the program is to stop before it is done (`stopReason`);
  ///   nothing has been written then.
  init(
    _ request: RunRequest, ranks: Int, on machine: Machine, until deadline: Deadline?
  ) throws(InputError) {
    plan = try request.outline(until: deadline)
    try plan.checkMiddlesOfCells()
    if request.pointsPerMessage == nil { plan.shareLongPoints(over: ranks) }
    try Self.checkTeams(plan, ranks: ranks)
    let path = try request.path(of: plan)
    let existing = try Self.existing(plan, path, request)
    plan = existing.plan ?? plan
    if request.retriesFailed, plan.refinement != nil {
      throw InputError(
        "--retry-failed cannot compute failed points of a refined sweep again: where its other "
          + "points are follows from them; --overwrite computes all of it anew")
    }
    (continues, replaces, extending) = (existing.continues, existing.replaces, existing.extending)
    extends = extending != nil
    earlierPath = extending?.goesOn == true ? path : nil
    self.path = extending?.carriesOver ?? true ? path : StoreReplacement.newPath(of: path)
    provenance = Provenance(
      command: request.command, sourceRevision: request.sourceRevision, ranks: ranks,
      linearAlgebra: LinearAlgebraStart.description)
    try Resources.checkMemory(plan, ranks: ranks, on: machine)
    // A new file stands beside the old one for a while.
    let isNew = !continues || extends && extending?.carriesOver == true
    if isNew { try Resources.checkDisk(plan, path, ranks: ranks) }
  }

  private static func checkTeams(_ plan: Plan, ranks: Int) throws(InputError) {
    let size = plan.ranksPerPoint
    guard ranks % size != 0 else { return }
    let less = ranks / size * size
    throw InputError(
      "\(Format.count(ranks, "rank")) cannot be divided into teams of \(size) (ranks_per_point); "
        + "use " + (less > 0 ? "\(less) or \(less + size) ranks" : "\(size) ranks, or a multiple"))
  }

  /// What becomes of a result file that is there.
  struct Existing {
    var continues = false
    var replaces = false
    var extending: SweepExtension?
    /// The plan with the points that the file has; nil if the job says which these are.
    var plan: Plan?
  }

  /// - Throws: `InputError` if the run cannot go on with it as it was asked to.
  static func existing(
    _ plan: Plan, _ path: String, _ request: RunRequest
  ) throws(InputError) -> Existing {
    guard access(path, F_OK) == 0 else { return Existing() }
    switch request.existing {
    case .overwrite: return Existing(replaces: true)
    case .refuse:
      throw InputError(
        "'\(path)' exists already; --resume continues it, --extend adds to it, --overwrite "
          + "replaces it")
    case .resume:
      let stored = try stored(path, to: "resume")
      let plan = try plan.withPoints(of: stored.layout)
      try stored.checkContinues(plan, sourceRevision: request.sourceRevision)
      try stored.checkRefines(plan)
      return Existing(continues: true, plan: plan)
    case .extend:
      let stored = try stored(path, to: "extend")
      let plan = try plan.withPoints(of: stored.layout)
      if stored.part == plan.part.map(\.description),
        try plan.difference(fromJob: stored.job, of: path) == nil
      {
        try stored.checkContinues(plan, sourceRevision: request.sourceRevision)
        try stored.checkRefines(plan)
        return Existing(continues: true, plan: plan)
      }
      let extending = try SweepExtension(plan, stored)
      stored.noteRevision(request.sourceRevision)
      let newPath = StoreReplacement.newPath(of: path)
      let continues = extending.carriesOver || continuesBeside(newPath, plan)
      return Existing(
        continues: continues, replaces: !continues, extending: extending, plan: plan)
    }
  }

  /// Whether a run of this job before has begun to compute beside the old file.
  private static func continuesBeside(_ newPath: String, _ plan: Plan) -> Bool {
    guard access(newPath, F_OK) == 0, let stored = try? StoredSweep(newPath) else { return false }
    return (try? plan.difference(fromJob: stored.job, of: newPath)) == .some(nil)
      && plan.mismatch(of: stored.layout) == nil
  }

  private static func stored(
    _ path: String, to deed: String
  ) throws(InputError) -> StoredSweep {
    do throws(StoreError) { return try StoredSweep(path) } catch {
      throw InputError("cannot \(deed) '\(path)': \(error)", cause: error)
    }
  }
}

extension Preparation {
  /// What the other ranks are told, to make the same plan from it.
  struct Message: Codable {
    let job: String
    let points: Job.RefineRequest.Points?
    let part: Part?
    let path: String
    let continues: Bool
    let replaces: Bool
    let extends: Bool
    let earlierPath: String?
    let ranksPerPoint: Int
    let provenance: Provenance
  }

  var message: Message {
    Message(
      job: plan.jobText, points: plan.job.refine?.points, part: plan.part, path: path,
      continues: continues, replaces: replaces, extends: extends, earlierPath: earlierPath,
      ranksPerPoint: plan.ranksPerPoint, provenance: provenance)
  }

  /// - Throws: `InputError` if the program is to stop (`stopReason`), or if rank 0's job text is
  ///   none here: a bug, since it was checked there.
  init(
    _ message: Message, models: [ModelEntry], until deadline: Deadline?
  ) throws(InputError) {
    var job = try Job(text: message.job, path: "job")
    job.refine?.points = message.points
    plan = try job.outline(among: models, part: message.part, until: deadline)
    plan.ranksPerPoint = message.ranksPerPoint
    path = message.path
    earlierPath = message.earlierPath
    continues = message.continues
    replaces = message.replaces
    extends = message.extends
    extending = nil
    provenance = message.provenance
  }
}
