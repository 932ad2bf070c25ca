import Foundation
public import Teams

/// Ranks of a team as threads of one process: what they compute together is tested without MPI.
public final class ThreadTeam: RankTeam {
  public let rank: Int
  public var count: Int { hub.count }
  private let hub: Hub

  private init(rank: Int, hub: Hub) {
    self.rank = rank
    self.hub = hub
  }

  /// Runs `body` on every rank of a team and gives the results in the order of ranks.
  ///
  /// - Throws: what the lowest rank that throws has thrown.
  public static func run<Result: Sendable>(
    ranks: Int, _ body: @escaping @Sendable (any RankTeam) throws -> Result
  ) throws -> [Result] {
    let hub = Hub(count: ranks)
    let results = Results<Result>(count: ranks)
    let group = DispatchGroup()
    for rank in 0..<ranks {
      group.enter()
      let thread = Thread {
        results.set(Swift.Result { try body(ThreadTeam(rank: rank, hub: hub)) }, at: rank)
        group.leave()
      }
      // As much as the main thread has.
      thread.stackSize = 8 << 20
      thread.start()
    }
    group.wait()
    return try results.all()
  }

  public func exchange(
    sending outgoing: [TeamBlock], of source: RawSpan, receiving incoming: [TeamBlock],
    into destination: inout MutableRawSpan, meanwhile work: () -> Void
  ) throws(EvaluationError) {
    hub.send(from: rank, Self.messages(outgoing, of: source))
    work()
    receive(incoming, into: &destination)
  }

  public func exchange(
    sending outgoing: [TeamBlock], receiving incoming: [TeamBlock],
    in buffer: inout MutableRawSpan
  ) throws(EvaluationError) {
    hub.send(from: rank, Self.messages(outgoing, of: buffer.bytes))
    receive(incoming, into: &buffer)
  }

  public func allGather(
    _ blocks: [Range<Int>], in buffer: inout MutableRawSpan
  ) throws(EvaluationError) {
    try exchange(
      sending: (0..<count).map { TeamBlock(partner: $0, range: blocks[rank]) },
      receiving: (0..<count).map { TeamBlock(partner: $0, range: blocks[$0]) }, in: &buffer)
  }

  public func broadcast(
    _ buffer: inout MutableRawSpan, from root: Int
  ) throws(EvaluationError) {
    let whole = 0..<buffer.byteCount
    try exchange(
      sending: rank == root ? (0..<count).map { TeamBlock(partner: $0, range: whole) } : [],
      receiving: [TeamBlock(partner: root, range: whole)], in: &buffer)
  }

  private func receive(_ incoming: [TeamBlock], into buffer: inout MutableRawSpan) {
    for block in incoming {
      let message = hub.receive(from: block.partner, to: rank)
      // Blocks that do not match are a mistake of the code under test.
      guard message.count == block.range.count else {
        fatalError(
          "rank \(rank) expects \(block.range.count) bytes of rank \(block.partner), which sends "
            + "\(message.count)")
      }
      for (offset, byte) in zip(block.range, message) {
        buffer.storeBytes(of: byte, toByteOffset: offset, as: UInt8.self)
      }
    }
  }

  private static func messages(
    _ blocks: [TeamBlock], of span: RawSpan
  ) -> [(to: Int, bytes: [UInt8])] {
    var messages: [(to: Int, bytes: [UInt8])] = []
    for block in blocks {
      var bytes: [UInt8] = []
      for offset in block.range {
        bytes.append(span.unsafeLoad(fromByteOffset: offset, as: UInt8.self))
      }
      messages.append((block.partner, bytes))
    }
    return messages
  }
}

/// Messages on their way between threads, in the order in which they were sent.
private final class Hub: @unchecked Sendable {
  let count: Int
  private let condition = NSCondition()
  private var queues: [[[UInt8]]]

  init(count: Int) {
    self.count = count
    queues = Array(repeating: [], count: count * count)
  }

  func send(from sender: Int, _ messages: [(to: Int, bytes: [UInt8])]) {
    condition.withLock {
      for message in messages { queues[sender * count + message.to].append(message.bytes) }
      condition.broadcast()
    }
  }

  func receive(from sender: Int, to receiver: Int) -> [UInt8] {
    condition.withLock {
      while queues[sender * count + receiver].isEmpty { condition.wait() }
      return queues[sender * count + receiver].removeFirst()
    }
  }
}

private final class Results<Result: Sendable>: @unchecked Sendable {
  private let lock = NSLock()
  private var results: [Swift.Result<Result, any Error>?]

  init(count: Int) { results = Array(repeating: nil, count: count) }

  func set(_ result: Swift.Result<Result, any Error>, at rank: Int) {
    lock.withLock { results[rank] = result }
  }

  func all() throws -> [Result] {
    try lock.withLock { try results.compactMap { try $0?.get() } }
  }
}
