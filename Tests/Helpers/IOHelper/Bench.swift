import Base
import IOSamples
import MPIBridge
import ResultsStorage

/// Prints how long the steps of writing all points at once take, on every rank.
func bench(
  _ path: String, _ layout: StoreLayout, _ options: Options, _ world: borrowing Communicator
) throws(StoreError) {
  let clock = ContinuousClock()
  var times: [String] = []
  func note(_ what: String, since start: ContinuousClock.Instant) {
    let (seconds, attoseconds) = (clock.now - start).components
    let milliseconds = Double(seconds) * 1e3 + Double(attoseconds) / 1e15
    times.append("\(what) \((milliseconds * 10).rounded() / 10) ms")
  }
  let types = layout.quantities.map(\.type)
  let start = clock.now
  var store = try ResultsStore(creating: path, layout: layout, on: world)
  note("create", since: start)
  var batch = store.makeBatch()
  let appending = clock.now
  let first = layout.pointCount * world.rank / world.size
  let last = layout.pointCount * (world.rank + 1) / world.size
  for point in first..<last {
    batch.appendSample(
      point: options.contains("scattered") ? (point * 7919) % layout.pointCount : point,
      types: types, failing: options.contains("failing"))
  }
  note("append", since: appending)
  // Not to wait for ranks that are slower to make their records.
  do throws(MPIError) { try world.barrier() } catch { throw .mpi(error) }
  let writing = clock.now
  if options.contains("independent") {
    try store.writeIndependently(batch)
  } else {
    try store.write(batch)
  }
  note("write", since: writing)
  let closing = clock.now
  try store.close()
  note("close", since: closing)
  note("all", since: start)
  print("\(world.rank): \(times.joined(separator: ", "))")
}
