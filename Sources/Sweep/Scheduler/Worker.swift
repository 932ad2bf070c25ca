import Base

/// Any rank but 0: computes what it is handed and joins the collective writes.
final class Worker {
  private let evaluator: PointEvaluator
  private let channel: SweepChannel
  /// Ranges to compute, the first one next.
  private var stock: [Range<Int>] = []
  private var isFinished = false
  private var hasReportedFull = false
  private var hasReportedSignal = false

  init(evaluator: PointEvaluator, channel: SweepChannel) {
    self.evaluator = evaluator
    self.channel = channel
  }

  /// Works until rank 0 ends the sweep or the channel fails. Every finished record is written when
  /// this returns without a failure.
  package func run() {
    // Without a cycle of references, which would keep a communicator beyond the end of MPI.
    evaluator.serve = { [unowned self] in serve() }
    reportReady()
    while isOpen {
      if let range = stock.first {
        stock.removeFirst()
        if evaluator.evaluate(range) { reportReady() }
        channel.noteDisconnection(of: evaluator)
      } else if let message = channel.waitForMessage() {
        handle(message.value)
      } else {
        reportEvents()
      }
    }
    channel.writeTogether(evaluator)
    channel.total(of: evaluator.takeTally())
  }

  private var isOpen: Bool { !isFinished && channel.failure == nil }

  /// Does what rank 0 asks for while a range is computed; returns whether to go on.
  private func serve() -> Bool {
    channel.writeIfEachRecordCounts(evaluator)
    reportEvents()
    while !isFinished, let message = channel.receiveIfArrived() { handle(message.value) }
    return isOpen
  }

  private func handle(_ message: SweepMessage) {
    switch message.kind {
    case .work: stock.append(message.first..<message.second)
    case .write:
      channel.writeTogether(evaluator)
      hasReportedFull = false
    case .halt, .finish: isFinished = true
    case .ready, .bufferFull, .signalled: break
    }
  }

  private func reportReady() {
    channel.send(SweepMessage(kind: .ready, tally: evaluator.takeTally()), to: 0)
  }

  private func reportEvents() {
    if !hasReportedSignal, let number = StopSignal.received {
      hasReportedSignal = true
      channel.send(SweepMessage(kind: .signalled, first: Int(number)), to: 0)
    }
    if !hasReportedFull, evaluator.bufferIsFull {
      hasReportedFull = true
      channel.send(SweepMessage(kind: .bufferFull), to: 0)
    }
  }
}
