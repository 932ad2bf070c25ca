import Base
import Borders
import Jobs
import MPIBridge
import Models
import Points
import ResultsStorage
import Scheduler

/// Adds points to a refined sweep when all that it has are computed: on rank 0, a round at a time.
///
/// Rounds of quick points are computed here, one after the other, and kept in memory for a moment:
/// to make a file of each would take far longer than its points. A round that takes longer, or does
/// not come to its end in that time, is computed by all ranks.
///
/// What rounds have added is written like a file that is extended: a new one beside the old one
/// takes its place when it is whole, so that a kill leaves the file before or the one after. Where
/// the points are follows from the results in the file alone; a run that goes on finds its place by
/// going through the rounds again. At the end the border itself is written.
final class RefinementRounds {
  /// What one or several rounds have come to.
  struct Step: Codable, Sendable {
    /// The points now; nil if there are no more than before.
    var points: RefinedPoints?
    /// Whether the border is in the file.
    var isFinished: Bool
  }

  private let path: String
  private let planned: PlannedRefinement
  private let request: RunRequest
  private let deadline: Deadline?
  private var state: Refinement?
  /// Points that were computed here, and those of them that failed, since this was asked last.
  private var tally = (computed: 0, failed: 0)

  /// - Parameters:
  ///   - path: the results file.
  ///   - planned: what the job asks for.
  ///   - deadline: when to stop; nil for never.
  init(
    _ path: String, _ planned: PlannedRefinement, _ request: RunRequest, until deadline: Deadline?
  ) {
    (self.path, self.planned, self.request, self.deadline) = (path, planned, request, deadline)
  }

  /// What was computed here since the last call.
  func takeTally() -> (computed: Int, failed: Int) {
    defer { tally = (0, 0) }
    return tally
  }

  /// Makes the next rounds.
  ///
  /// - Throws: `InputError`, also if the program is to stop (`stopReason`), and `StoreError`; the
  ///   file is there then as it was.
  func next(_ plan: Plan, on alone: borrowing Communicator) throws -> Step {
    let source = try SweepSource(path)
    guard let points = plan.refinedPoints else { return Step(isFinished: true) }
    guard plan.mismatch(of: source.reader.layout) == nil else {
      throw InputError("'\(path)' has been replaced while this run began; start again")
    }
    var rounds = try Rounds(source, plan, planned, points: points)
    var refinement = try state ?? replayed(rounds.field, to: points)
    let quick = try QuickRounds(source, plan, request, path: path, until: deadline)
    while true {
      try PlanInterruption.check(until: deadline)
      let round = refinement.advance(rounds.field.values(ofFirst: rounds.count))
      state = refinement
      guard case .points = round else {
        return try finish(refinement, rounds, round, source, on: alone)
      }
      let grown = try rounds.plan.refined(to: refinement.points)
      try grown.checkRules()
      rounds.grow(to: grown, refinement.points.count)
      let new = rounds.newPoints
      if let batch = try quick.compute(new, of: grown) {
        let isWhole = batch.count == new.count
        rounds.take(batch, isWhole: isWhole)
        if isWhole { continue }
      }
      try write(source, rounds, tables: [], on: alone)
      return Step(points: refinement.points, isFinished: false)
    }
  }

  private func finish(
    _ refinement: Refinement, _ rounds: Rounds, _ round: Refinement.Round, _ source: SweepSource,
    on alone: borrowing Communicator
  ) throws -> Step {
    let isThere = !source.reader.layout.tables.isEmpty
    let more = rounds.batches.isEmpty ? nil : refinement.points
    guard !isThere || more != nil else { return Step(isFinished: true) }
    let border = refinement.border()
    let table = BorderTable(rounds.plan, planned, border).table
    try write(source, rounds, tables: [table], on: alone)
    let level = refinement.points.levels.max() ?? 0
    StandardError.write(
      "spinsweep: note: \(Format.count(rounds.count, "refined point")) to level \(level); the "
        + "border \(planned.words) has \(border.count) vertices in "
        + "\(Format.count((border.pieces.max() ?? -1) + 1, "piece"))\n")
    if case .finished(isLimited: true) = round {
      StandardError.write(
        "spinsweep: warning: 'most_points' of [refine] ended it: the next round would have more "
          + "points; --extend goes on with more\n")
    }
    return Step(points: more, isFinished: true)
  }

  /// The refinement after the rounds that the file has.
  private func replayed(
    _ field: BorderField, to points: RefinedPoints
  ) throws(InputError) -> Refinement {
    var refinement = planned.refinement(field.noise)
    while refinement.points.count < points.count {
      try PlanInterruption.check(until: deadline)
      guard case .points = refinement.advance(field.values(ofFirst: refinement.points.count))
      else { break }
    }
    guard refinement.points == points else {
      throw InputError(
        "'\(path)' is damaged: its refined points do not follow from its results")
    }
    return refinement
  }

  private func write(
    _ source: SweepSource, _ rounds: Rounds, tables: [StoredTable],
    on alone: borrowing Communicator
  ) throws {
    if let name = source.reader.foreignNames.first {
      throw InputError(
        "'\(name)' in '\(path)' is not of its job and would be lost when points are added; move "
          + "it to another file first")
    }
    let replacement = try StoreReplacement(of: path)
    do {
      var layout = rounds.plan.layout(Provenance(ranks: 1))
      // It is still the file that the run before began.
      layout.attributes = source.reader.layout.attributes
      layout.tables = tables
      var store = try ResultsStore(
        creating: replacement.newPath, layout: layout, overwriting: true, isBeside: true,
        on: alone
      ) { [deadline] in StopSignal.received == nil && deadline?.hasPassed != true }
      request.whileExtending?(SweepExtension.Step.created.rawValue)
      var carrier = RecordCarrier(
        source: source, plan: rounds.plan,
        number: { [planned] in
          planned.number($0, among: rounds.countInFile, in: rounds.count)
        }, place: { $0 })
      carrier.pointsAtOnce = request.pointsCarriedAtOnce
      try carrier.carry(source.done.union(source.failed), to: &store) {
        request.whileExtending?(SweepExtension.Step.carrying.rawValue)
        try PlanInterruption.check(until: deadline)
      }
      for batch in rounds.batches { try store.write(batch) }
      request.whileExtending?(SweepExtension.Step.carried.rawValue)
      try store.close()
      request.whileExtending?(SweepExtension.Step.closed.rawValue)
      // Its points have other numbers from here on.
      CrashNotes.remove(of: path)
      try replacement.publish()
    } catch {
      replacement.discard()
      throw error
    }
    tally.computed += rounds.batches.reduce(0) { $0 + $1.count }
    tally.failed += rounds.batches.reduce(0) { $0 + $1.failedCount }
    request.whileExtending?(SweepExtension.Step.published.rawValue)
  }
}

/// What a file has and what rounds have added to it in memory.
private struct Rounds {
  /// The plan with all points.
  private(set) var plan: Plan
  private let planned: PlannedRefinement
  private(set) var field: BorderField
  /// Refined points of the file.
  let countInFile: Int
  /// All refined points, and those before the last round.
  private(set) var count: Int
  private var countBefore: Int
  /// Records that are not in the file, by the numbers of points in the plan.
  private(set) var batches: [RecordBatch] = []

  init(
    _ source: SweepSource, _ plan: Plan, _ planned: PlannedRefinement, points: RefinedPoints
  ) throws(InputError) {
    (self.plan, self.planned) = (plan, planned)
    field = try BorderField(source, plan, planned, count: points.count)
    countInFile = points.count
    (count, countBefore) = (points.count, points.count)
  }

  mutating func grow(to plan: Plan, _ count: Int) {
    self.plan = plan
    for index in batches.indices {
      batches[index].renumber { [planned, old = self.count] in
        planned.number($0, among: old, in: count)
      }
    }
    (countBefore, self.count) = (self.count, count)
  }

  /// The points of the last round.
  var newPoints: PointSet {
    var points = PointSet(pointCount: plan.pointCount)
    for combination in 0..<planned.combinations {
      for refined in countBefore..<count {
        points.insert(
          planned.number(ofRefined: refined, combination: combination, count: count))
      }
    }
    return points
  }

  mutating func take(_ batch: RecordBatch, isWhole: Bool) {
    if !batch.isEmpty { batches.append(batch) }
    if isWhole { field.add(batch, plan, planned, range: countBefore..<count) }
  }
}

/// Rounds that are computed on one rank because they take no time.
private struct QuickRounds {
  /// A round that is expected to take longer is computed by all ranks.
  private static let longestRound = 0.2

  private let options: SweepOptions
  /// Mean time of a point in the file.
  private let secondsPerPoint: Double
  /// When what has been computed has to be written.
  private let end: Double

  /// - Throws: `InputError` if the file cannot be read.
  init(
    _ source: SweepSource, _ plan: Plan, _ request: RunRequest, path: String,
    until deadline: Deadline?
  ) throws(InputError) {
    options = SweepOptions(
      path: path, continues: true, progress: .none, pointsPerMessage: nil, deadline: deadline)
    let seconds = try asInput {
      try source.reader.seconds(atPoints: 0..<source.pointCount).filter(\.isFinite)
    }
    secondsPerPoint = seconds.reduce(0, +) / Double(max(1, seconds.count))
    // After a crash all is as it is with long points: it is noted which one it was.
    let isAllowed = request.stopsAfter == nil && CrashNotes.read(of: path).isEmpty
    end = isAllowed ? Clock.now() + request.secondsKept : 0
  }

  /// Computes points if that is quick.
  ///
  /// - Returns: the records of as many as there was time for; nil if it is not.
  func compute(_ points: PointSet, of plan: Plan) throws -> RecordBatch? {
    let rest = end - Clock.now()
    guard rest > 0, Double(points.count) * secondsPerPoint <= min(rest, Self.longestRound)
    else { return nil }
    let records = RecordBatch(
      quantitySizes: plan.quantitySizes, types: plan.quantities.map(\.type))
    return plan.workload().compute(points, into: records, for: rest, options)
  }
}
