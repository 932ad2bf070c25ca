/// What ranks tell one another: plain integers, so that every message has the same size.
struct SweepMessage: BitwiseCopyable, Sendable, Equatable {
  enum Kind: UInt8, BitwiseCopyable, Sendable {
    // From a worker to rank 0.
    /// There, or done with a range; carries what was finished since the last report.
    case ready
    /// The worker's buffer of finished records is full.
    case bufferFull
    /// The worker received the signal `first`.
    case signaled
    // From rank 0 to a worker.
    /// Compute positions `first ..< second`.
    case work
    /// Join a collective write.
    case write
    /// Drop the point in work, join the last write, leave.
    case halt
    /// All is done: join the last write, leave.
    case finish
  }

  static let tag = 17

  var kind: Kind
  var first = 0
  var second = 0
  var tally = Tally()
}

/// Points finished, and how long they took.
package struct Tally: BitwiseCopyable, Sendable, Equatable {
  package var points = 0
  /// Of `points`, those that failed.
  package var failed = 0
  /// Time in evaluation.
  package var seconds = 0.0

  package init(points: Int = 0, failed: Int = 0, seconds: Double = 0) {
    self.points = points
    self.failed = failed
    self.seconds = seconds
  }

  mutating func add(_ other: Tally) {
    points += other.points
    failed += other.failed
    seconds += other.seconds
  }
}
