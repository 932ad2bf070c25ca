/// Any rank but 0: computes what it is handed and joins the collective writes.
final class Worker {
  private let evaluator: PointEvaluator
  private let channel: SweepChannel
  private var handedOut: Range<Int>?
  private var isFinished = false
  private var hasReportedFull = false
  private var hasReportedSignal = false

  init(evaluator: PointEvaluator, channel: SweepChannel) {
    self.evaluator = evaluator
    self.channel = channel
  }

  /// Works until rank 0 ends the sweep or the channel fails. Every finished record is written when
  /// this returns without a failure.
  func run() {
    // Without a cycle of references, which would keep a communicator beyond the end of MPI.
    evaluator.serve = { [unowned self] in serve() }
    reportIdle()
    while serve() {
      if let range = handedOut {
        handedOut = nil
        if evaluator.evaluate(range) { reportIdle() }
        channel.noteDisconnection(of: evaluator)
      } else {
        channel.waitForMessage(atMost: 0.05)
      }
    }
    channel.writeTogether(evaluator)
    channel.total(of: evaluator.takeTally())
  }

  /// Does what rank 0 asks for; returns whether to go on.
  private func serve() -> Bool {
    channel.writeIfEachRecordCounts(evaluator)
    report()
    while !isFinished, let (message, _) = channel.receiveIfArrived() {
      switch message.kind {
      case .work: handedOut = message.first..<message.second
      case .write:
        channel.writeTogether(evaluator)
        hasReportedFull = false
      case .halt, .finish: isFinished = true
      case .idle, .bufferFull, .signalled: break
      }
    }
    return !isFinished && channel.failure == nil
  }

  private func reportIdle() {
    channel.send(SweepMessage(kind: .idle, tally: evaluator.takeTally()), to: 0)
  }

  private func report() {
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
