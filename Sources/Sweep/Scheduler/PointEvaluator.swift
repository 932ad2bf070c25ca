import IO

/// Evaluates ranges of points on one rank and keeps the finished records until they are written.
final class PointEvaluator<M: Model> {
  /// Records are written when a rank holds this many bytes, even if no epoch is due.
  static var bufferBytes: Int { 64 << 20 }
  /// Time between two looks at messages and clocks, in seconds, while points are short.
  private static var shortestPollInterval: Double { 1e-3 }

  private let plan: Plan<M>
  private let order: PointOrder
  private var cursor: GridCursor<M>
  private let quantitySizes: [Int]
  private let pollInterval: Double
  private(set) var finished: RecordBatch
  private(set) var tally = Tally()

  /// - Parameter pollsAfterEveryPoint: also after points that are far shorter than a poll is due.
  init(plan: Plan<M>, order: PointOrder, pollsAfterEveryPoint: Bool) {
    self.plan = plan
    self.order = order
    cursor = GridCursor(plan.grid)
    quantitySizes = plan.quantitySizes
    pollInterval = pollsAfterEveryPoint ? 0 : Self.shortestPollInterval
    finished = RecordBatch(quantitySizes: plan.quantitySizes)
  }

  var bufferIsFull: Bool { finished.byteCount >= Self.bufferBytes }

  func forgetFinished() { finished.removeAll(keepingCapacity: true) }

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
      cursor.move(to: point)
      let context = PointContext(seed: plan.job.seed, point: point, onPoll: poll)
      let result: Result<M.Outcome, EvaluationError>
      do throws(EvaluationError) {
        result = .success(try cursor.model.evaluate(context))
      } catch {
        if error == .stopped { return false }
        result = .failure(error)
      }
      let end = Clock.now()
      record(point, result, seconds: end - start)
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

  private func record(
    _ point: Int, _ result: Result<M.Outcome, EvaluationError>, seconds: Double
  ) {
    var failure: String?
    switch result {
    case .success(let outcome):
      for (index, quantity) in plan.quantities.enumerated() {
        quantity.append(outcome, &finished.columns[index])
      }
      failure = invalidQuantity()
    case .failure(.failed(let message)): failure = message
    case .failure(.stopped): return
    }
    if failure != nil { blankLastRecord(alreadyAppended: finished.count) }
    finished.append(
      point: point, status: failure == nil ? .done : .failed, seconds: seconds, message: failure)
    tally.points += 1
    tally.seconds += seconds
    if failure != nil { tally.failed += 1 }
  }

  /// Why the record just appended is no result: nil if every quantity has its declared shape and
  /// is a number or declared to be undefined somewhere.
  private func invalidQuantity() -> String? {
    for (index, quantity) in plan.quantities.enumerated() {
      let size = quantitySizes[index]
      let column = finished.columns[index]
      let found = column.count - finished.count * size
      guard found == size else {
        return "'\(quantity.name)' came out with \(found) numbers instead of \(size)"
      }
      guard quantity.undefinedWhere == nil else { continue }
      for value in column.suffix(size) where value.isNaN {
        return "'\(quantity.name)' came out as NaN"
      }
    }
    return nil
  }

  /// Replaces what a failed point appended by NaN.
  private func blankLastRecord(alreadyAppended count: Int) {
    for (index, size) in quantitySizes.enumerated() {
      finished.columns[index].removeLast(finished.columns[index].count - count * size)
      finished.columns[index].append(contentsOf: repeatElement(.nan, count: size))
    }
  }
}
