import IO
import MPIBridge

/// A checked job of whatever model: what commands need to know of a plan.
public protocol SweepPlan: Sendable {
  /// The whole job as TOML, defaults included; parsing it gives an equal plan.
  var jobText: String { get }
  var outputFile: String { get }
  var pointCount: Int { get }
  var expectations: [Expectation] { get }
  /// What users should know before they trust the results, a sentence each.
  var warnings: [String] { get }
  /// Expectations that are left out, since `--set` took their points off the grid.
  var omittedExpectations: Int { get }
  /// Numbers a point, over all quantities.
  var valuesPerPoint: Int { get }
  /// Names, sizes and ends of the axes, and names of the quantities, for people.
  var axisDescriptions: [String] { get }
  var quantityNames: [String] { get }
  /// Estimated time in seconds on one core.
  var estimatedSeconds: Double { get }
  /// Expected peak memory of a rank in bytes.
  func memoryPerRank(ranks: Int) -> Int
  func layout(_ provenance: Provenance) -> StoreLayout
  /// What the job `text` would compute differently, in words; nil if nothing.
  ///
  /// - Throws: `InputError` if `text` is no job of this version of the program.
  func difference(fromJob text: String, of file: String) throws(InputError) -> String?
  func describe(_ point: Int) -> String
  /// Computes what is pending. Collective.
  func run(_ sweep: consuming OpenSweep) -> SweepOutcome
}

/// A sweep that is ready to be computed: its file is open and its options are settled.
public struct OpenSweep: ~Copyable {
  let communicator: Communicator
  let store: ResultsStore
  /// Status of every point at the start; nil in a new file.
  let status: [UInt8]?
  let deadline: Deadline?
  let progress: ProgressStyle
}

/// How a sweep ended.
public struct SweepOutcome: Sendable {
  /// Points computed in this run.
  var computed = 0
  /// Of `computed`, those that failed.
  var failed = 0
  var stopReason: StopReason?
  var failure: SweepFailure?
}

extension Job {
  /// Checks the job against its model's declarations.
  ///
  /// - Throws: `InputError` at the first thing that does not fit.
  public func plan() throws(InputError) -> any SweepPlan {
    guard let entry = ModelList.named(model) else {
      throw InputError(
        ModelList.unknown(model), at: modelLocation)
    }
    return try entry.plan(self)
  }
}

extension Plan: SweepPlan {
  public var jobText: String { JobWriter(plan: self).text() }
  public var outputFile: String { job.output.file }
  public var pointCount: Int { grid.pointCount }
  public var valuesPerPoint: Int { quantitySizes.reduce(0, +) }
  public var quantityNames: [String] { quantities.map(\.name) }

  public var axisDescriptions: [String] {
    grid.axes.map { axis in
      let ends = axis.tracks.map { track in
        let unit = track.parameter.unit == .one ? "" : " \(track.parameter.unit)"
        let first = track.values.first.map { "\($0)" } ?? ""
        let last = track.values.last.map { "\($0)" } ?? ""
        let name = axis.isCoupled ? "\(track.parameter.name) " : ""
        return name + (axis.count == 1 ? "\(first)\(unit)" : "\(first) … \(last)\(unit)")
      }
      return "\(axis.name): \(axis.count) × \(ends.joined(separator: ", "))"
    }
  }

  public func describe(_ point: Int) -> String { grid.describe(point) }

  public func difference(
    fromJob text: String, of file: String
  ) throws(InputError) -> String? {
    let other = try JobReader.read(text, path: file)
    guard other.model == job.model else {
      return "the model is '\(other.model)' in \(file) and '\(job.model)' in the job"
    }
    return difference(from: try Plan<M>(other), here: "the job", there: file)
  }

  public func run(_ sweep: consuming OpenSweep) -> SweepOutcome {
    let order = PointOrder(
      pointCount: grid.pointCount, status: sweep.status, costliestFirst: costliestFirst())
    let evaluator = PointEvaluator(
      program: makeProgram(), order: order, seed: job.seed, quantitySizes: quantitySizes,
      pollsAfterEveryPoint: job.output.write == .independent)
    let (deadline, style) = (sweep.deadline, sweep.progress)
    let channel = SweepChannel(
      communicator: sweep.communicator, store: sweep.store,
      writesEachRecord: job.output.write == .independent)
    var outcome = SweepOutcome()
    if channel.communicator.isRoot {
      let progress = ProgressReporter(
        style: style, total: grid.pointCount, before: grid.pointCount - order.count)
      let coordinator = Coordinator(
        evaluator: evaluator, channel: channel, pending: order.count,
        flushInterval: job.output.flushInterval, deadline: deadline, progress: progress)
      coordinator.run()
      outcome.computed = progress.finished
      outcome.failed = progress.failed
      outcome.stopReason = coordinator.stopReason
    } else {
      Worker(evaluator: evaluator, channel: channel).run()
    }
    channel.close()
    outcome.failure = channel.failure
    return outcome
  }
}
