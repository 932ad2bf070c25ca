// The operations of a team on elements instead of bytes. Values without references travel as they
// lie in memory: the ranks of a run share one program and so one layout. That is what makes the
// unsafe views of elements as bytes right: whatever bytes arrive were such elements before.
extension RankTeam {
  /// Whether this is rank 0, whose result counts.
  public var isLeader: Bool { rank == 0 }

  /// The share of `total` things that fall to a rank: consecutive ones, as even as possible.
  public func share(of total: Int, rank: Int) -> Range<Int> {
    total * rank / count..<total * (rank + 1) / count
  }

  /// The share of `total` things that falls to this rank.
  public func share(of total: Int) -> Range<Int> { share(of: total, rank: rank) }

  /// Sends blocks of elements of `source` and receives blocks into `destination`, all at the same
  /// time, while this rank does `work`. Details: the requirement of `RankTeam`.
  public func exchange<Element: BitwiseCopyable>(
    sending outgoing: [TeamBlock], of source: Span<Element>, receiving incoming: [TeamBlock],
    into destination: inout MutableSpan<Element>, meanwhile work: () -> Void = {}
  ) throws(EvaluationError) {
    let stride = MemoryLayout<Element>.stride
    var bytes = unsafe destination.mutableBytes
    try unsafe exchange(
      sending: outgoing.map { $0.scaled(by: stride) }, of: source.bytes,
      receiving: incoming.map { $0.scaled(by: stride) }, into: &bytes, meanwhile: work)
  }

  /// Sends some blocks of elements of a buffer and receives others, all at the same time.
  public func exchange<Element: BitwiseCopyable>(
    sending outgoing: [TeamBlock], receiving incoming: [TeamBlock],
    in buffer: inout MutableSpan<Element>
  ) throws(EvaluationError) {
    let stride = MemoryLayout<Element>.stride
    var bytes = unsafe buffer.mutableBytes
    try exchange(
      sending: outgoing.map { $0.scaled(by: stride) },
      receiving: incoming.map { $0.scaled(by: stride) }, in: &bytes)
  }

  /// Completes a buffer of which every rank has one block of elements.
  ///
  /// - Parameter blocks: The elements that each rank has, in the order of ranks; the same on all.
  public func allGather<Element: BitwiseCopyable>(
    _ blocks: [Range<Int>], in buffer: inout MutableSpan<Element>
  ) throws(EvaluationError) {
    let stride = MemoryLayout<Element>.stride
    var bytes = unsafe buffer.mutableBytes
    try allGather(blocks.map { $0.scaled(by: stride) }, in: &bytes)
  }

  /// The arrays of all ranks, whatever their lengths, in the order of ranks.
  public func allGather<Element: BitwiseCopyable>(
    _ elements: [Element]
  ) throws(EvaluationError) -> [[Element]] {
    guard count > 1 else { return [elements] }
    var lengths = [Int](repeating: 0, count: count)
    lengths[rank] = elements.count
    var lengthSpan = lengths.mutableSpan
    try allGather((0..<count).map { $0..<$0 + 1 }, in: &lengthSpan)
    var blocks: [Range<Int>] = []
    for length in lengths {
      let start = blocks.last?.upperBound ?? 0
      blocks.append(start..<start + length)
    }
    guard let total = blocks.last?.upperBound, let filler = try anyElement(elements, lengths) else {
      return lengths.map { _ in [] }
    }
    var all = [Element](repeating: filler, count: total)
    all.replaceSubrange(blocks[rank], with: elements)
    var span = all.mutableSpan
    try allGather(blocks, in: &span)
    return blocks.map { Array(all[$0]) }
  }

  /// Some element to fill a new array with, from the first rank that has one; nil if none has.
  private func anyElement<Element: BitwiseCopyable>(
    _ elements: [Element], _ lengths: [Int]
  ) throws(EvaluationError) -> Element? {
    guard let owner = lengths.firstIndex(where: { $0 > 0 }) else { return nil }
    let size = MemoryLayout<Element>.size
    var bytes = [UInt8](repeating: 0, count: size)
    // The bytes of a value of this type, and a value of these bytes, which every rank has alike.
    if rank == owner { unsafe withUnsafeBytes(of: elements[0]) { bytes = unsafe Array($0) } }
    var span = bytes.mutableSpan
    try broadcast(&span, from: owner)
    return unsafe bytes.withUnsafeBytes { unsafe $0.loadUnaligned(as: Element.self) }
  }

  /// Gives every rank the elements of `root`; all give buffers of the same length.
  public func broadcast<Element: BitwiseCopyable>(
    _ buffer: inout MutableSpan<Element>, from root: Int = 0
  ) throws(EvaluationError) {
    var bytes = unsafe buffer.mutableBytes
    try broadcast(&bytes, from: root)
  }

  /// The value of `root`, on every rank.
  public func broadcast<Value: BitwiseCopyable>(
    _ value: Value, from root: Int = 0
  ) throws(EvaluationError) -> Value {
    var values = [value]
    var span = values.mutableSpan
    try broadcast(&span, from: root)
    return values[0]
  }

  /// A sum over distributed data that has the same bits on every rank and for every size of the
  /// team.
  ///
  /// The data are cut into blocks in a way that does not depend on the team, each rank has
  /// consecutive ones, in the order of ranks, and gives the sum over each of its blocks. These are
  /// gathered and added one by one in the order of blocks. Every rank sends all its partial sums:
  /// some hundred blocks in total are plenty.
  ///
  /// - Parameters:
  ///   - partials: `width` sums for each block of this rank, block after block.
  ///   - width: Number of quantities that are summed at the same time.
  /// - Returns: the `width` sums.
  public func sum(
    ofBlocks partials: [Double], width: Int = 1
  ) throws(EvaluationError) -> [Double] {
    var sums = [Double](repeating: 0, count: width)
    for ofRank in try allGather(partials) {
      for start in stride(from: 0, to: ofRank.count, by: width) {
        for quantity in 0..<width { sums[quantity] += ofRank[start + quantity] }
      }
    }
    return sums
  }

  /// Throws `.failed` on every rank if any rank has a reason to: that of the lowest that has.
  public func agree(on failure: EvaluationFailure?) throws(EvaluationError) {
    for reason in try allGather(Array((failure?.description ?? "").utf8)) where !reason.isEmpty {
      throw .failed(EvaluationFailure(String(decoding: reason, as: UTF8.self)))
    }
  }
}

extension TeamBlock {
  fileprivate func scaled(by factor: Int) -> TeamBlock {
    TeamBlock(partner: partner, range: range.scaled(by: factor))
  }
}

extension Range<Int> {
  fileprivate func scaled(by factor: Int) -> Range<Int> {
    lowerBound * factor..<upperBound * factor
  }
}
