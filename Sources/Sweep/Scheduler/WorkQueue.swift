/// The points that are still to be computed, in the order in which they are handed out.
///
/// A position counts pending points from 0; every rank knows the same order, so that a range of
/// positions is all that has to be sent.
package struct PointOrder: Sendable {
  private let list: [UInt32]?
  package let count: Int

  /// - Parameters:
  ///   - status: of every point, or nil if all are pending.
  ///   - order: the points costliest first, or nil if their number is their order.
  package init(pointCount: Int, status: [UInt8]?, costliestFirst order: [Int]?) {
    guard status != nil || order != nil else {
      list = nil
      count = pointCount
      return
    }
    let all = order ?? Array(0..<pointCount)
    let pending = all.filter { point in status.map { $0[point] == 0 } ?? true }
    list = pending.map { UInt32($0) }
    count = pending.count
  }

  package subscript(position: Int) -> Int {
    if let list { Int(list[position]) } else { position }
  }
}

/// Hands out ranges of positions whose length follows the measured time of a point.
package struct WorkQueue {
  /// Time in seconds that rank 0 needs for one request; bounds how short a range may be.
  private static let secondsPerRequest = 5e-6
  /// Longest time that a range should take: bounds what is lost at a kill, and the idle end.
  private static let longestRange = 0.5

  private let count: Int
  private let ranks: Int
  private var next = 0
  /// Running mean of a point's time; nil until one was measured.
  private var secondsPerPoint: Double?

  package init(count: Int, ranks: Int) {
    self.count = count
    self.ranks = ranks
  }

  package var isEmpty: Bool { next == count }

  /// Takes note of finished work.
  package mutating func record(_ tally: Tally) {
    guard tally.points > 0 else { return }
    let measured = max(tally.seconds / Double(tally.points), 1e-9)
    // Costs fall along the order, so the recent past counts most.
    secondsPerPoint = secondsPerPoint.map { 0.5 * ($0 + measured) } ?? measured
  }

  /// The next range to hand out; empty at the end.
  package mutating func take() -> Range<Int> {
    let start = next
    next = min(count, next + rangeLength)
    return start..<next
  }

  private var rangeLength: Int {
    guard let secondsPerPoint else { return 1 }
    let shortest = Int((2 * Double(ranks) * Self.secondsPerRequest / secondsPerPoint).rounded(.up))
    let longest = max(1, Int(min(Self.longestRange / secondsPerPoint, 1e9)))
    return max(shortest, min(longest, (count - next) / (4 * ranks)), 1)
  }
}
