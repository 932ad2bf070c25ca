/// A set of points, one bit each.
public struct PointSet: Sendable, Equatable {
  /// Number of points that there are.
  public let pointCount: Int
  private(set) var words: [UInt64]

  /// An empty set.
  public init(pointCount: Int) {
    self.pointCount = pointCount
    words = [UInt64](repeating: 0, count: (pointCount + 63) / 64)
  }

  init(pointCount: Int, words: [UInt64]) {
    self.pointCount = pointCount
    self.words = words
  }

  /// Number of points in the set.
  public var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

  /// Whether a point, counted from 0, is in the set.
  @inlinable
  public func contains(_ point: Int) -> Bool {
    word(point >> 6) & (1 << UInt64(point & 63)) != 0
  }

  @usableFromInline
  func word(_ index: Int) -> UInt64 { words[index] }

  /// Puts a point into the set.
  public mutating func insert(_ point: Int) {
    words[point >> 6] |= 1 << UInt64(point & 63)
  }

  /// Takes a point out of the set.
  public mutating func remove(_ point: Int) {
    words[point >> 6] &= ~(1 << UInt64(point & 63))
  }

  /// The points that are in this set or in another one of as many points.
  public func union(_ other: PointSet) -> PointSet {
    PointSet(pointCount: pointCount, words: zip(words, other.words).map { $0 | $1 })
  }

  /// The first point in the set that is not below `point`; nil if there is none.
  public func first(from point: Int) -> Int? {
    guard point < pointCount else { return nil }
    var index = point >> 6
    var word = words[index] & (UInt64.max << UInt64(point & 63))
    while word == 0 {
      index += 1
      guard index < words.count else { return nil }
      word = words[index]
    }
    return (index << 6) + word.trailingZeroBitCount
  }
}
