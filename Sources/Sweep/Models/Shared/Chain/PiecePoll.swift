import Points
import Teams

/// Polls inside a piece of work at whose end alone the state can be saved: a request to stop that
/// comes within a short piece waits for its end, so that the work since the last save is not lost.
final class PiecePoll {
  private let context: PointContext
  private let isShort: Bool
  private var isStopping = false

  /// The longest piece in seconds that is finished before a stop.
  private static let longestWait = 1.0

  /// - Parameters:
  ///   - context: What is polled.
  ///   - pieceSeconds: Estimated time of a piece, on all ranks of the team alike.
  init(_ context: PointContext, pieceSeconds: Double) {
    self.context = context
    isShort = pieceSeconds <= Self.longestWait
  }

  /// To be called every few milliseconds within a piece. At its end `context.poll(saving:)` is to
  /// be called, which stops in any case.
  func poll() throws(EvaluationError) {
    guard !isStopping else { return }
    do throws(EvaluationError) {
      try context.poll()
    } catch {
      guard isShort, error == .stopped else { throw error }
      isStopping = true
    }
  }
}
