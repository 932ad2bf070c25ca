import Numerics

/// Truncated singular-value decompositions of all blocks of a bond: first the weights of all blocks,
/// since the choice of what to keep looks at all of them, then the vectors that are kept.
///
/// Right singular vectors are eigenvectors of a Gram matrix, θ†θ or, if the block is wide, θθ† with
/// the rows U†θ made orthonormal afterwards. This takes a fraction of the time of a singular-value
/// decomposition and resolves weights (squared singular values) down to 10⁻¹⁶ of the largest; rules
/// that ask for more get singular values.
final class BlockDecomposition {
  private struct Block {
    var size = 0
    var weightStart = 0
    /// Where this block's Gram matrix, or its right singular vectors, lie.
    var matrixOffset = 0
  }

  private var blocks: [Block] = []
  private var weights: [Double] = []
  private var starts: [Int] = []
  private var order: [Int] = []
  private var kept: [Int] = []
  private var usesSingularValues = false
  private var largest = 0
  private var widest = 0

  private var matrices = ScratchMemory<Complex>()
  private var copies = ScratchMemory<Complex>()
  private var left = ScratchMemory<Complex>()
  private var scales = ScratchMemory<Complex>()
  private var diagonals = ScratchMemory<Double>()
  private var offDiagonals = ScratchMemory<Double>()
  private var work = ScratchMemory<Complex>()
  private var reals = ScratchMemory<Double>()
  private var realVectors = ScratchMemory<Double>()
  private var integers = ScratchMemory<Int32>()

  /// Finds the weights of all blocks and what to keep of each.
  ///
  /// - Returns: The number of kept states of each block, the sum of their weights and of all.
  func findWeights(
    _ theta: UnsafePointer<Complex>, _ layout: PairLayout, rule: TruncationRule
  ) throws(EigenvalueError) -> (dimensions: [Int], weight: Double, total: Double) {
    usesSingularValues = rule.needsSingularValues
    plan(layout)
    let matrix = matrices.start
    var total = 0.0
    for (index, group) in layout.groups.enumerated() {
      let block = theta + group.offset
      var squares = 0.0
      for element in 0..<group.rows * group.columns { squares += block[element].squaredMagnitude }
      total += squares
      let (size, start) = (blocks[index].size, blocks[index].weightStart)
      if size == 1 || squares == 0 {
        for k in 0..<size { weights[start + k] = k == 0 ? squares : 0 }
      } else if usesSingularValues {
        try findSingularValues(block, group, start, into: matrix + blocks[index].matrixOffset)
      } else {
        try findGramEigenvalues(block, group, start, matrix + blocks[index].matrixOffset)
      }
    }
    let weight = rule.select(weights, starts: starts, total: total, order: &order, kept: &kept)
    return (kept, weight, total)
  }

  /// Calls a function with the largest weights of a block in descending order.
  func forEachWeight(of index: Int, _ count: Int, _ body: (Double) -> Void) {
    for k in 0..<count { body(weights[blocks[index].weightStart + k]) }
  }

  /// Writes the right singular vectors that belong to the `count` largest weights of a block as rows
  /// of a matrix.
  func rightVectors(
    of index: Int, _ count: Int, _ theta: UnsafePointer<Complex>, _ group: PairLayout.Group,
    into target: UnsafeMutablePointer<Complex>
  ) throws(EigenvalueError) {
    let block = blocks[index]
    if block.size == 1 {
      if group.columns == 1 {
        target[0] = .one
      } else {
        let norm = weights[block.weightStart].squareRoot()
        for column in 0..<group.columns { target[column] = theta[column] / norm }
      }
    } else if usesSingularValues {
      let vectors = matrices.start + block.matrixOffset
      for column in 0..<group.columns {
        for row in 0..<count {
          target[column * count + row] = vectors[column * block.size + row]
        }
      }
    } else {
      try gramVectors(block, count, theta, group, into: target)
    }
  }

  private func plan(_ layout: PairLayout) {
    blocks.removeAll(keepingCapacity: true)
    starts.removeAll(keepingCapacity: true)
    (largest, widest) = (1, 1)
    var (count, elements) = (0, 0)
    for group in layout.groups {
      let size = min(group.rows, group.columns)
      starts.append(count)
      blocks.append(Block(size: size, weightStart: count, matrixOffset: elements))
      count += size
      elements += size > 1 ? size * (usesSingularValues ? group.columns : size) : 0
      largest = max(largest, size)
      widest = max(widest, group.rows, group.columns)
    }
    starts.append(count)
    if weights.count < count { weights = Array(repeating: 0, count: 2 * count) }
    if kept.count != blocks.count { kept = Array(repeating: 0, count: blocks.count) }
    _ = matrices.reserve(elements)
    _ = diagonals.reserve(count)
    _ = offDiagonals.reserve(count)
    _ = scales.reserve(count + largest)
    _ = work.reserve(largest * largest + 66 * widest + 8192)
    _ = reals.reserve(
      max(1 + 6 * largest + largest * largest, 5 * largest * largest + 5 * widest * largest))
    _ = integers.reserve(8 * largest + 8)
  }

  private func findSingularValues(
    _ theta: UnsafePointer<Complex>, _ group: PairLayout.Group, _ start: Int,
    into vectors: UnsafeMutablePointer<Complex>
  ) throws(EigenvalueError) {
    let count = group.rows * group.columns
    let size = min(group.rows, group.columns)
    let copy = copies.reserve(count)
    copy.update(from: theta, count: count)
    let values = diagonals.start + start
    try DenseKernels.singularValues(
      group.rows, group.columns, copy, values: values, left: left.reserve(group.rows * size),
      right: vectors, work: work.start, workCount: largest * largest + 66 * widest + 8192,
      reals: reals.start, integers: integers.start)
    for k in 0..<size { weights[start + k] = values[k] * values[k] }
  }

  private func findGramEigenvalues(
    _ theta: UnsafePointer<Complex>, _ group: PairLayout.Group, _ start: Int,
    _ gram: UnsafeMutablePointer<Complex>
  ) throws(EigenvalueError) {
    let size = min(group.rows, group.columns)
    DenseKernels.gram(
      group.rows, group.columns, theta, group.rows, adjointFirst: group.columns <= group.rows,
      into: gram)
    let diagonal = diagonals.start + start
    let offDiagonal = offDiagonals.start + start
    try DenseKernels.tridiagonalize(
      size, gram, diagonal: diagonal, offDiagonal: offDiagonal, scales: scales.start + start,
      work: work.start, workCount: 64 * widest)
    let values = reals.start
    values.update(from: diagonal, count: size)
    (values + size).update(from: offDiagonal, count: size - 1)
    try DenseKernels.tridiagonalEigenvalues(size, diagonal: values, offDiagonal: values + size)
    for k in 0..<size { weights[start + k] = max(0, values[size - 1 - k]) }
  }

  private func gramVectors(
    _ block: Block, _ count: Int, _ theta: UnsafePointer<Complex>, _ group: PairLayout.Group,
    into target: UnsafeMutablePointer<Complex>
  ) throws(EigenvalueError) {
    let (size, start) = (block.size, block.weightStart)
    let real = realVectors.reserve(size * size)
    try DenseKernels.tridiagonalEigenvectors(
      size, diagonal: diagonals.start + start, offDiagonal: offDiagonals.start + start,
      vectors: real, work: reals.start, workCount: 1 + 4 * size + size * size,
      integers: integers.start, integerCount: 3 + 5 * size)
    let vectors = copies.reserve(size * count)
    for k in 0..<count {
      for row in 0..<size {
        vectors[k * size + row] = Complex(real[(size - 1 - k) * size + row])
      }
    }
    try DenseKernels.applyTransformation(
      size, count, matrices.start + block.matrixOffset, scales: scales.start + start, to: vectors,
      work: work.start, workCount: 64 * widest + 8192)
    if group.columns <= group.rows {
      for column in 0..<size {
        for row in 0..<count {
          target[column * count + row] = vectors[row * size + column].conjugate
        }
      }
    } else {
      DenseKernels.multiply(
        count, group.columns, size, vectors, size, .adjoint, theta, group.rows, .plain,
        into: target, count)
      try DenseKernels.orthonormalizeRows(
        count, group.columns, target, count, scales: scales.start + start, work: work.start,
        workCount: 64 * widest)
    }
  }
}
