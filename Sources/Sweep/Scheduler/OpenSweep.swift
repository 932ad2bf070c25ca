import Base
import MPIBridge
import Points
import ResultsStorage
import Teams

/// A sweep that is ready to be computed: its file is open and its options are settled.
public struct OpenSweep: ~Copyable {
  /// The ranks that write.
  package let communicator: Communicator
  package let store: ResultsStore
  /// The points to compute; nil in a new file, where these are all.
  package let pending: PointSet?
  package let deadline: Deadline?
  package let options: SweepOptions
  /// nil where each point has one rank.
  package let team: MPITeam?

  package init(
    communicator: consuming Communicator, store: consuming ResultsStore, pending: PointSet?,
    deadline: Deadline?, options: SweepOptions, team: MPITeam?
  ) {
    self.communicator = communicator
    self.store = store
    self.pending = pending
    self.deadline = deadline
    self.options = options
    self.team = team
  }
}

/// What every rank has to know of how a sweep is computed.
package struct SweepOptions: Sendable {
  /// Of the results file.
  package var path: String
  /// Whether the file is continued.
  package var continues: Bool
  package var progress: ProgressStyle
  /// Longest time in seconds that a point may take.
  package var pointTimeout: Double?
  package var pointsPerMessage: Int?

  package init(
    path: String, continues: Bool, progress: ProgressStyle, pointTimeout: Double?,
    pointsPerMessage: Int?
  ) {
    self.path = path
    self.continues = continues
    self.progress = progress
    self.pointTimeout = pointTimeout
    self.pointsPerMessage = pointsPerMessage
  }
}

/// How a sweep ended.
public struct SweepOutcome: Sendable {
  /// Points computed in this run.
  package var computed = 0
  /// Of `computed`, those that failed.
  package var failed = 0
  package var stopReason: StopReason?
  package var failure: SweepFailure?

  /// Nothing was computed.
  package init() {}
}

extension OpenSweep {
  /// Computes what is pending. Collective over the ranks that write.
  package consuming func run(_ work: Workload) -> SweepOutcome {
    let order = PointOrder(
      pointCount: work.pointCount, pending: pending, costliestFirst: work.costliestFirst())
    let computer = PointComputer(work, team, options)
    let evaluator = PointEvaluator(
      program: work.program, computer: computer, order: order, records: store.makeBatch(),
      pollsAfterEveryPoint: work.writesEachRecord)
    let (deadline, options) = (deadline, options)
    let channel = SweepChannel(
      communicator: communicator, store: store, writesEachRecord: work.writesEachRecord,
      ranksPerPoint: work.ranksPerPoint)
    var outcome = SweepOutcome()
    if channel.communicator.isRoot {
      let progress = ProgressReporter(
        style: options.progress, total: work.pointCount, before: work.pointCount - order.count)
      let coordinator = Coordinator(
        evaluator: evaluator, channel: channel, order: order, flushInterval: work.flushInterval,
        deadline: deadline, progress: progress, pointsPerMessage: options.pointsPerMessage)
      coordinator.run()
      outcome.computed = progress.finished
      outcome.failed = progress.failed
      outcome.stopReason = coordinator.stopReason
    } else {
      Worker(evaluator: evaluator, channel: channel).run()
    }
    if channel.failure == nil {
      do throws(EvaluationError) { try computer.dismiss() } catch { channel.close(because: error) }
    }
    channel.close()
    outcome.failure = channel.failure
    return outcome
  }
}

extension MPITeam {
  /// Computes points as a member of the team, until the rank that leads it lets go.
  ///
  /// - Returns: why that could not go on, if so.
  package func follow(_ work: Workload, _ options: SweepOptions) -> SweepFailure? {
    do throws(EvaluationError) {
      try PointComputer(work, self, options).follow()
      return nil
    } catch {
      guard case .disconnected(let reason) = error else { return nil }
      return .team(reason)
    }
  }
}
