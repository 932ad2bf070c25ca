import IO
import MPIBridge

/// Why a sweep cannot go on.
public enum SweepFailure: Error, CustomStringConvertible {
  /// All ranks have this error.
  case store(StoreError)
  /// Only this rank has it: it wrote a record on its own.
  case storeOfThisRank(StoreError)
  case messages(MPIError)
  case unexpected(String)

  /// Whether no other rank knows of it.
  public var isOfThisRankAlone: Bool {
    switch self {
    case .storeOfThisRank, .messages: true
    case .store, .unexpected: false
    }
  }

  public var description: String {
    switch self {
    case .store(let error), .storeOfThisRank(let error): "\(error)"
    case .messages(let error): "\(error)"
    case .unexpected(let sentence): sentence
    }
  }
}

/// A rank's way to the other ranks and to the file. The first failure closes it: later calls do
/// nothing, and `failure` says what happened.
final class SweepChannel {
  let communicator: Communicator
  /// nil once it is closed.
  private var store: ResultsStore?
  private let writesEachRecord: Bool
  private(set) var failure: SweepFailure?

  init(
    communicator: consuming Communicator, store: consuming ResultsStore, writesEachRecord: Bool
  ) {
    self.communicator = communicator
    self.store = consume store
    self.writesEachRecord = writesEachRecord
  }

  func send(_ message: SweepMessage, to rank: Int) {
    attempt { channel throws(MPIError) in
      try channel.communicator.send(message, to: rank, tag: SweepMessage.tag)
    }
  }

  /// The next message that has arrived, with its sender.
  func receiveIfArrived() -> (SweepMessage, source: Int)? {
    attempt { channel throws(MPIError) in
      guard let envelope = try channel.communicator.immediateProbe(tag: SweepMessage.tag) else {
        return nil
      }
      let message = try channel.communicator.receive(
        SweepMessage.self, from: envelope.source, tag: SweepMessage.tag)
      return (message.value, source: envelope.source)
    } ?? nil
  }

  /// Rests until a message arrives or `seconds` have passed.
  func waitForMessage(atMost seconds: Double) {
    attempt { channel throws(MPIError) in
      _ = try channel.communicator.waitForMessage(
        tag: SweepMessage.tag, until: .now + .seconds(seconds))
    }
  }

  /// Joins a collective write with whatever the evaluator has finished, also with nothing.
  func writeTogether(_ evaluator: PointEvaluator) {
    guard failure == nil else { return }
    do throws(StoreError) {
      try store?.write(evaluator.finished)
      evaluator.forgetFinished()
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
      evaluator.forgetFinished()
    } catch {
      failure = .storeOfThisRank(error)
    }
  }

  /// Closes the file. Collective; only where nothing has failed, since a collective close after an
  /// error on one rank would wait for ever.
  func close() {
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
