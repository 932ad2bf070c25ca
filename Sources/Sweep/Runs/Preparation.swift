import Base
import Glibc
import Jobs
import Models
import Reports
import ResultsStorage

/// What rank 0 finds out before anything is written, in a form that the other ranks can be told.
struct Preparation: Sendable {
  package var plan: any SweepPlan
  package var path: String
  /// Whether a file of this sweep is there already, to be continued.
  package var continues: Bool
  package var provenance: Provenance

  /// Reads and checks the job, the result file that may be there, the disk and the memory: all but the
  /// points, whose inspection takes longer the more there are.
  ///
  /// - Throws: `InputError`; nothing has been written then.
  package static func make(_ request: RunRequest, ranks: Int) throws(InputError) -> Preparation {
    let plan = try request.outline()
    try checkTeams(plan, ranks: ranks)
    let path = try OutputPath.resolved(request.output ?? plan.partFile, job: request.jobPath)
    let preparation = Preparation(
      plan: plan, path: path, continues: try continues(plan, path, request),
      provenance: Provenance(
        command: request.command, sourceRevision: request.sourceRevision, ranks: ranks))
    try Resources.checkMemory(plan, ranks: ranks)
    if !preparation.continues { try Resources.checkDisk(plan, path, ranks: ranks) }
    return preparation
  }

  private static func checkTeams(_ plan: any SweepPlan, ranks: Int) throws(InputError) {
    let size = plan.ranksPerPoint
    guard ranks % size != 0 else { return }
    let less = ranks / size * size
    throw InputError(
      "\(Format.count(ranks, "rank")) cannot be divided into teams of \(size) (ranks_per_point); "
        + "use " + (less > 0 ? "\(less) or \(less + size) ranks" : "\(size) ranks, or a multiple"))
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
      let part: String?
      let revision: String
      do throws(StoreError) {
        let reader = try ResultsReader(path)
        text = try reader.text("job") ?? ""
        revision = try reader.text("source_revision") ?? ""
        part = try reader.text(PartLayout.attribute)
      } catch {
        throw InputError("cannot resume '\(path)': \(error)")
      }
      guard part == plan.part.map(\.description) else {
        throw InputError(
          "cannot resume '\(path)': it holds \(PartLayout.words(part)), and this run computes "
            + PartLayout.words(plan.part.map(\.description)))
      }
      if let difference = try plan.difference(fromJob: text, of: path) {
        throw InputError("cannot resume '\(path)': \(difference)")
      }
      if revision != request.sourceRevision {
        StandardError.write(
          "spinsweep: note: '\(path)' was begun by the source revision \(revision), and is continued "
            + "by \(request.sourceRevision)\n")
      }
      return true
    }
  }

  /// The parts as texts, for a broadcast.
  package var encoded: [String] {
    [
      plan.jobText, path, continues ? "continues" : "starts", provenance.encoded,
      plan.part.map { "\($0)" } ?? "",
    ]
  }

  /// - Throws: `InputError` if rank 0's job text is none here: a bug, since it was checked there.
  init(encoded: [String], models: [ModelEntry]) throws(InputError) {
    plan = try JobReader.read(encoded[0], path: "job").outline(
      among: models, part: Part(encoded[4]))
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
