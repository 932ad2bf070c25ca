import Glibc
import IO

/// What rank 0 finds out before anything is written, in a form that the other ranks can be told.
struct Preparation: Sendable {
  var plan: any SweepPlan
  var path: String
  /// Whether a file of this sweep is there already, to be continued.
  var continues: Bool
  var provenance: Provenance

  /// Reads and checks the job, the result file that may be there, the disk and the memory.
  ///
  /// - Throws: `InputError`; nothing has been written then.
  static func make(_ request: RunRequest, ranks: Int) throws(InputError) -> Preparation {
    let job = try JobFile.read(request.jobPath, overrides: request.overrides)
    let plan = try job.plan()
    let path = try OutputPath.resolved(
      request.output ?? plan.outputFile, job: request.jobPath)
    let preparation = Preparation(
      plan: plan, path: path, continues: try continues(plan, path, request),
      provenance: Provenance(
        command: request.command, sourceRevision: request.sourceRevision, ranks: ranks))
    if !preparation.continues { try Resources.checkDisk(plan, path) }
    try Resources.checkMemory(plan, ranks: ranks)
    return preparation
  }

  private static func continues(
    _ plan: any SweepPlan, _ path: String, _ request: RunRequest
  ) throws(InputError) -> Bool {
    guard access(path, F_OK) == 0 else { return false }
    switch request.existing {
    case .overwrite: return false
    case .refuse:
      throw InputError(
        "'\(path)' exists already; --resume continues it, --overwrite replaces it")
    case .resume:
      let text: String
      do throws(StoreError) {
        text = try ResultsReader(path).text("job") ?? ""
      } catch {
        throw InputError("cannot resume '\(path)': \(error)")
      }
      if let difference = try plan.difference(fromJob: text, of: path) {
        throw InputError("cannot resume '\(path)': \(difference)")
      }
      return true
    }
  }

  /// The parts as texts, for a broadcast.
  var encoded: [String] {
    [plan.jobText, path, continues ? "continues" : "starts", provenance.encoded]
  }

  /// - Throws: `InputError` if rank 0's job text is none here: a bug, since it was checked there.
  init(encoded: [String]) throws(InputError) {
    plan = try JobReader.read(encoded[0], path: "job").plan()
    path = encoded[1]
    continues = encoded[2] == "continues"
    provenance = Provenance(encoded: encoded[3])
  }

  private init(plan: any SweepPlan, path: String, continues: Bool, provenance: Provenance) {
    self.plan = plan
    self.path = path
    self.continues = continues
    self.provenance = provenance
  }
}
