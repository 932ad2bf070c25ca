import Points

/// Hands out ranges of positions whose length follows the measured time of a point.
package struct WorkQueue {
  /// Time in seconds that rank 0 needs for one request; bounds how short a range may be.
  private static let secondsPerRequest = 5e-6
  /// Longest time that a range should take: bounds what is lost at a kill, and the idle end.
  private static let longestRange = 0.5

  /// Time in seconds for which nobody minds to wait at the end.
  private static let shortRange = 1e-3

  private let order: PointOrder
  private let ranks: Int
  /// A length that is not to follow the measured time; for benchmarks of the messages themselves.
  private let fixedLength: Int?
  private var next = 0
  /// Pending points that have not been handed out.
  private var left: Int
  /// Running mean of a point's time; nil until one was measured.
  private var secondsPerPoint: Double?

  package init(order: PointOrder, ranks: Int, fixedLength: Int? = nil) {
    self.order = order
    self.ranks = ranks
    self.fixedLength = fixedLength
    left = order.count
  }

  package var isEmpty: Bool { left == 0 }

  /// Whether a worker may have a range in stock besides the one it computes, so that it need not wait
  /// for the next: as long as too much is left for anybody to wait for that range at the end.
  package var allowsStock: Bool {
    if left >= 8 * ranks * nextLength { return true }
    guard let secondsPerPoint else { return false }
    return Double(nextLength) * secondsPerPoint < Self.shortRange
  }

  /// Takes note of finished work.
  package mutating func record(_ tally: Tally) {
    guard tally.points > 0 else { return }
    let measured = max(tally.seconds / Double(tally.points), 1e-9)
    // Costs fall along the order, so the recent past counts most.
    secondsPerPoint = secondsPerPoint.map { 0.5 * ($0 + measured) } ?? measured
  }

  /// The next range to hand out; empty at the end.
  package mutating func take() -> Range<Int> {
    let wanted = nextLength
    guard wanted > 0 else { return next..<next }
    let range = order.range(from: next, holding: wanted)
    next = range.upperBound
    left -= wanted
    return range
  }

  private var nextLength: Int { min(fixedLength ?? rangeLength, left) }

  private var rangeLength: Int {
    guard let secondsPerPoint else { return 1 }
    let shortest = Int((2 * Double(ranks) * Self.secondsPerRequest / secondsPerPoint).rounded(.up))
    let longest = max(1, Int(min(Self.longestRange / secondsPerPoint, 1e9)))
    return max(shortest, min(longest, left / (4 * ranks)), 1)
  }
}
