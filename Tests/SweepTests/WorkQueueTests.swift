import Sweep
import Testing

@Suite("Work queue")
struct WorkQueueTests {
  @Test(
    "Every position is handed out once, in order, whatever a point costs",
    arguments: [0.0, 1e-8, 1e-3, 10], [1, 2, 64, 10_000])
  func coverage(secondsPerPoint: Double, ranks: Int) {
    let count = 100_003
    var queue = WorkQueue(count: count, ranks: ranks)
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
    var slow = WorkQueue(count: 1000, ranks: 4)
    slow.record(Tally(points: 1, seconds: 3))
    #expect(slow.take().count == 1)
    var quick = WorkQueue(count: 100_000_000, ranks: 4)
    quick.record(Tally(points: 1000, seconds: 1))
    #expect(quick.take().count == 500)
  }

  @Test("An order leaves out what is done and keeps the costliest first")
  func order() {
    let order = PointOrder(
      pointCount: 5, status: [0, 1, 0, 2, 0], costliestFirst: [4, 3, 2, 1, 0])
    #expect((0..<order.count).map { order[$0] } == [4, 2, 0])
    let all = PointOrder(pointCount: 3, status: nil, costliestFirst: nil)
    #expect((0..<all.count).map { all[$0] } == [0, 1, 2])
  }
}
