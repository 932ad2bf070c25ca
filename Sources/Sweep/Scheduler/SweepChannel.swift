import MPIBridge
import ResultsStorage
public import Teams

/// Why a sweep cannot go on.
public enum SweepFailure: Error, CustomStringConvertible {
  /// All ranks have this error.
  case store(StoreError)
  /// Only this rank has it: it wrote a record on its own.
  case storeOfThisRank(StoreError)
  case messages(MPIError)
  /// The ranks that share a point cannot reach one another.
  case team(EvaluationFailure)
  case unexpected(String)

  /// Whether no other rank knows of it.
  public var isOfThisRankAlone: Bool {
    switch self {
    case .storeOfThisRank, .messages, .team: true
    case .store, .unexpected: false
    }
  }

  public var description: String {
    switch self {
    case .store(let error), .storeOfThisRank(let error): "\(error)"
    case .messages(let error): "\(error)"
    case .team(let reason): "\(reason)"
    case .unexpected(let sentence): sentence
    }
  }
}

/// A rank's way to the other ranks and to the file. The first failure closes it: later calls do
/// nothing, and `failure` says what happened.
final class SweepChannel {
  /// nil if it could not be opened. Before the communicator, so that it is closed first.
  private var inbox: Inbox<SweepMessage>?
  package let communicator: Communicator
  /// nil once it is closed.
  private var store: ResultsStore?
  private let writesEachRecord: Bool
  private let path: String
  private let ranksPerPoint: Int
  private(set) var failure: SweepFailure?

  init(
    communicator: consuming Communicator, store: consuming ResultsStore, writesEachRecord: Bool,
    ranksPerPoint: Int
  ) {
    self.communicator = communicator
    self.ranksPerPoint = ranksPerPoint
    path = store.path
    self.store = consume store
    self.writesEachRecord = writesEachRecord
    attempt { channel throws(MPIError) in
      channel.inbox = try channel.communicator.openInbox(tag: SweepMessage.tag)
    }
  }

  package func send(_ message: SweepMessage, to rank: Int) {
    attempt { channel throws(MPIError) in
      try channel.communicator.send(message, to: rank, tag: SweepMessage.tag)
    }
  }

  /// The next message that has arrived.
  func receiveIfArrived() -> Message<SweepMessage>? {
    attempt { channel throws(MPIError) in try channel.inbox?.next() } ?? nil
  }

  /// Rests until a message arrives, but not for long: other things have to be looked at too.
  func waitForMessage() -> Message<SweepMessage>? {
    attempt { channel throws(MPIError) in
      try channel.inbox?.next(waitingAtMost: .milliseconds(50))
    } ?? nil
  }

  /// Joins a collective write with whatever the evaluator has finished, also with nothing.
  func writeTogether(_ evaluator: PointEvaluator) {
    guard failure == nil else { return }
    do throws(StoreError) {
      try store?.write(evaluator.finished)
      try forgetWritten(evaluator)
      try store?.flush()
    } catch {
      failure = .store(error)
    }
  }

  /// In jobs that want every record written at once, writes what is finished now.
  func writeIfEachRecordCounts(_ evaluator: PointEvaluator) {
    guard writesEachRecord, evaluator.finished.count > 0, failure == nil else { return }
    do throws(StoreError) {
      try store?.writeIndependently(evaluator.finished)
      try forgetWritten(evaluator)
    } catch {
      failure = .storeOfThisRank(error)
    }
  }

  /// Forgets records that are in the file, and the states of their points once the disk has them.
  private func forgetWritten(_ evaluator: PointEvaluator) throws(StoreError) {
    if !evaluator.pointsWithState.isEmpty { try store?.synchronize() }
    for point in evaluator.pointsWithState {
      RestartFiles.remove(of: path, point: point, ranks: ranksPerPoint)
    }
    evaluator.forgetFinished()
  }

  /// What all ranks together have finished, of what each has counted: on rank 0, and nothing on the
  /// others. Collective, at the end.
  @discardableResult
  package func total(of tally: Tally) -> Tally {
    attempt { channel throws(MPIError) in
      let sums = try channel.communicator.reduce([tally.points, tally.failed], .sum)
      return sums.map { Tally(points: $0[0], failed: $0[1]) } ?? Tally()
    } ?? Tally()
  }

  /// Closes the channel for a failure of the team.
  package func close(because error: EvaluationError) {
    if case .disconnected(let reason) = error { failure = failure ?? .team(reason) }
  }

  /// Closes the channel if the ranks of the evaluator's team cannot reach one another.
  func noteDisconnection(of evaluator: PointEvaluator) {
    if let reason = evaluator.disconnection { failure = failure ?? .team(reason) }
  }

  /// Closes the file. Collective; only where nothing has failed, since a collective close after an
  /// error on one rank would wait for ever.
  package func close() {
    guard failure == nil, let store = store.take() else { return }
    do throws(StoreError) {
      try store.close()
    } catch {
      failure = .store(error)
    }
  }

  @discardableResult
  private func attempt<Result>(
    _ body: (SweepChannel) throws(MPIError) -> Result
  ) -> Result? {
    guard failure == nil else { return nil }
    do throws(MPIError) {
      return try body(self)
    } catch {
      failure = .messages(error)
      return nil
    }
  }
}
