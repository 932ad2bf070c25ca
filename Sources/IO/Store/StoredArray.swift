import MPIBridge

/// An array of the store whose first dimensions are the grid's, opened for writing.
///
/// A class, since Swift's arrays hold no noncopyable values; it is never shared outside the store.
final class StoredArray {
  let dataset: Dataset
  /// Numbers that a point has.
  let pointSize: Int
  let type: StoredType

  init(_ dataset: consuming Dataset, pointCount: Int) throws(HDF5Error) {
    let size = try dataset.elementSize()
    type = size == 1 ? .uint8 : .float64
    pointSize = dataset.count / pointCount
    self.dataset = dataset
  }

  /// A dataspace of this array with the given ranges of points selected.
  func space(selecting ranges: [Range<Int>]) throws(HDF5Error) -> Dataspace {
    let space = try Dataspace(shape: dataset.shape)
    if dataset.shape.isEmpty {
      if ranges.isEmpty { try space.selectNone() }
    } else {
      try space.select(
        ranges.flatMap { range in
          boxes(
            of: range.lowerBound * pointSize..<range.upperBound * pointSize, shape: dataset.shape)
        })
    }
    return space
  }

  /// Writes the values of the points of `ranges`, one after the other, in a single call.
  func write<Scalar: HDF5Scalar>(
    _ values: [Scalar], to ranges: [Range<Int>], _ transfer: borrowing PropertyList
  ) throws(HDF5Error) {
    try dataset.write(values.span, to: space(selecting: ranges), transfer)
  }

  /// Writes one value to all elements of a part of the array.
  func fill<Scalar: HDF5Scalar>(
    with value: Scalar, part: Int, of partCount: Int
  ) throws(HDF5Error) {
    let transfer = try PropertyList.transfer(.independent)
    let count = dataset.count
    if dataset.shape.isEmpty {
      if part == 0 { try dataset.write([value]) }
      return
    }
    var start = count * part / partCount
    let end = count * (part + 1) / partCount
    // Blocks of some MiB: few calls, little memory.
    let block = [Scalar](repeating: value, count: min(1 << 17, end - start))
    while start < end {
      let length = min(block.count, end - start)
      let space = try Dataspace(shape: dataset.shape)
      try space.select(boxes(of: start..<start + length, shape: dataset.shape))
      try dataset.write(block.span.extracting(first: length), to: space, transfer)
      start += length
    }
  }
}
