import Base
import MPIBridge
import Points
import ResultsStorage
import Teams

/// How a sweep is computed, as the command line wants it.
package struct SweepOptions: Sendable {
  /// Path of the results file.
  package var path: String
  /// Whether the file is continued.
  package var continues: Bool
  package var progress: ProgressStyle
  /// Points that are handed out at a time, whatever they cost; nil to follow their cost.
  package var pointsPerMessage: Int?
  /// When to stop; nil for never.
  package var deadline: Deadline?
  /// How many points to finish before stopping; nil for all.
  package var stopsAfter: Int?
  /// How many of these the run has finished before.
  package var computedBefore: Int

  package init(
    path: String, continues: Bool, progress: ProgressStyle, pointsPerMessage: Int?,
    deadline: Deadline?, stopsAfter: Int? = nil, computedBefore: Int = 0
  ) {
    self.path = path
    self.continues = continues
    self.progress = progress
    self.pointsPerMessage = pointsPerMessage
    self.deadline = deadline
    self.stopsAfter = stopsAfter
    self.computedBefore = computedBefore
  }
}

/// How a sweep ended.
package struct SweepOutcome: Sendable {
  /// Points computed in this run.
  package internal(set) var computed = 0
  /// Of `computed`, those that failed.
  package internal(set) var failed = 0
  /// Why the sweep ended before all points were done, if it did.
  package internal(set) var stopReason: StopReason?
  /// Why it could not go on, if so.
  package internal(set) var failure: SweepFailure?

  /// Nothing was computed.
  package init() {}

  /// Takes in points that were computed otherwise.
  package mutating func add(computed: Int, failed: Int) {
    self.computed += computed
    self.failed += failed
  }

  /// Takes note that the sweep ends before all is done.
  package mutating func stop(_ reason: StopReason) { stopReason = reason }

  /// Takes in what was computed after this.
  package mutating func add(_ next: SweepOutcome) {
    computed += next.computed
    failed += next.failed
    stopReason = next.stopReason
    failure = next.failure
  }
}

extension Workload {
  /// Computes what is pending and closes the file. Collective over the ranks that write.
  ///
  /// - Parameters:
  ///   - pending: the points to compute; nil in a new file, where these are all.
  ///   - communicator: the ranks that write.
  ///   - team: the ranks that compute points with this one; nil where each point has one rank.
  package func run(
    _ pending: PointSet?, into store: consuming ResultsStore,
    on communicator: consuming Communicator, team: MPITeam?, _ options: SweepOptions
  ) -> SweepOutcome {
    let order = PointOrder(
      pointCount: pointCount, pending: pending, costliestFirst: costliestFirst())
    let computer = PointComputer(self, rank: communicator.rank, team, options)
    defer { program.conclude() }
    var records = store.makeBatch()
    records.reserve(bytes: Self.bufferBytes, records: order.count)
    let evaluator = PointEvaluator(
      program: program, computer: computer, order: order, records: records,
      pollsAfterEveryPoint: writesEachRecord || options.stopsAfter != nil)
    let channel = SweepChannel(
      communicator: communicator, store: store, writesEachRecord: writesEachRecord,
      ranksPerPoint: ranksPerPoint)
    var outcome = SweepOutcome()
    if channel.communicator.isRoot {
      let progress = ProgressReporter(
        style: options.progress, total: pointCount, before: pointCount - order.count)
      let coordinator = Coordinator(
        evaluator: evaluator, channel: channel, order: order, flushInterval: flushInterval,
        deadline: options.deadline, stopsAfter: options.stopsAfter,
        computedBefore: options.computedBefore, progress: progress,
        pointsPerMessage: options.pointsPerMessage)
      coordinator.run()
      outcome.computed = progress.finished
      outcome.failed = progress.failed
      outcome.stopReason = coordinator.stopReason
    } else {
      Worker(evaluator: evaluator, channel: channel).run()
    }
    if channel.failure == nil { channel.noteDisconnection(computer.dismiss()) }
    channel.close()
    outcome.failure = channel.failure
    return outcome
  }

  /// Computes points as a member of a team, until the rank that leads it lets go.
  package func follow(_ team: MPITeam, _ options: SweepOptions) -> SweepOutcome {
    var outcome = SweepOutcome()
    outcome.failure = PointComputer(self, team, options).follow().map {
      SweepFailure($0, isOfThisRankAlone: true)
    }
    return outcome
  }
}
