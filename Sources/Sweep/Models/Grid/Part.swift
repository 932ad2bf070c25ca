import Points

/// One of several parts that a grid is split into: `--part K/N`.
package struct Part: Sendable, Equatable, Codable, CustomStringConvertible {
  /// From 1 to `count`.
  package let number: Int
  /// How many parts there are.
  package let count: Int

  /// Reads `"K/N"`; nil if it is none.
  package init?(_ text: String) {
    let numbers = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 2, let number = numbers[0], let count = numbers[1], count >= 1,
      (1...count).contains(number)
    else { return nil }
    self.number = number
    self.count = count
  }

  package var description: String { "\(number)/\(count)" }
}

/// How a part of a grid stands in a file: one axis of points, on which the coordinates of all axes
/// hang.
package enum PartLayout {
  static let axisName = "point"
  /// The attribute with the part's description; a file of the whole grid has none.
  package static let attribute = "part"

  /// What a file holds, from its attribute.
  package static func words(_ part: String?) -> String {
    part.map { "part \($0)" } ?? "the whole grid"
  }
}

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
  let count: Int

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
  subscript(index: Int) -> Int {
    switch kind {
    case .range(let range): return range.lowerBound + index
    case .blocks(let blocks, let length):
      // Only the last block can be shorter.
      let (block, offset) = index.quotientAndRemainder(dividingBy: length)
      return Int(blocks[block]) * length + offset
    }
  }
}
