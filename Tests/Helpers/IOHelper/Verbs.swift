import Glibc
import IO
import MPIBridge

func flushOutput() {
  fflush(nil)
}

/// Does what a verb says; rank 0 prints. Returns the exit code.
func perform(
  _ verb: String, path: String, layoutName: String, options: Set<String>,
  _ world: borrowing Communicator
) -> Int32 {
  guard let layout = sampleLayout(layoutName) else {
    print("unknown layout '\(layoutName)'")
    return 2
  }
  do {
    switch verb {
    case "create": try create(path, layout, options, world)
    case "write": try write(path, layout, options, world)
    case "resume": try resume(path, layout, options, world)
    case "bench": try bench(path, layout, options, world)
    default:
      print("unknown verb '\(verb)'")
      return 2
    }
    return 0
  } catch {
    // Every rank has the error; all print it, so that tests see that they agree.
    print("\(world.rank): \(error)")
    return 3
  }
}

private func create(
  _ path: String, _ layout: StoreLayout, _ options: Set<String>, _ world: borrowing Communicator
) throws(StoreError) {
  let store = try ResultsStore(creating: path, layout: layout, on: world)
  try store.close()
}

private func write(
  _ path: String, _ layout: StoreLayout, _ options: Set<String>, _ world: borrowing Communicator
) throws(StoreError) {
  var store = try ResultsStore(creating: path, layout: layout, on: world)
  let points = options.contains("half") ? layout.pointCount / 2 : layout.pointCount
  try writePoints(Array(0..<points), to: &store, layout, options, world)
  try store.close()
}

private func resume(
  _ path: String, _ layout: StoreLayout, _ options: Set<String>, _ world: borrowing Communicator
) throws(StoreError) {
  var store = try ResultsStore(resuming: path, on: world)
  if options.contains("retry") {
    let count = try store.resetFailed()
    if world.isRoot { print("reset \(count)") }
  }
  let status = try store.readStatus()
  let pending = status.indices.filter { status[$0] == 0 }
  if world.isRoot { print("pending \(pending.count)") }
  try writePoints(pending, to: &store, layout, options, world)
  try store.close()
}

/// Deals points to the ranks and writes them in three rounds.
private func writePoints(
  _ points: [Int], to store: inout ResultsStore, _ layout: StoreLayout, _ options: Set<String>,
  _ world: borrowing Communicator
) throws(StoreError) {
  var points = points
  if options.contains("scattered") {
    // Multiplying by a number without common factor is a permutation that leaves no neighbours.
    points = points.indices.map { points[($0 * 7919) % points.count] }
  }
  let types = layout.quantities.map(\.type)
  let rounds = 3
  for round in 0..<rounds {
    var batch = store.makeBatch()
    let part = points[points.count * round / rounds..<points.count * (round + 1) / rounds]
    for (index, point) in part.enumerated() {
      let taker =
        options.contains("one-rank")
        ? world.size - 1
        : options.contains("cyclic") ? index % world.size : index * world.size / part.count
      if taker == world.rank { batch.appendSample(point: point, types: types) }
    }
    if options.contains("independent") {
      try store.writeIndependently(batch)
    } else {
      try store.write(batch)
    }
    try store.flush()
  }
}

/// Times of the steps of writing all points at once, in ms, slowest rank.
private func bench(
  _ path: String, _ layout: StoreLayout, _ options: Set<String>, _ world: borrowing Communicator
) throws(StoreError) {
  let clock = ContinuousClock()
  var times: [String] = []
  func note(_ what: String, since start: ContinuousClock.Instant) {
    let (seconds, attoseconds) = (clock.now - start).components
    times.append("\(what) \((Double(seconds) * 1e3 + Double(attoseconds) / 1e15).rounded()) ms")
  }
  let types = layout.quantities.map(\.type)
  let start = clock.now
  var store = try ResultsStore(creating: path, layout: layout, on: world)
  note("create", since: start)
  var batch = store.makeBatch()
  let appending = clock.now
  let scattered = options.contains("scattered")
  let first = layout.pointCount * world.rank / world.size
  let last = layout.pointCount * (world.rank + 1) / world.size
  for point in first..<last {
    batch.appendSample(
      point: scattered ? (point * 7919) % layout.pointCount : point, types: types,
      failing: options.contains("failing"))
  }
  note("append", since: appending)
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
