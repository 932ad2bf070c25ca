import Base
import MPIBridge
import Points

/// Rank 0 of a sweep: hands out ranges of points, computes between two requests, calls for
/// collective writes, and ends the sweep.
final class Coordinator {
  /// With more ranks than this, rank 0 only hands out work: computing as well would gain little and
  /// make others wait.
  private static let mostRanksToComputeToo = 32

  private let evaluator: PointEvaluator
  private let channel: SweepChannel
  private let progress: ProgressReporter
  private let flushInterval: Double
  private let deadline: Deadline?
  private let stopsAfter: Int?
  private let computedBefore: Int
  private let ranks: Int
  private let handsOutFixedRanges: Bool
  /// Points to compute.
  private let pointCount: Int
  private var queue: WorkQueue
  /// How often each rank has still to report: once when it is there, once for each range it was
  /// given.
  private var dueReports: [Int]
  private var dueReportsInAll: Int
  private var lastWrite = Clock.now()
  private(set) var stopReason: StopReason?

  /// - Parameters:
  ///   - flushInterval: seconds between two collective writes.
  ///   - stopsAfter: how many points to finish before stopping; nil for all.
  ///   - computedBefore: how many of these the run has finished before.
  ///   - pointsPerMessage: how many points are handed out at a time, whatever they cost; nil to
  ///     follow their cost. Rank 0 then only hands out, if there are others: every point is one of
  ///     a message.
  init(
    evaluator: PointEvaluator, channel: SweepChannel, order: PointOrder, flushInterval: Double,
    deadline: Deadline?, stopsAfter: Int? = nil, computedBefore: Int = 0,
    progress: ProgressReporter,
    pointsPerMessage: Int? = nil
  ) {
    self.evaluator = evaluator
    self.channel = channel
    self.progress = progress
    self.flushInterval = flushInterval
    self.deadline = deadline
    self.stopsAfter = stopsAfter
    self.computedBefore = computedBefore
    pointCount = order.count
    ranks = channel.communicator.size
    handsOutFixedRanges = pointsPerMessage != nil
    queue = WorkQueue(order: order, ranks: ranks, fixedLength: pointsPerMessage)
    dueReports = [0] + [Int](repeating: 1, count: ranks - 1)
    dueReportsInAll = ranks - 1
  }

  /// Runs the sweep to its end, to a stop or to a failure of the channel. Every finished record is
  /// written when this returns without a failure.
  func run() {
    // Without a cycle of references, which would keep a communicator beyond the end of MPI.
    evaluator.serve = { [unowned self] in serve() }
    let computesToo =
      ranks == 1 || ranks <= Self.mostRanksToComputeToo && !handsOutFixedRanges
    while serve(), !(queue.isEmpty && dueReportsInAll == 0) {
      if computesToo, !queue.isEmpty {
        guard evaluator.evaluate(queue.take()) else { break }
        take(evaluator.takeTally())
      } else if let message = channel.waitForMessage() {
        handle(message)
      }
    }
    take(evaluator.takeTally())
    channel.noteDisconnection(evaluator.disconnection)
    // A rank of the team may have been told to stop inside the last point.
    noteSignal()
    tellAll(SweepMessage(kind: stopReason == nil ? .finish : .halt))
    channel.writeTogether(evaluator)
    // What workers had finished when they were told to halt, and had not reported yet.
    progress.count(channel.total(of: evaluator.takeTally()))
    // Whatever asked to stop came too late.
    if progress.finished == pointCount { stopReason = nil }
    progress.finish()
  }

  /// Answers whatever has arrived and does what is due; returns whether to go on.
  private func serve() -> Bool {
    channel.writeIfEachRecordCounts(evaluator)
    // So many that each rank can have an answer, and no more: workers that are back at once must
    // not keep rank 0 from what else is due.
    for _ in 1..<max(2, ranks) {
      guard let message = channel.receiveIfArrived() else { break }
      handle(message)
    }
    noteSignal()
    if let deadline, deadline.hasPassed { stopReason = stopReason ?? deadline.reason }
    if let stopsAfter, computedBefore + progress.finished + evaluator.untallied >= stopsAfter {
      stopReason = stopReason ?? .pointCount(stopsAfter)
    }
    guard stopReason == nil, channel.failure == nil else { return false }
    if Clock.now() - lastWrite >= flushInterval || evaluator.bufferIsFull {
      take(evaluator.takeTally())
      tellAll(SweepMessage(kind: .write))
      channel.writeTogether(evaluator)
      lastWrite = Clock.now()
    }
    progress.update(inWork: evaluator.shareOfPoint)
    return channel.failure == nil
  }

  private func handle(_ message: Message<SweepMessage>) {
    switch message.value.kind {
    case .ready:
      take(message.value.tally)
      giveWork(to: message.envelope.source)
    case .bufferFull: lastWrite = -.infinity
    case .signaled: stopReason = stopReason ?? .signal(Int32(message.value.first))
    case .work, .write, .halt, .finish: break
    }
  }

  /// At once, before anything else is looked at. Most of the time a worker has a second range in
  /// stock, and need not wait for messages, or for a point that rank 0 computes.
  private func giveWork(to worker: Int) {
    dueReports[worker] -= 1
    dueReportsInAll -= 1
    while dueReports[worker] < (queue.allowsStock ? 2 : 1), !queue.isEmpty, stopReason == nil {
      let range = queue.take()
      channel.send(
        SweepMessage(kind: .work, first: range.lowerBound, second: range.upperBound), to: worker)
      dueReports[worker] += 1
      dueReportsInAll += 1
    }
  }

  private func noteSignal() {
    if let number = StopSignal.received { stopReason = stopReason ?? .signal(number) }
  }

  private func take(_ tally: Tally) {
    queue.record(tally)
    progress.count(tally)
  }

  private func tellAll(_ message: SweepMessage) {
    for worker in 1..<max(1, ranks) { channel.send(message, to: worker) }
  }
}
