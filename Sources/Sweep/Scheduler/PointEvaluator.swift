import IO
import Physics

/// Evaluates ranges of points on one rank and keeps the finished records until they are written.
final class PointEvaluator {
  /// Records are written when a rank holds this many bytes, even if no epoch is due.
  static let bufferBytes = 64 << 20
  /// Time between two looks at messages, in seconds, while points are short.
  private static let shortestPollInterval = 1e-3
  /// Points are recorded and timed together as long as they take less than this, in seconds.
  private static let blockSeconds = 20e-6
  private static let longestBlock = 64

  private let program: PointProgram
  private let order: PointOrder
  private let seed: UInt64
  private let pollInterval: Double
  private(set) var finished: RecordBatch
  private var tally = Tally()
  /// Measured time of the last point in seconds; long until one was measured.
  private var secondsPerPoint = 1.0

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
    let surroundings = PointSurroundings(team: LoneRank()) { _ throws(EvaluationError) in
      if !poll() { throw .stopped }
    }
    var next = positions.lowerBound
    var start = Clock.now()
    var polled = start
    while next < positions.upperBound {
      let first = next
      var interruption: EvaluationError?
      let end = min(positions.upperBound, first + blockLength)
      while next < end, interruption == nil {
        do throws(EvaluationError) {
          try program.compute(PointContext(seed: seed, point: order[next], surroundings))
          next += 1
        } catch {
          interruption = error
        }
      }
      if interruption == .stopped {
        record(first..<next, seconds: Clock.now() - start)
        return false
      }
      let failed = interruption != nil ? 1 : 0
      let now = Clock.now()
      let mean = (now - start) / Double(next - first + failed)
      record(first..<next, seconds: mean * Double(next - first))
      if case .failed(let message) = interruption {
        close(next, failure: message, seconds: mean)
        next += 1
      }
      secondsPerPoint = mean
      start = now
      if now - polled >= pollInterval {
        guard poll() else { return false }
        // Time spent in a collective write is nobody's computing time.
        start = Clock.now()
        polled = start
      }
    }
    return true
  }

  private var blockLength: Int {
    max(1, min(Self.longestBlock, Int(Self.blockSeconds / max(secondsPerPoint, 1e-9))))
  }

  /// Turns the kept outcomes of some positions into records.
  private func record(_ positions: Range<Int>, seconds: Double) {
    guard !positions.isEmpty else { return }
    defer { program.forget() }
    let each = seconds / Double(positions.count)
    if program.append(0..<positions.count, &finished) == nil {
      for (index, position) in positions.enumerated() {
        close(position, failure: nil, remark: program.remark(index), seconds: each)
      }
      return
    }
    // One by one, to tell which outcome is no result.
    finished.discardUnfinishedRecord()
    for (index, position) in positions.enumerated() {
      let defect = program.append(index..<index + 1, &finished)
      close(position, failure: defect, remark: program.remark(index), seconds: each)
    }
  }

  private func close(_ position: Int, failure: String?, remark: String? = nil, seconds: Double) {
    finished.append(
      point: order[position], status: failure == nil ? .done : .failed, seconds: seconds,
      message: failure ?? remark)
    tally.points += 1
    tally.failed += failure == nil ? 0 : 1
    tally.seconds += seconds
  }
}
