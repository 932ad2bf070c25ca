import Points
import Reports
import ResultsStorage
import Scheduler
import Testing

@Suite("Work queue")
struct WorkQueueTests {
  @Test(
    "Every position is handed out once, in order, whatever a point costs",
    arguments: [0.0, 1e-8, 1e-3, 10], [1, 2, 64, 10_000])
  func coverage(secondsPerPoint: Double, ranks: Int) {
    let count = 100_003
    var queue = WorkQueue(order: Self.all(count), ranks: ranks)
    var next = 0
    while !queue.isEmpty {
      let range = queue.take()
      #expect(range.lowerBound == next)
      #expect(!range.isEmpty)
      next = range.upperBound
      queue.record(Tally(points: range.count, seconds: secondsPerPoint * Double(range.count)))
    }
    #expect(next == count)
    #expect(queue.take().isEmpty)
  }

  @Test("Long points go out one by one, short ones in ranges of at most half a second")
  func rangeLength() {
    var slow = WorkQueue(order: Self.all(1000), ranks: 4)
    slow.record(Tally(points: 1, seconds: 3))
    #expect(slow.take().count == 1)
    var quick = WorkQueue(order: Self.all(100_000_000), ranks: 4)
    quick.record(Tally(points: 1000, seconds: 1))
    #expect(quick.take().count == 500)
  }

  @Test("Workers keep a range in stock unless others might wait for it at the end")
  func stock() {
    var slow = WorkQueue(order: Self.all(64), ranks: 4)
    slow.record(Tally(points: 1, seconds: 3))
    var left = 64
    while !slow.isEmpty {
      #expect(slow.allowsStock == (left >= 32))
      left -= slow.take().count
    }
    var quick = WorkQueue(order: Self.all(64), ranks: 4)
    quick.record(Tally(points: 1000, seconds: 1e-3))
    while !quick.isEmpty {
      #expect(quick.allowsStock)
      _ = quick.take()
    }
  }

  /// A grid whose points are all pending, in the order of their numbers.
  private static func all(_ count: Int) -> PointOrder {
    PointOrder(pointCount: count, pending: nil, costliestFirst: nil)
  }

  private func points(_ order: PointOrder) -> [Int] {
    (0..<order.positionCount).compactMap { order[$0] }
  }

  @Test("An order leaves out what is done and keeps the costliest first")
  func order() {
    var pending = PointSet(pointCount: 5)
    for point in [0, 2, 4] { pending.insert(point) }
    let rising = BlockOrder(pointCount: 5) { Double($0) }
    let order = PointOrder(pointCount: 5, pending: pending, costliestFirst: rising)
    #expect(points(order) == [4, 2, 0])
    #expect(order.count == 3)
    #expect(points(Self.all(3)) == [0, 1, 2])
  }

  @Test("Large grids are ordered by blocks; every point is in the order once")
  func blocks() {
    let count = 200_003
    let falling = BlockOrder(pointCount: count) { -Double($0) }
    #expect(falling.blockLength == 4)
    let order = PointOrder(pointCount: count, pending: nil, costliestFirst: falling)
    #expect(points(order) == Array(0..<count))
    let rising = PointOrder(
      pointCount: count, pending: nil, costliestFirst: BlockOrder(pointCount: count) { Double($0) })
    #expect(points(rising).sorted() == Array(0..<count))
    #expect(points(rising).first == count - 3)
  }

  @Test("Ranges hold as many pending points as asked for", arguments: [true, false])
  func ranges(byCost: Bool) {
    let count = 10_007
    var pending = PointSet(pointCount: count)
    // Everything, nothing, and single points.
    for point in 0..<count where point < 1000 || (point > 5000 && point % 17 == 0) {
      pending.insert(point)
    }
    let order = PointOrder(
      pointCount: count, pending: pending,
      costliestFirst: byCost ? BlockOrder(pointCount: count) { -Double($0 / 3) } : nil)
    var queue = WorkQueue(order: order, ranks: 1, fixedLength: 7)
    var seen: [Int] = []
    while !queue.isEmpty {
      let range = queue.take()
      let points = range.compactMap { order[$0] }
      #expect(points.count == 7 || queue.isEmpty)
      seen += points
    }
    #expect(seen == (0..<count).filter(pending.contains))
    #expect(pending.count == seen.count)
  }
}
