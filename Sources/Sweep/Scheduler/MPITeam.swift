import MPIBridge
import Teams

/// A team whose ranks talk by MPI.
package final class MPITeam: RankTeam {
  private static let tag = 23

  package let communicator: Communicator
  package let rank: Int
  package let count: Int

  package init(_ communicator: consuming Communicator) {
    rank = communicator.rank
    count = communicator.size
    self.communicator = communicator
  }

  package func exchange(
    sending outgoing: [TeamBlock], of source: RawSpan, receiving incoming: [TeamBlock],
    into destination: inout MutableRawSpan, meanwhile work: () -> Void
  ) throws(EvaluationError) {
    try source.withUnsafeBytes { (source) throws(EvaluationError) in
      try destination.withUnsafeMutableBytes { (destination) throws(EvaluationError) in
        try exchange(outgoing, source, incoming, destination, meanwhile: work)
      }
    }
  }

  package func exchange(
    sending outgoing: [TeamBlock], receiving incoming: [TeamBlock],
    in buffer: inout MutableRawSpan
  ) throws(EvaluationError) {
    try buffer.withUnsafeMutableBytes { (buffer) throws(EvaluationError) in
      try exchange(outgoing, UnsafeRawBufferPointer(buffer), incoming, buffer, meanwhile: {})
    }
  }

  private func exchange(
    _ outgoing: [TeamBlock], _ source: UnsafeRawBufferPointer,
    _ incoming: [TeamBlock], _ destination: UnsafeMutableRawBufferPointer,
    meanwhile work: () -> Void
  ) throws(EvaluationError) {
    try attempt { () throws(MPIError) in
      try communicator.exchange(
        outgoing.map {
          OutgoingBlock(to: $0.partner, UnsafeRawBufferPointer(rebasing: source[$0.range]))
        },
        incoming.map {
          IncomingBlock(
            from: $0.partner, UnsafeMutableRawBufferPointer(rebasing: destination[$0.range]))
        }, tag: Self.tag, meanwhile: work)
    }
  }

  package func allGather(
    _ blocks: [Range<Int>], in buffer: inout MutableRawSpan
  ) throws(EvaluationError) {
    try buffer.withUnsafeMutableBytes { (buffer) throws(EvaluationError) in
      try attempt { () throws(MPIError) in
        try communicator.allGather(blocks, in: buffer, tag: Self.tag)
      }
    }
  }

  package func broadcast(_ buffer: inout MutableRawSpan, from root: Int) throws(EvaluationError) {
    try buffer.withUnsafeMutableBytes { (buffer) throws(EvaluationError) in
      try attempt { () throws(MPIError) in try communicator.broadcast(buffer, from: root) }
    }
  }

  /// The largest of the numbers of all ranks; ranks that wait leave their cores to others.
  package func maximum(_ number: Int) throws(EvaluationError) -> Int {
    try attempt { () throws(MPIError) in try communicator.restfulMaximum(number) }
  }

  private func attempt<Result>(
    _ body: () throws(MPIError) -> Result
  ) throws(EvaluationError) -> Result {
    do throws(MPIError) { return try body() } catch { throw .disconnected(EvaluationFailure(error)) }
  }
}
