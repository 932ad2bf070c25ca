import HDF5
import MPIBridge

/// An array of the store whose first dimensions are the grid's, opened for writing.
///
/// A class, since Swift's arrays hold no noncopyable values; it is never shared outside the store.
final class StoredArray {
  let dataset: Dataset
  /// Numbers that a point has.
  let pointSize: Int
  /// Number of points of the grid.
  let pointCount: Int
  let type: StoredType

  init(_ dataset: consuming Dataset, pointCount: Int) throws(HDF5Error) {
    let size = try dataset.elementSize()
    type = size == 1 ? .uint8 : .float64
    pointSize = dataset.count / pointCount
    self.pointCount = pointCount
    self.dataset = dataset
  }

  /// The most ranges that are selected as boxes: HDF5 takes a time that grows with the square of
  /// the number of boxes.
  static var mostRangesAsBoxes: Int { 32 }

  /// A dataspace of this array with the given ranges of points selected, in increasing order.
  func space(selecting ranges: [Range<Int>]) throws(HDF5Error) -> Dataspace {
    let shape = dataset.shape
    let space = try Dataspace(shape: shape)
    if shape.isEmpty {
      if ranges.isEmpty { try space.selectNone() }
      return space
    }
    let elements = ranges.map { $0.lowerBound * pointSize..<$0.upperBound * pointSize }
    if ranges.count <= Self.mostRangesAsBoxes {
      try space.select(elements.flatMap { boxes(of: $0, shape: shape) })
    } else {
      try space.select(elements: coordinates(of: elements, shape: shape))
    }
    return space
  }

  /// Reads a number a point, a MiB or so at a time, so that a large grid takes little memory.
  func forEachPart<Scalar: HDF5Scalar>(
    of pointCount: Int, _ body: (_ first: Int, _ values: [Scalar]) throws(HDF5Error) -> Void
  ) throws(HDF5Error) {
    for first in stride(from: 0, to: pointCount, by: 1 << 20) {
      let range = first..<min(first + (1 << 20), pointCount)
      try body(first, try dataset.read(from: space(selecting: [range])))
    }
  }

  /// Writes the values of the points of `ranges`, one after the other.
  func write<Scalar: HDF5Scalar>(
    _ values: [Scalar], to ranges: [Range<Int>], _ mode: TransferMode
  ) throws(HDF5Error) {
    let transfer = try PropertyList.transfer(mode)
    if mode == .collective {
      return try dataset.write(values.span, to: space(selecting: ranges), transfer)
    }
    // Without the others HDF5 makes a call for each range anyway.
    var start = 0
    for range in ranges {
      let end = start + range.count * pointSize
      try dataset.write(
        values.span.extracting(start..<end), to: space(selecting: [range]), transfer)
      start = end
    }
  }

  /// Writes one value to all elements of a part of the array.
  ///
  /// - Returns: false if `goesOn` did, and something is left.
  func fill<Scalar: HDF5Scalar>(
    with value: Scalar, part: Int, of partCount: Int, while goesOn: () -> Bool
  ) throws(HDF5Error) -> Bool {
    let transfer = try PropertyList.transfer(.independent)
    let count = dataset.count
    if dataset.shape.isEmpty {
      if part == 0 { try dataset.write([value]) }
      return true
    }
    var start = count * part / partCount
    let end = count * (part + 1) / partCount
    // Blocks of some MiB: few calls, little memory.
    let block = [Scalar](repeating: value, count: min(1 << 17, end - start))
    while start < end {
      guard goesOn() else { return false }
      let length = min(block.count, end - start)
      let space = try Dataspace(shape: dataset.shape)
      try space.select(boxes(of: start..<start + length, shape: dataset.shape))
      try dataset.write(block.span.extracting(first: length), to: space, transfer)
      start += length
    }
    return true
  }
}
