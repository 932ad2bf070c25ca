import Base
import HDF5
import Models
import Points
import ResultsStorage
import Scheduler

// What rank 0 costs, and what follows for many ranks: its own work for a request is measured, then
// sweeps are simulated with the queue that runs them, a time for each message, and points of unlike
// length.
//
//     swift build -c release --product spinsweep-scheduling
//     .build/release/spinsweep-scheduling [SECONDS A MESSAGE]

let serviceTime = CommandLine.arguments.dropFirst().first.flatMap(Double.init) ?? 1e-6
let clock = ContinuousClock()

// One by one: the worst case.
var queue = WorkQueue(
  order: PointOrder(pointCount: 10_000_000, pending: nil, costliestFirst: nil), ranks: 10_000,
  fixedLength: 1)
var checksum = 0
let elapsed = clock.measure {
  while !queue.isEmpty {
    checksum &+= queue.take().lowerBound
    queue.record(Tally(points: 1, seconds: 1e-3))
  }
}
print("queue alone: \(nanoseconds(elapsed) / 1e7) ns a request (\(checksum & 1))")

print(
  "simulated with \(serviceTime * 1e6) us a message at rank 0, points of lognormal length, sigma 0.5"
)
print("   ranks  mean point    points   messages   rank 0 busy   efficiency")
for (ranks, mean, points) in [
  (64, 1e-3, 1_000_000), (1024, 1e-3, 1_000_000), (1024, 1e-2, 1_000_000),
  (10_000, 1e-3, 10_000_000), (10_000, 1e-2, 10_000_000), (10_000, 0.1, 1_000_000),
  (10_000, 1, 1_000_000), (10_000, 60, 100_000),
] {
  let result = simulate(ranks: ranks, mean: mean, points: points, serviceTime: serviceTime)
  print(
    pad("\(ranks)", 8), pad("\(mean) s", 11), pad("\(points)", 9), pad("\(result.messages)", 10),
    pad("\((result.busy * 1000).rounded() / 1000)", 13),
    pad("\((result.efficiency * 1000).rounded() / 1000)", 12))
}

func pad(_ text: String, _ width: Int) -> String {
  String(repeating: " ", count: max(0, width - text.count)) + text
}

func nanoseconds(_ duration: Duration) -> Double {
  let (seconds, attoseconds) = duration.components
  return Double(seconds) * 1e9 + Double(attoseconds) * 1e-9
}
