import ResultsStorage

/// Blocks of consecutive points, costliest first.
///
/// Whole blocks are ordered, not single points: their number is bounded, so that the order of a
/// large grid takes neither memory nor time that grows with it. Up to 65 536 points a block is one
/// point.
package struct BlockOrder: Sendable {
  /// The most blocks of an order.
  package static let mostBlocks = 1 << 16

  /// Points of each block; the last one may be shorter.
  package let blockLength: Int
  /// Numbers of the blocks, costliest first.
  package let blocks: [UInt32]

  /// - Parameter cost: of a point; asked once a block, for the point in its middle.
  package init(pointCount: Int, cost: (Int) -> Double) {
    let length = max(1, (pointCount + Self.mostBlocks - 1) / Self.mostBlocks)
    let count = (pointCount + length - 1) / length
    let costs = (0..<count).map { cost(min($0 * length + length / 2, pointCount - 1)) }
    blockLength = length
    blocks = (0..<UInt32(count)).sorted { (-costs[Int($0)], $0) < (-costs[Int($1)], $1) }
  }
}

/// The points in the order in which they are handed out. Positions count from 0; every rank knows
/// the same order, so that a range of positions is all that has to be sent.
package struct PointOrder: Sendable {
  private let pointCount: Int
  private let blocks: BlockOrder?
  /// nil if all are pending.
  private let pending: PointSet?
  /// Number of positions; some may hold no pending point.
  package let positionCount: Int
  /// Number of pending points.
  package let count: Int

  /// - Parameters:
  ///   - pending: the points to compute, or nil for all.
  ///   - order: costliest first, or nil if the number of a point is its position.
  package init(pointCount: Int, pending: PointSet?, costliestFirst order: BlockOrder?) {
    self.pointCount = pointCount
    self.pending = pending
    blocks = order
    positionCount = order.map { $0.blockLength * $0.blocks.count } ?? pointCount
    count = pending?.count ?? pointCount
  }

  /// The pending point at a position; nil if there is none.
  package subscript(position: Int) -> Int? {
    var point = position
    if let blocks {
      let (block, offset) = position.quotientAndRemainder(dividingBy: blocks.blockLength)
      point = Int(blocks.blocks[block]) * blocks.blockLength + offset
      // The block with the highest number may be shorter than the others.
      if point >= pointCount { return nil }
    }
    if let pending, !pending.contains(point) { return nil }
    return point
  }

  /// The positions from `start` on that hold the next `wanted` pending points, or what is left.
  package func range(from start: Int, holding wanted: Int) -> Range<Int> {
    if pending == nil, blocks == nil { return start..<min(positionCount, start + wanted) }
    var found = 0
    var position = start
    while position < positionCount, found < wanted {
      if blocks == nil, let pending {
        guard let point = pending.first(from: position) else { return start..<positionCount }
        position = point
        found += 1
      } else if self[position] != nil {
        found += 1
      }
      position += 1
    }
    return start..<position
  }
}
