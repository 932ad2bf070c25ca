import Base
import Jobs
import MPIBridge
import Models
import Points
import ResultsStorage

/// Adds a quantity to a result file by a formula over what the file has: `spinsweep derive`. The
/// file with the quantity takes the place of the old one when it is whole.
package struct Derivation {
  /// What is asked for.
  package struct Request: Sendable {
    package var file: String
    /// `NAME=EXPRESSION`.
    package var formula: String
    /// Of the numbers; a pure number unless given.
    package var unit: String?
    /// One line for labels; the formula unless given.
    package var meaning: String?
    package var models = ModelList.all
    package var command: [String] = []
    package var sourceRevision = ""

    package init(file: String, formula: String) {
      self.file = file
      self.formula = formula
    }
  }

  private let request: Request
  private let path: String
  private let storedJob: String
  private let plan: Plan
  /// The new quantity.
  package let name: String
  /// Points at which it is computed.
  package let done: Int

  /// Reads the file's job and checks the formula.
  ///
  /// - Throws: `InputError` for a formula that does not fit, that uses a quantity which the file
  ///   does not have, and for a file to which nothing can be added.
  package init(_ request: Request) throws(InputError) {
    self.request = request
    path = try OutputFile.resolved(request.file)
    let stored: StoredSweep
    do throws(StoreError) {
      stored = try StoredSweep(path)
      done = try ResultsReader(path).statusCounts()[.done] ?? 0
    } catch {
      throw InputError(error)
    }
    storedJob = stored.job
    let part = stored.part.flatMap { Part($0) }
    var job = try Job(text: stored.job, path: path)
    job.takeRefinedPoints(of: stored.layout)
    let before = try job.outline(among: request.models, part: part)
    if let mismatch = before.mismatch(of: stored.layout) {
      throw InputError("cannot add to '\(path)': it is damaged: \(mismatch)")
    }
    try stored.checkVersion(before, to: "add to")
    try stored.checkOwn(to: "add to")
    let added = try Job.QuantityRequest(
      request.formula, unit: request.unit, meaning: request.meaning)
    name = added.name
    job.quantities.append(added)
    plan = try job.plan(among: request.models, part: part)
    if let missing = plan.missingInput(Set(before.quantities.map(\.name))) {
      throw InputError(
        "the formula of '\(missing.formula)' uses '\(missing.quantity)', which '\(path)' does not "
          + "have; add the formula to the job, and run it with --extend",
        at: added.expressionLocation)
    }
  }

  /// Writes the file, on one rank.
  ///
  /// - Throws: `InputError` if nothing could be written or something asks the program to stop, else
  ///   `StoreError`; the file is there then as it was.
  package func write(on alone: borrowing Communicator) throws {
    do {
      let replacement = try StoreReplacement(of: path)
      do {
        try write(to: replacement.newPath, on: alone)
        try replacement.publish()
      } catch {
        replacement.discard()
        throw error
      }
    } catch let error as StoreError {
      throw error.foundNothingWritten ? InputError(error) : error
    }
  }

  private func write(to newPath: String, on alone: borrowing Communicator) throws {
    let source = try SweepSource(path)
    guard try source.text("job") == storedJob else {
      throw InputError("'\(path)' has been replaced while this run began; start again")
    }
    let provenance = Provenance(
      command: request.command, sourceRevision: request.sourceRevision,
      ranks: source.reader.layout.rankCount)
    var layout = plan.layout(provenance)
    layout.append(history: try source.text("history"))
    layout.tables = source.reader.layout.tables.map { BorderTable($0).table }
    var store = try ResultsStore(
      creating: newPath, layout: layout, overwriting: true, isBeside: true, on: alone)
    let carrier = RecordCarrier(
      source: source, plan: plan, number: source.number(of:),
      place: { source.point(numbered: $0) ?? $0 })
    try carrier.carry(source.done.union(source.failed), to: &store) {
      try PlanInterruption.check(until: nil)
    }
    try store.close()
  }
}
