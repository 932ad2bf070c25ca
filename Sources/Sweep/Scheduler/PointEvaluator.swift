import IO

/// Evaluates ranges of points on one rank and keeps the finished records until they are written.
final class PointEvaluator {
  /// Records are written when a rank holds this many bytes, even if no epoch is due.
  static let bufferBytes = 64 << 20
  /// Time between two looks at messages and clocks, in seconds, while points are short.
  private static let shortestPollInterval = 1e-3

  private let program: PointProgram
  private let order: PointOrder
  private let seed: UInt64
  private let pollInterval: Double
  private(set) var finished: RecordBatch
  private var tally = Tally()

  /// - Parameter pollsAfterEveryPoint: also after points that are far shorter than a poll is due.
  init(
    program: PointProgram, order: PointOrder, seed: UInt64, quantitySizes: [Int],
    pollsAfterEveryPoint: Bool
  ) {
    self.program = program
    self.order = order
    self.seed = seed
    pollInterval = pollsAfterEveryPoint ? 0 : Self.shortestPollInterval
    finished = RecordBatch(quantitySizes: quantitySizes)
  }

  var bufferIsFull: Bool { finished.byteCount >= Self.bufferBytes }

  func forgetFinished() { finished.removeAll(keepingCapacity: true) }

  /// What was finished since the last call.
  func takeTally() -> Tally {
    defer { tally = Tally() }
    return tally
  }

  /// Computes positions in order.
  ///
  /// - Parameter poll: called every few milliseconds; returns whether to go on.
  /// - Returns: false if a poll ended the work; the point then in work stays pending.
  func evaluate(_ positions: Range<Int>, poll: @escaping () -> Bool) -> Bool {
    var start = Clock.now()
    var polled = start
    for position in positions {
      let point = order[position]
      var failure: String?
      do throws(EvaluationError) {
        try program.compute(PointContext(seed: seed, point: point, onPoll: poll))
        failure = program.append(&finished)
      } catch {
        switch error {
        case .stopped: return false
        case .failed(let message): failure = message
        }
      }
      let end = Clock.now()
      finished.append(
        point: point, status: failure == nil ? .done : .failed, seconds: end - start,
        message: failure)
      tally.points += 1
      tally.failed += failure == nil ? 0 : 1
      tally.seconds += end - start
      start = end
      if end - polled >= pollInterval {
        guard poll() else { return false }
        // Time spent in a collective write is nobody's computing time.
        start = Clock.now()
        polled = start
      }
    }
    return true
  }
}
