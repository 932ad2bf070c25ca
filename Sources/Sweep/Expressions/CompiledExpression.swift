import Units

/// An expression whose names, units and dimensions have been checked: what remains is arithmetic.
package struct CompiledExpression: Sendable {
  /// Names whose numbers `values` wants, in this order.
  package let inputs: [String]
  /// Names of the dimensions of the result, slowest first; none for one number.
  package let dimensions: [String]
  /// The unit that the result has unless it is converted.
  package let unit: Unit
  let root: Part
  /// Numbers of places along each dimension of the scope.
  let extents: [Int]

  /// A part with what is known of it before anything is computed.
  struct Part: Sendable {
    let work: Work
    let unit: Unit
    /// Numbers of its dimensions in the scope, slowest first.
    let dimensions: [Int]
  }

  /// What gives the numbers of a part.
  indirect enum Work: Sendable {
    case constant(Double)
    /// A number of the text, in its own unit.
    case written(Measurement)
    case input(Int)
    /// Coordinates of a dimension.
    case fixed([Double])
    case map(Part, @Sendable (Double) -> Double)
    case combine(Part, Part, @Sendable (Double, Double) -> Double)
    /// The second where the first is true, else the third.
    case choose(Part, Part, Part)
    case reduce(Part, dimension: Int, @Sendable ([Double]) -> Double)
    case pick(Part, dimension: Int, index: Int)
  }
}

extension CompiledExpression {
  /// The numbers of the result in row-major order of `dimensions`.
  ///
  /// - Parameter numbers: those of each input, in its unit and in row-major order.
  package func values(of numbers: [[Double]]) -> [Double] { values(root, numbers) }

  /// Bytes that an evaluation takes at most: every part's numbers, and where they stand.
  package var workingMemory: Int { bytes(of: root) }

  private func bytes(of part: Part) -> Int {
    let count = part.dimensions.reduce(1) { $0 * extents[$1] }
    let own = MemoryLayout<Double>.stride * count
    switch part.work {
    case .constant, .written, .input, .fixed: return own
    case .map(let inner, _): return own + bytes(of: inner)
    case .combine(let a, let b, _):
      return (a.dimensions == b.dimensions ? 1 : 4) * own + bytes(of: a) + bytes(of: b)
    case .choose(let a, let b, let c): return 6 * own + bytes(of: a) + bytes(of: b) + bytes(of: c)
    case .reduce(let inner, let dimension, _), .pick(let inner, let dimension, _):
      return own + 2 * own * extents[dimension] + 48 * count + bytes(of: inner)
    }
  }

  private func values(_ part: Part, _ numbers: [[Double]]) -> [Double] {
    switch part.work {
    case .constant(let number): return [number]
    case .written(let number): return [number.value]
    case .input(let index): return numbers[index]
    case .fixed(let numbers): return numbers
    case .map(let inner, let function): return values(inner, numbers).map(function)
    case .combine(let left, let right, let function):
      let places = Places(part.dimensions, extents)
      let (a, b) = (values(left, numbers), values(right, numbers))
      // The usual case, and the one that costs.
      if left.dimensions == right.dimensions { return zip(a, b).map(function) }
      let (ofA, ofB) = (places.indices(in: left.dimensions), places.indices(in: right.dimensions))
      return zip(ofA, ofB).map { function(a[$0], b[$1]) }
    case .choose(let condition, let yes, let no):
      let places = Places(part.dimensions, extents)
      let (c, a, b) = (values(condition, numbers), values(yes, numbers), values(no, numbers))
      let ofC = places.indices(in: condition.dimensions)
      let (ofA, ofB) = (places.indices(in: yes.dimensions), places.indices(in: no.dimensions))
      return ofC.indices.map { place in
        let decision = c[ofC[place]]
        return decision.isNaN ? .nan : decision != 0 ? a[ofA[place]] : b[ofB[place]]
      }
    case .reduce(let inner, let dimension, let function):
      let rows = Places(inner.dimensions, extents).rows(along: dimension)
      let all = values(inner, numbers)
      return rows.map { row in function(row.map { all[$0] }) }
    case .pick(let inner, let dimension, let index):
      let rows = Places(inner.dimensions, extents).rows(along: dimension)
      let all = values(inner, numbers)
      return rows.map { all[$0[index]] }
    }
  }
}

/// Where the numbers of an array stand, in row-major order.
private struct Places {
  let dimensions: [Int]
  let extents: [Int]

  init(_ dimensions: [Int], _ extents: [Int]) {
    self.dimensions = dimensions
    self.extents = extents
  }

  private var count: Int { dimensions.reduce(1) { $0 * extents[$1] } }

  /// For each place the index of the number in an array that has only some of the dimensions, in
  /// any order.
  func indices(in others: [Int]) -> [Int] {
    var strides = [Int](repeating: 0, count: extents.count)
    var stride = 1
    for dimension in others.reversed() {
      strides[dimension] = stride
      stride *= extents[dimension]
    }
    var indices = [0]
    indices.reserveCapacity(count)
    for dimension in dimensions {
      indices = indices.flatMap { base in
        (0..<extents[dimension]).map { base + $0 * strides[dimension] }
      }
    }
    return indices
  }

  /// For each place on the other dimensions the indices along one.
  func rows(along dimension: Int) -> [[Int]] {
    let others = dimensions.filter { $0 != dimension }
    let stride = dimensions.drop { $0 != dimension }.dropFirst().reduce(1) { $0 * extents[$1] }
    var starts = [0]
    for other in others {
      let step = dimensions.drop { $0 != other }.dropFirst().reduce(1) { $0 * extents[$1] }
      starts = starts.flatMap { base in (0..<extents[other]).map { base + $0 * step } }
    }
    return starts.map { start in (0..<extents[dimension]).map { start + $0 * stride } }
  }
}
