import Points
import Reports
import Scheduler

/// How a simulated sweep went.
struct SimulatedSweep {
  var messages = 0
  /// Share of the time in which rank 0 answers.
  var busy = 0.0
  /// Computing time over ranks times wall time.
  var efficiency = 0.0
}

/// A sweep in which rank 0 answers one request after the other.
func simulate(ranks: Int, mean: Double, points: Int, serviceTime: Double) -> SimulatedSweep {
  let order = PointOrder(pointCount: points, pending: nil, costliestFirst: nil)
  var queue = WorkQueue(order: order, ranks: ranks)
  var lengths = PointLengths(mean: mean)
  var requests = Heap()
  for worker in 0..<ranks { requests.push(0, worker) }
  var tallies = [Tally](repeating: Tally(), count: ranks)
  var result = SimulatedSweep()
  var (now, computing, end) = (0.0, 0.0, 0.0)
  while let (time, worker) = requests.pop() {
    now = max(now, time) + serviceTime
    result.messages += 1
    queue.record(tallies[worker])
    if queue.isEmpty { continue }
    let range = queue.take()
    let seconds = lengths.sum(range.count)
    computing += seconds
    tallies[worker] = Tally(points: range.count, seconds: seconds)
    requests.push(now + seconds, worker)
    end = max(end, now + seconds)
  }
  result.busy = Double(result.messages) * serviceTime / end
  result.efficiency = computing / (Double(ranks) * end)
  return result
}

/// Lognormal times with a spread of one half.
struct PointLengths {
  private let scale: Double
  private let sigma = 0.5
  private let mean: Double
  private var state: UInt64 = 1

  init(mean: Double) {
    self.mean = mean
    scale = mean * exponential(-0.5 * 0.25)
  }

  /// The time of some points together; many are as good as their mean, with its error.
  mutating func sum(_ count: Int) -> Double {
    if count > 64 {
      let spread = mean * (exponential(sigma * sigma) - 1).squareRoot()
      return Double(count) * mean + Double(count).squareRoot() * spread * normal()
    }
    return (0..<count).reduce(0) { sum, _ in sum + scale * exponential(sigma * normal()) }
  }

  /// Twelve uniform numbers: normal enough for a spread of times.
  private mutating func normal() -> Double {
    var sum = -6.0
    for _ in 0..<12 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      sum += Double(state >> 11) / 9_007_199_254_740_992
    }
    return sum
  }
}

/// The exponential function by its limit, good to four digits here.
private func exponential(_ x: Double) -> Double {
  var power = 1 + x / 4096
  for _ in 0..<12 { power *= power }
  return power
}

/// Requests by their time.
struct Heap {
  private var items: [(time: Double, worker: Int)] = []

  mutating func push(_ time: Double, _ worker: Int) {
    items.append((time, worker))
    var child = items.count - 1
    while child > 0, items[(child - 1) / 2].time > items[child].time {
      items.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func pop() -> (Double, Int)? {
    guard let first = items.first else { return nil }
    let last = items.removeLast()
    if items.isEmpty { return first }
    items[0] = last
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2]
      where child < items.count && items[child].time < items[least].time {
        least = child
      }
      if least == parent { return first }
      items.swapAt(parent, least)
      parent = least
    }
  }
}
