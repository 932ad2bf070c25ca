/// A team of one rank: nothing is sent anywhere.
public final class LoneRank: RankTeam {
  /// The only number there is.
  public let rank = 0
  /// One.
  public let count = 1

  /// A team of this process alone.
  public init() {}

  /// Copies blocks that the rank sends to itself.
  public func exchange(
    sending outgoing: [TeamBlock], of source: RawSpan, receiving incoming: [TeamBlock],
    into destination: inout MutableRawSpan, meanwhile work: () -> Void
  ) throws(EvaluationError) {
    for (sent, received) in zip(outgoing, incoming) {
      for (from, to) in zip(sent.range, received.range) {
        // Any byte is a UInt8, and the load checks its place.
        unsafe destination.storeBytes(
          of: source.unsafeLoad(fromByteOffset: from, as: UInt8.self), toByteOffset: to,
          as: UInt8.self)
      }
    }
    work()
  }

  /// Copies blocks that the rank sends to itself.
  public func exchange(
    sending outgoing: [TeamBlock], receiving incoming: [TeamBlock],
    in buffer: inout MutableRawSpan
  ) throws(EvaluationError) {
    for (sent, received) in zip(outgoing, incoming) {
      for (from, to) in zip(sent.range, received.range) {
        // As above.
        unsafe buffer.storeBytes(
          of: buffer.bytes.unsafeLoad(fromByteOffset: from, as: UInt8.self), toByteOffset: to,
          as: UInt8.self)
      }
    }
  }

  /// Nothing: the buffer is whole already.
  public func allGather(
    _ blocks: [Range<Int>], in buffer: inout MutableRawSpan
  ) throws(EvaluationError) {}

  /// Nothing: there is nobody else.
  public func broadcast(
    _ buffer: inout MutableRawSpan, from root: Int
  ) throws(EvaluationError) {}
}
