import Glibc
import MPIBridge

/// A value with padding and mixed fields, as a program's own messages have.
struct Chunk: Equatable, BitwiseCopyable {
  var kind: UInt8
  var first: Int
  var count: Int32 = 0
  var seconds = 0.0
}

func flushOutput() {
  fflush(nil)
}

func check(
  _ name: String, _ world: borrowing Communicator, _ environment: borrowing MPIEnvironment
) throws(MPIError) -> [String] {
  switch name {
  case "settings": environment.settings.map(\.description)
  case "collectives": try collectives(world)
  case "values": try values(world)
  case "groups": try groups(world)
  case "messages": try messages(world)
  case "requests": try requests(world)
  case "waiting": try waiting(world)
  case "inboxes": try inboxes(world)
  case "errors": errors(world)
  case "abort": try abortFromLastRank(world)
  default: ["unknown check '\(name)'"]
  }
}

private func collectives(_ world: borrowing Communicator) throws(MPIError) -> [String] {
  let rank = world.rank
  var doubles = rank == 0 ? [1.5, -2.5] : [0, 0]
  try world.broadcast(&doubles)
  let fromLast = try world.broadcast(rank * 10, from: world.size - 1)
  let text = try world.broadcast(encoding: rank == 0 ? "π ≈ 3.14" : "")
  let bytes = try world.broadcast(
    ofAnyLength: rank == 0 ? [UInt8](repeating: 7, count: 70_000) : nil)
  let sum = try world.allReduce([Double(rank), 1], .sum)
  let least = try world.allReduce(Int32(5 - rank), .minimum)
  let most = try world.allReduce(UInt64(rank), .maximum)
  let reduced = try world.reduce([rank, 2 * rank], .sum)
  let gathered = try world.gather([Float(rank), 0.5])
  let everywhere = try world.allGather([UInt8(rank)])
  try world.barrier()
  try world.restfulBarrier()
  return [
    "\(doubles) \(fromLast) \(text) \(bytes.count) \(bytes.allSatisfy { $0 == 7 })",
    "\(sum) \(least) \(most) \(everywhere)",
    "\(reduced.map(\.description) ?? "nil") \(gathered.map(\.description) ?? "nil")",
  ]
}

/// What ranks tell each other in one call, whatever its shape.
private struct Order: Codable, Equatable {
  enum Manner: Codable, Equatable { case plain, bounded(by: Double, names: [String]) }

  var path = ""
  var manner = Manner.plain
  var limit: Int?
}

/// A value that cannot be told.
private struct Secret: Codable {
  init() {}
  init(from decoder: any Decoder) throws { throw MPIError(call: "", code: 1, reason: "secret") }
  func encode(to encoder: any Encoder) throws {
    throw MPIError(call: "", code: 1, reason: "secret")
  }
}

private func values(_ world: borrowing Communicator) throws(MPIError) -> [String] {
  let last = world.size - 1
  let order = Order(path: "π", manner: .bounded(by: .infinity, names: ["a", ""]), limit: -3)
  let told = try world.broadcast(encoding: world.rank == last ? order : Order(), from: last)
  let none = try world.broadcast(encoding: world.isRoot ? nil : Order?.some(order))
  var refusal = "none"
  do { _ = try world.broadcast(encoding: Secret()) } catch { refusal = error.reason }
  // The odd ranks fail; the lowest of them is heard everywhere.
  let failure =
    world.rank % 2 == 1 ? MPIError(call: "rank \(world.rank)", code: 5, reason: "odd") : nil
  let agreed = try world.agree(on: failure)
  let nobody = try world.agree(on: MPIError?.none)
  return [
    "\(told == order) \(none == nil) \(refusal) \(agreed?.call ?? "nil") \(nobody == nil)"
  ]
}

private func groups(_ world: borrowing Communicator) throws(MPIError) -> [String] {
  let copy = try world.duplicate()
  let copySum = try copy.allReduce(1, .sum)
  // Even and odd ranks, in reverse order; the last rank is in no group.
  let color = world.rank == world.size - 1 ? nil : world.rank % 2
  let part = try world.split(color: color, key: -world.rank)
  let node = try world.splitByNode()
  switch part {
  case .none: return ["\(copySum) none \(node.size)"]
  case .some(let part):
    let members = try part.allGather([world.rank])
    return ["\(copySum) \(part.rank)/\(part.size) \(members) \(node.size)"]
  }
}

/// Each rank sends a chunk to the next one.
private func messages(_ world: borrowing Communicator) throws(MPIError) -> [String] {
  let next = (world.rank + 1) % world.size
  let previous = (world.rank + world.size - 1) % world.size
  let chunk = Chunk(kind: 3, first: world.rank << 40, count: -7, seconds: 0.125)
  // Receiving first would wait for ever on one rank, and so would two blocking sends on many.
  let sending = try world.startSending(chunk, to: next, tag: 5)
  let envelope = try world.probe(tag: 5)
  let message = try world.receive(Chunk.self, from: envelope.source, tag: envelope.tag)
  try sending.wait()
  let expected = Chunk(kind: 3, first: previous << 40, count: -7, seconds: 0.125)
  let empty = try world.immediateProbe() == nil
  return ["\(message.value == expected) from \(message.envelope.source) empty \(empty)"]
}

/// Requests that are dropped, on either side, neither crash nor hang nor disturb later messages.
private func requests(_ world: borrowing Communicator) throws(MPIError) -> [String] {
  do {
    _ = try world.startReceiving(Double.self, tag: 9)  // never sent: canceled
    // Far more bytes than MPI sends ahead, to a rank that takes them only later.
    if world.rank == 0 { _ = try world.startSending(Large(), to: world.size - 1, tag: 10) }
  }
  var receiving = try world.startReceiving(Int.self, tag: 11)
  let early = try receiving.value() == nil
  try world.barrier()
  let sending = try world.startSending(world.rank, to: (world.rank + 1) % world.size, tag: 11)
  let message = try receiving.wait()
  try sending.wait()
  var sum = 0
  if world.rank == world.size - 1 {
    let large = try world.receive(Large.self, tag: 10).value
    sum = large.first + large.last
  }
  return ["early \(early) got \(message.value) sum \(sum)"]
}

/// A message of 64 KiB.
private struct Large: BitwiseCopyable {
  var first = 1
  var block = InlineArray<8190, Int>(repeating: 0)
  var last = 2
}

private func waiting(_ world: borrowing Communicator) throws(MPIError) -> [String] {
  if world.rank > 0 {
    usleep(100_000)
    try world.send(world.rank, to: 0, tag: 1)
    return []
  }
  var inbox = try world.openInbox(for: Int.self, tag: 1)
  var looks = 0
  let stopped = try inbox.next(
    waitingAtMost: nil,
    while: {
      looks += 1; return looks < 10
    })
  let start = ContinuousClock.now
  let late = try inbox.next(waitingAtMost: .milliseconds(20))
  let waited = ContinuousClock.now - start >= .milliseconds(20)
  var used = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used)
  let before = used.tv_nsec + used.tv_sec * 1_000_000_000
  var sum = 0
  for _ in 1..<world.size {
    guard let message = try inbox.next(waitingAtMost: nil) else { continue }
    sum += message.value == message.envelope.source ? message.value : 0
  }
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used)
  let busy = Double(used.tv_nsec + used.tv_sec * 1_000_000_000 - before) / 1e9
  return [
    "\(stopped == nil) \(looks) \(late == nil) \(waited) sum \(sum) idle \(busy < 0.05)"
  ]
}

/// Every rank sends each of them a hundred chunks and one, which is there before the inbox is.
private func inboxes(_ world: borrowing Communicator) throws(MPIError) -> [String] {
  let count = 100
  for other in 0..<world.size { try world.send(Chunk(kind: 0, first: -1), to: other, tag: 7) }
  try world.barrier()
  do { _ = try world.openInbox(for: Chunk.self, tag: 8) }
  var inbox = try world.openInbox(for: Chunk.self, tag: 7)
  for index in 0..<count {
    for other in 0..<world.size { try world.send(Chunk(kind: 1, first: index), to: other, tag: 7) }
  }
  var next = [Int](repeating: -1, count: world.size)
  var inOrder = true
  for _ in 0..<(count + 1) * world.size {
    guard let message = try inbox.next(waitingAtMost: .seconds(10)) else { return ["too few"] }
    inOrder = inOrder && message.value.first == next[message.envelope.source]
    next[message.envelope.source] += 1
  }
  try world.barrier()
  let isEmpty = try inbox.next() == nil
  try world.send(UInt8(1), to: world.rank, tag: 7)
  do {
    while try inbox.next(waitingAtMost: .seconds(10)) == nil {}
    return ["another size is taken"]
  } catch {
    return ["in order \(inOrder) empty \(isEmpty) \(error.reason)"]
  }
}

private func errors(_ world: borrowing Communicator) -> [String] {
  var lines: [String] = []
  do {
    try world.send(1, to: 99, tag: 1)
  } catch {
    lines.append("\(error.call) | \(error.reason)")
  }
  do {
    try world.send(UInt8(1), to: world.rank, tag: 4)
    _ = try world.receive(Int32.self, from: world.rank, tag: 4)
  } catch {
    lines.append("\(error)")
  }
  do {
    try world.send(1, to: 0, tag: 1 << 40)
  } catch {
    lines.append("\(error)")
  }
  do {
    _ = try MPIEnvironment()
  } catch {
    lines.append("\(error)")
  }
  return lines
}

private func abortFromLastRank(_ world: borrowing Communicator) throws(MPIError) -> [String] {
  if world.rank == world.size - 1 { world.abort(7) }
  try world.restfulBarrier()
  return ["not aborted"]
}
