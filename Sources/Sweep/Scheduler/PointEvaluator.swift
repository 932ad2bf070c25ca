import Base
import Points
import ResultsStorage
import Teams

/// Evaluates ranges of points and keeps the finished records until they are written: on each rank
/// that writes, which leads a team or is alone.
final class PointEvaluator {
  /// Time between two looks at messages, in seconds, while points are short. A look takes up to 5
  /// µs, since it leaves the core to whoever else waits for it.
  private static let shortestPollInterval = 5e-3
  /// Points are recorded and timed together as long as they take less than this, in seconds.
  private static let blockSeconds = 20e-6
  private static let longestBlock = 64

  private let program: PointProgram
  private let computer: PointComputer
  private let order: PointOrder
  private let pollInterval: Double
  private(set) var finished: RecordBatch
  /// Finished points that still have a state on the disk.
  private(set) var pointsWithState: [Int] = []
  /// Why the ranks of the team cannot go on together.
  private(set) var disconnection: EvaluationFailure?
  private var tally = Tally()
  /// The points computed since they were last recorded; kept, so that short ranges allocate
  /// nothing.
  private var block: [Int] = []
  /// When messages were last looked at; kept, so that many short ranges do not go on without a
  /// look.
  private var polled = Clock.now()
  /// Measured time of the last point in seconds; long until one was measured.
  private var secondsPerPoint = 1.0

  /// - Parameters:
  ///   - records: an empty batch of the file.
  ///   - pollsAfterEveryPoint: also after points that are far shorter than a poll is due.
  init(
    program: PointProgram, computer: PointComputer, order: PointOrder, records: RecordBatch,
    pollsAfterEveryPoint: Bool
  ) {
    self.program = program
    self.computer = computer
    self.order = order
    pollInterval = pollsAfterEveryPoint ? 0 : Self.shortestPollInterval
    finished = records
  }

  /// What happens every few milliseconds of computing; returns whether to go on.
  var serve: () -> Bool {
    get { computer.serve }
    set { computer.serve = newValue }
  }

  var bufferIsFull: Bool { finished.byteCount >= Workload.bufferBytes }

  /// Points finished since the last `takeTally()`.
  var untallied: Int { tally.points }

  /// How much of the point in work is done, as far as its model tells.
  var shareOfPoint: Double { computer.shareDone }

  /// Everything finished has been written.
  func forgetFinished() {
    finished.removeAll(keepingCapacity: true)
    pointsWithState = []
  }

  /// What was finished since the last call.
  func takeTally() -> Tally {
    defer { tally = Tally() }
    return tally
  }

  /// Computes the pending points of a range of positions, in order.
  ///
  /// - Returns: false if the rank that serves, or a poll of the model, ended the work; the point
  ///   then in work stays pending.
  func evaluate(_ positions: Range<Int>) -> Bool {
    defer { CrashNotes.end() }
    var next = positions.lowerBound
    var start = Clock.now()
    while next < positions.upperBound {
      var interruption: EvaluationError?
      block.removeAll(keepingCapacity: true)
      let length = blockLength
      var current = 0
      while next < positions.upperBound, block.count < length, interruption == nil {
        defer { next += 1 }
        guard let point = order[next] else { continue }
        current = point
        do throws(EvaluationError) {
          try computer.compute(point)
          block.append(point)
        } catch {
          interruption = error
        }
      }
      CrashNotes.end()
      let now = Clock.now()
      switch interruption {
      case .stopped, .disconnected:
        disconnection = interruption?.disconnection
        recordBlock(seconds: now - start)
        return false
      case .failed(let failure):
        let mean = (now - start) / Double(block.count + 1)
        recordBlock(seconds: mean * Double(block.count))
        close(current, failure: failure.description, seconds: mean)
        secondsPerPoint = mean
      case nil:
        recordBlock(seconds: now - start)
        if !block.isEmpty { secondsPerPoint = (now - start) / Double(block.count) }
      }
      start = now
      if now - polled >= pollInterval {
        guard computer.serve() else { return false }
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

  /// Turns the kept outcomes of the block into records.
  private func recordBlock(seconds: Double) {
    guard !block.isEmpty else { return }
    defer { program.forget() }
    let each = seconds / Double(block.count)
    if program.append(0..<block.count, &finished) == nil {
      guard program.remark == nil, !computer.hasState else {
        for (index, point) in block.enumerated() {
          close(point, failure: nil, remark: program.remark?(index), seconds: each)
        }
        return
      }
      finished.append(points: block, seconds: each)
      tally.add(Tally(points: block.count, seconds: each * Double(block.count)))
      return
    }
    // One by one, to tell which outcome is no result.
    finished.discardUnfinishedRecord()
    for (index, point) in block.enumerated() {
      let defect = program.append(index..<index + 1, &finished)
      close(point, failure: defect, remark: program.remark?(index), seconds: each)
    }
  }

  private func close(_ point: Int, failure: String?, remark: String? = nil, seconds: Double) {
    finished.append(
      point: point, status: failure == nil ? .done : .failed, seconds: seconds,
      message: failure ?? remark)
    // Points with a state are long, and so alone in their block.
    if computer.hasState { pointsWithState.append(point) }
    tally.add(Tally(points: 1, failed: failure == nil ? 0 : 1, seconds: seconds))
  }
}
