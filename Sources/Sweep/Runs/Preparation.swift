import Base
import Glibc
import Jobs
import Models
import ResultsStorage

/// What rank 0 finds out before anything is written.
struct Preparation: Sendable {
  var plan: Plan
  /// The result file.
  let path: String
  /// Whether a file of this sweep is there already, to be continued.
  let continues: Bool
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
    try Self.checkTeams(plan, ranks: ranks)
    path = try request.path(of: plan)
    continues = try Self.continues(plan, path, request)
    provenance = Provenance(
      command: request.command, sourceRevision: request.sourceRevision, ranks: ranks)
    try Resources.checkMemory(plan, ranks: ranks, on: machine)
    if !continues { try Resources.checkDisk(plan, path, ranks: ranks) }
  }

  private static func checkTeams(_ plan: Plan, ranks: Int) throws(InputError) {
    let size = plan.job.run.ranksPerPoint
    guard ranks % size != 0 else { return }
    let less = ranks / size * size
    throw InputError(
      "\(Format.count(ranks, "rank")) cannot be divided into teams of \(size) (ranks_per_point); "
        + "use " + (less > 0 ? "\(less) or \(less + size) ranks" : "\(size) ranks, or a multiple"))
  }

  private static func continues(
    _ plan: Plan, _ path: String, _ request: RunRequest
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
      let layout: StoreLayout
      let isOfAnEarlierVersion: Bool
      do throws(StoreError) {
        let reader = try ResultsReader(path)
        layout = reader.layout
        isOfAnEarlierVersion = !reader.hasRandomNumbersByIdentity
        text = try reader.text("job") ?? ""
        revision = try reader.text("source_revision") ?? ""
        part = try reader.text(PartLayout.attribute)
      } catch {
        throw InputError("cannot resume '\(path)': \(error)", cause: error)
      }
      guard part == plan.part.map(\.description) else {
        throw InputError(
          "cannot resume '\(path)': it holds \(PartLayout.words(part)), and this run computes "
            + PartLayout.words(plan.part.map(\.description)))
      }
      if let difference = try plan.difference(fromJob: text, of: path) {
        throw InputError("cannot resume '\(path)': \(difference)")
      }
      if isOfAnEarlierVersion, plan.isStochastic {
        throw InputError(
          "cannot resume '\(path)': an earlier version of the program began it, with other random "
            + "numbers; --overwrite computes it anew")
      }
      if let mismatch = plan.mismatch(of: layout) {
        throw InputError("cannot resume '\(path)': it is damaged: \(mismatch)")
      }
      if revision != request.sourceRevision {
        StandardError.write(
          "spinsweep: note: '\(path)' was begun by the source revision \(revision), and is "
            + "continued by \(request.sourceRevision)\n")
      }
      return true
    }
  }
}

extension Preparation {
  /// What the other ranks are told, to make the same plan from it.
  struct Message: Codable {
    let job: String
    let part: Part?
    let path: String
    let continues: Bool
    let provenance: Provenance
  }

  var message: Message {
    Message(
      job: plan.jobText, part: plan.part, path: path, continues: continues, provenance: provenance)
  }

  /// - Throws: `InputError` if the program is to stop (`stopReason`), or if rank 0's job text is
  ///   none here: a bug, since it was checked there.
  init(
    _ message: Message, models: [ModelEntry], until deadline: Deadline?
  ) throws(InputError) {
    plan = try Job(text: message.job, path: "job").outline(
      among: models, part: message.part, until: deadline)
    path = message.path
    continues = message.continues
    provenance = message.provenance
  }
}
