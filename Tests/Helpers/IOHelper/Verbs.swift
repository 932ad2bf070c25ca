import Glibc
import IOSamples
import MPIBridge
import ResultsStorage

/// Does what a verb says; rank 0 prints. Returns the exit code.
func perform(
  _ verb: String, path: String, layoutName: String, _ options: Options,
  _ world: borrowing Communicator
) -> Int32 {
  if verb == "write-all" {
    // Several layouts, with commas between them, in every manner.
    for name in layoutName.split(separator: ",").map(String.init) {
      for (index, manner) in sampleManners.enumerated() {
        let (path, options) = ("\(path).\(name).\(index)", Options(manner + ["rounds=2"]))
        let code = perform("write", path: path, layoutName: name, options, world)
        if code != 0 { return code }
      }
    }
    return 0
  }
  guard let layout = sampleLayout(layoutName) else {
    print("unknown layout '\(layoutName)'")
    return 2
  }
  do {
    switch verb {
    case "write": try write(path, layout, options, world)
    case "resume": try resume(path, layout, options, world)
    case "damaged":
      let store = try ResultsStore(resuming: path, on: world)
      print("\(world.rank): \(try store.damagedPoints())")
      try store.close()
    case "hold": try hold(path, layout, world)
    case "overflow": try overflow(path, layout, options, world)
    case "manner":
      let store = try ResultsStore(creating: path, layout: layout, on: world)
      print("\(world.rank): \(store.mayWriteCollectively ? "together" : "each alone")")
      try store.close()
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

private func write(
  _ path: String, _ layout: StoreLayout, _ options: Options, _ world: borrowing Communicator
) throws(StoreError) {
  var store = try ResultsStore(
    creating: path, layout: layout, overwriting: options.contains("overwrite"), on: world)
  let points = options.number("first") ?? layout.pointCount
  try writePoints(Array(0..<points), to: &store, layout, options, world)
  if options.contains("abandon") {
    do throws(MPIError) { try world.barrier() } catch { throw .mpi(error) }
    // As `kill -9` would end it, before the file is closed.
    kill(getpid(), SIGKILL)
  }
  try store.close()
}

private func resume(
  _ path: String, _ layout: StoreLayout, _ options: Options, _ world: borrowing Communicator
) throws(StoreError) {
  var store = try ResultsStore(resuming: path, on: world)
  if options.contains("retry") {
    let count = try store.resetFailed()
    if world.isRoot { print("reset \(count)") }
  }
  let left = try store.readPending()
  let pending = (0..<store.pointCount).filter(left.contains)
  if world.isRoot { print("pending \(pending.count)") }
  try writePoints(pending, to: &store, layout, options, world)
  try store.close()
}

/// Deals points to the ranks and writes them in rounds.
private func writePoints(
  _ points: [Int], to store: inout ResultsStore, _ layout: StoreLayout, _ options: Options,
  _ world: borrowing Communicator
) throws(StoreError) {
  var points = points
  if options.contains("scattered") {
    // Multiplying by a number without common factor is a permutation that leaves no neighbors.
    points = points.indices.map { points[($0 * 7919) % points.count] }
  }
  let types = layout.quantities.map(\.type)
  let rounds = options.number("rounds") ?? 3
  for round in 0..<rounds {
    var batch = store.makeBatch()
    let part = points[points.count * round / rounds..<points.count * (round + 1) / rounds]
    for (index, point) in part.enumerated() {
      let taker =
        options.contains("one-rank")
        ? world.size - 1
        : options.contains("cyclic") ? index % world.size : index * world.size / part.count
      if taker == world.rank {
        batch.appendSample(point: point, types: types, failing: !options.contains("retry"))
      }
    }
    if options.contains("independent") {
      try store.writeIndependently(batch)
    } else {
      try store.write(batch)
    }
    try store.flush()
  }
}

/// Keeps the file open, and so locked, until a file with `.release` behind its name appears.
private func hold(
  _ path: String, _ layout: StoreLayout, _ world: borrowing Communicator
) throws(StoreError) {
  let store = try ResultsStore(creating: path, layout: layout, on: world)
  print("holding")
  fflush(nil)
  while access(path + ".release", F_OK) != 0 { usleep(10_000) }
  try store.close()
}

/// Writes past the size that the system allows the process from some moment on, as past the end of
/// a disk whose space could not be reserved.
private func overflow(
  _ path: String, _ layout: StoreLayout, _ options: Options, _ world: borrowing Communicator
) throws(StoreError) {
  var store = try ResultsStore(creating: path, layout: layout, on: world)
  try writePoints(Array(0..<layout.pointCount / 4), to: &store, layout, options, world)
  limitFileSize(to: layout.fileSize / 2)
  let rest = Array(layout.pointCount / 4..<layout.pointCount)
  try writePoints(rest, to: &store, layout, options, world)
  try store.close()
}

/// Makes writes beyond a size fail, as on a disk that is full there.
func limitFileSize(to bytes: Int) {
  signal(SIGXFSZ, SIG_IGN)
  var limit = rlimit(rlim_cur: rlim_t(bytes), rlim_max: rlim_t(bytes))
  setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
}
