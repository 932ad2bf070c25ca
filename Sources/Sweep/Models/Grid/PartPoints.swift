import Jobs
import Points

/// The points of the grid that belong to a part, in increasing order.
///
/// Where all points cost the same a part is a range of points. Otherwise the blocks of the order by
/// cost are dealt out in turn, so that every part gets as many costly ones.
struct PartPoints: Sendable {
  private enum Kind {
    case range(Range<Int>)
    /// Increasing numbers of blocks.
    case blocks([UInt32], length: Int)
  }

  private let kind: Kind
  /// Number of points.
  package let count: Int

  init(_ part: Part, of pointCount: Int, order: BlockOrder?) {
    guard let order else {
      let start = pointCount * (part.number - 1) / part.count
      let end = pointCount * part.number / part.count
      kind = .range(start..<end)
      count = end - start
      return
    }
    let positions = stride(from: part.number - 1, to: order.blocks.count, by: part.count)
    let blocks = positions.map { order.blocks[$0] }.sorted()
    kind = .blocks(blocks, length: order.blockLength)
    count = blocks.reduce(0) {
      $0 + min(order.blockLength, pointCount - Int($1) * order.blockLength)
    }
  }

  /// The number in the grid of a point of the part.
  package subscript(index: Int) -> Int {
    switch kind {
    case .range(let range): return range.lowerBound + index
    case .blocks(let blocks, let length):
      // Only the last block can be shorter.
      let (block, offset) = index.quotientAndRemainder(dividingBy: length)
      return Int(blocks[block]) * length + offset
    }
  }
}
