import HDF5

/// A list of increasing numbers as ranges of consecutive ones.
package func runs(of numbers: [Int]) -> [Range<Int>] {
  var runs: [Range<Int>] = []
  for number in numbers {
    if let last = runs.last, last.upperBound == number {
      runs[runs.count - 1] = last.lowerBound..<number + 1
    } else {
      runs.append(number..<number + 1)
    }
  }
  return runs
}

/// The boxes that a range of row-major element numbers of an array consists of, in their order: at
/// most 2N − 1 for N dimensions.
package func boxes(of range: Range<Int>, shape: [Int]) -> [Box] {
  var boxes: [Box] = []
  if !range.isEmpty { appendBoxes(of: range, shape: shape[...], prefix: [], to: &boxes) }
  return boxes
}

private func appendBoxes(
  of range: Range<Int>, shape: ArraySlice<Int>, prefix: [Int], to boxes: inout [Box]
) {
  let inner = shape.dropFirst()
  let stride = inner.reduce(1, *)
  let (first, head) = range.lowerBound.quotientAndRemainder(dividingBy: stride)
  let (last, tail) = range.upperBound.quotientAndRemainder(dividingBy: stride)
  if first == last {
    appendBoxes(of: head..<tail, shape: inner, prefix: prefix + [first], to: &boxes)
    return
  }
  if head > 0 {
    appendBoxes(of: head..<stride, shape: inner, prefix: prefix + [first], to: &boxes)
  }
  let wholeFirst = head > 0 ? first + 1 : first
  if wholeFirst < last {
    boxes.append(
      Box(
        start: prefix + [wholeFirst] + inner.map { _ in 0 },
        count: prefix.map { _ in 1 } + [last - wholeFirst] + inner))
  }
  if tail > 0 {
    appendBoxes(of: 0..<tail, shape: inner, prefix: prefix + [last], to: &boxes)
  }
}

/// The indices of all elements of some ranges of row-major element numbers: those of the first
/// element, then those of the second, and so on.
package func coordinates(of ranges: [Range<Int>], shape: [Int]) -> [UInt64] {
  let count = ranges.reduce(0) { $0 + $1.count } * shape.count
  var coordinates = [UInt64](repeating: 0, count: count)
  var first = 0
  for number in ranges.joined() {
    var rest = number
    for dimension in shape.indices.reversed() {
      let (quotient, index) = rest.quotientAndRemainder(dividingBy: shape[dimension])
      coordinates[first + dimension] = UInt64(index)
      rest = quotient
    }
    first += shape.count
  }
  return coordinates
}
