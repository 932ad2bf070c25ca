import Numerics

/// Truncated singular-value decompositions of all blocks of a bond: first the weights of all
/// blocks, since the choice of what to keep looks at all of them, then the vectors that are kept.
///
/// Right singular vectors are eigenvectors of a Gram matrix, θ†θ or, if the block is wide, θθ† with
/// the rows U†θ made orthonormal afterward. This takes a fraction of the time of a singular-value
/// decomposition and resolves weights (squared singular values) down to 10⁻¹⁶ of the largest; rules
/// that ask for more get singular values.
struct BlockDecomposition {
  /// What is known of a block; its memory is used again for the block in this place next time.
  private struct Block {
    /// Number of weights, and where they start.
    var size = 0
    var start = 0
    var gram = TridiagonalForm()
    /// Right singular vectors as rows, if they are known already.
    var vectors: [Complex] = []
  }

  private var blocks: [Block] = []
  private var weights: [Double] = []
  private var starts: [Int] = []
  private var order: [Int] = []
  private var kept: [Int] = []
  private var eigenvectors: [Complex] = []
  private var usesSingularValues = false
  private var workspace = LinearAlgebraWorkspace()

  /// Finds the weights of all blocks and what to keep of each.
  ///
  /// - Returns: The number of kept states of each block, the sum of their weights and of all.
  mutating func findWeights(
    _ theta: Span<Complex>, _ layout: PairLayout, rule: TruncationRule
  ) throws(LinearAlgebraError) -> (dimensions: [Int], weight: Double, total: Double) {
    usesSingularValues = rule.needsSingularValues
    plan(layout)
    var total = 0.0
    for (index, group) in layout.groups.enumerated() {
      var squares = 0.0
      for index in group.elements { squares += theta[index].squaredMagnitude }
      total += squares
      let (size, start) = (blocks[index].size, blocks[index].start)
      if size == 1 || squares == 0 {
        for k in 0..<size { weights[start + k] = k == 0 ? squares : 0 }
      } else if usesSingularValues {
        // Room enough for LAPACK's largest blocks.
        let factors = try SingularValues(group.matrix(of: theta), spareWork: 8192)
        for k in 0..<size { weights[start + k] = factors.values[k] * factors.values[k] }
        blocks[index].vectors = factors.right
      } else {
        try blocks[index].gram.reduceGram(of: group.matrix(of: theta), &workspace)
        let values = blocks[index].gram.eigenvalues
        for k in 0..<size { weights[start + k] = max(0, values[size - 1 - k]) }
      }
    }
    let weight = rule.select(weights, starts: starts, total: total, order: &order, kept: &kept)
    return (kept, weight, total)
  }

  /// The largest weights of a block in descending order.
  func weights(of index: Int, _ count: Int) -> ArraySlice<Double> {
    weights[blocks[index].start..<blocks[index].start + count]
  }

  /// Writes the right singular vectors that belong to the largest weights of a block as rows of a
  /// matrix.
  mutating func rightVectors(
    of index: Int, _ theta: Span<Complex>, _ group: PairLayout.Group,
    into target: inout MutableMatrixView<Complex>
  ) throws(LinearAlgebraError) {
    let size = blocks[index].size
    if size == 1 {
      if group.columns == 1 {
        target[0, 0] = .one
      } else {
        let norm = weights[blocks[index].start].squareRoot()
        for column in 0..<group.columns { target[0, column] = theta[group.offset + column] / norm }
      }
    } else if usesSingularValues {
      let vectors = blocks[index].vectors
      target.copy(
        MatrixView(vectors.span, rows: size, columns: group.columns, order: .columnMajor))
    } else {
      try blocks[index].gram.eigenvectors(
        ofLargest: target.rows, into: &eigenvectors, &workspace)
      if group.columns <= group.rows {
        target.copy(conjugating: adjointVectors(size, target.rows))
      } else {
        BLAS.multiply(
          adjointVectors(size, target.rows), group.matrix(of: theta), into: &target)
        try target.orthonormalizeRows(&workspace)
      }
    }
  }

  /// The eigenvectors that were found last, conjugated, as rows.
  @_lifetime(borrow self)
  private func adjointVectors(_ size: Int, _ count: Int) -> MatrixView<Complex> {
    MatrixView(eigenvectors.span, rows: size, columns: count, order: .columnMajor).adjoint
  }

  private mutating func plan(_ layout: PairLayout) {
    starts.removeAll(keepingCapacity: true)
    var count = 0
    for (index, group) in layout.groups.enumerated() {
      if index == blocks.count { blocks.append(Block()) }
      blocks[index].size = min(group.rows, group.columns)
      blocks[index].start = count
      starts.append(count)
      count += blocks[index].size
    }
    starts.append(count)
    weights.makeRoom(for: count, filler: 0)
    if kept.count != layout.groups.count { kept = Array(repeating: 0, count: layout.groups.count) }
  }
}

extension PairLayout.Group {
  /// Where the elements of the group lie.
  var elements: Range<Int> { offset..<offset + rows * columns }

  /// The group's matrix within the elements of all groups.
  @_lifetime(copy elements)
  func matrix(of elements: Span<Complex>) -> MatrixView<Complex> {
    MatrixView(elements, from: offset, rows: rows, columns: columns, order: .columnMajor)
  }

  /// The group's matrix within the elements of all groups, to be written.
  @_lifetime(&elements)
  func mutableMatrix(of elements: inout [Complex]) -> MutableMatrixView<Complex> {
    MutableMatrixView(&elements, from: offset, rows: rows, columns: columns, order: .columnMajor)
  }
}
