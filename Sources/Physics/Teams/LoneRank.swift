/// A team of one rank: nothing is sent anywhere.
public final class LoneRank: RankTeam {
  public let rank = 0
  public let count = 1

  public init() {}

  /// Copies blocks that the rank sends to itself.
  public func exchange(
    sending outgoing: [TeamBlock], of source: RawSpan, receiving incoming: [TeamBlock],
    into destination: inout MutableRawSpan, meanwhile work: () -> Void
  ) throws(EvaluationError) {
    for (sent, received) in zip(outgoing, incoming) {
      for (from, to) in zip(sent.range, received.range) {
        destination.storeBytes(
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
        buffer.storeBytes(
          of: buffer.bytes.unsafeLoad(fromByteOffset: from, as: UInt8.self), toByteOffset: to,
          as: UInt8.self)
      }
    }
  }

  public func allGather(
    _ blocks: [Range<Int>], in buffer: inout MutableRawSpan
  ) throws(EvaluationError) {}

  public func broadcast(
    _ buffer: inout MutableRawSpan, from root: Int
  ) throws(EvaluationError) {}
}
