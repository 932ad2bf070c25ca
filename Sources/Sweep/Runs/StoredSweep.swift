import Base
import Jobs
import Models
import ResultsStorage

/// What a results file that is there says of the sweep in it.
struct StoredSweep: Sendable {
  let path: String
  /// The whole job as TOML.
  let job: String
  /// `K/N`; nil for a file of the whole grid.
  let part: String?
  private let revision: String
  let layout: StoreLayout
  /// Names of what somebody has added to the file.
  let foreignNames: [String]
  private let hasRandomNumbersByIdentity: Bool

  /// - Throws: `StoreError` if there is no readable result file at `path`.
  init(_ path: String) throws(StoreError) {
    let reader = try ResultsReader(path)
    self.path = path
    layout = reader.layout
    foreignNames = reader.foreignNames
    hasRandomNumbersByIdentity = reader.hasRandomNumbersByIdentity
    job = try reader.text("job") ?? ""
    revision = try reader.text("source_revision") ?? ""
    part = try reader.text(PartLayout.attribute)
  }

  /// Checks that a sweep can go on in the file.
  ///
  /// - Throws: `InputError` that says why not: it is of another job or damaged.
  func checkContinues(_ plan: Plan, sourceRevision: String) throws(InputError) {
    try checkPart(plan, to: "resume")
    if let difference = try plan.difference(fromJob: job, of: path) {
      throw InputError("cannot resume '\(path)': \(difference)")
    }
    try checkVersion(plan, to: "resume")
    if let mismatch = plan.mismatch(of: layout) {
      throw InputError("cannot resume '\(path)': it is damaged: \(mismatch)")
    }
    noteRevision(sourceRevision)
  }

  /// - Parameter deed: what a sentence calls what is tried: `resume`.
  func checkPart(_ plan: Plan, to deed: String) throws(InputError) {
    guard part != plan.part.map(\.description) else { return }
    throw InputError(
      "cannot \(deed) '\(path)': it holds \(PartLayout.words(part)), and this run computes "
        + PartLayout.words(plan.part.map(\.description)))
  }

  /// - Parameter deed: what a sentence calls what is tried: `resume`.
  func checkVersion(_ plan: Plan, to deed: String) throws(InputError) {
    guard !hasRandomNumbersByIdentity, plan.isStochastic else { return }
    throw InputError(
      "cannot \(deed) '\(path)': an earlier version of the program began it, with other random "
        + "numbers; --overwrite computes it anew")
  }

  /// Checks that nothing is lost when another file takes the place of this one.
  ///
  /// - Parameter deed: what a sentence calls what is tried: `extend`.
  func checkOwn(to deed: String) throws(InputError) {
    guard let name = foreignNames.first else { return }
    throw InputError(
      "cannot \(deed) '\(path)': '\(name)' in it is not of its job and would be lost; move it to "
        + "another file first")
  }

  /// Checks that nothing is lost when points are added to a refined sweep.
  ///
  /// - Throws: `InputError` as `checkOwn`.
  func checkRefines(_ plan: Plan) throws(InputError) {
    if plan.refinement != nil, layout.tables.isEmpty { try checkOwn(to: "refine") }
  }

  /// Says that another build goes on with the file, if so.
  func noteRevision(_ sourceRevision: String) {
    guard revision != sourceRevision else { return }
    StandardError.write(
      "spinsweep: note: '\(path)' was begun by the source revision \(revision), and is "
        + "continued by \(sourceRevision)\n")
  }
}
