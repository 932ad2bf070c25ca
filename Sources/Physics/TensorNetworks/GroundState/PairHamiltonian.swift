import Numerics

/// The Hamiltonian of a chain between the states of two neighboring sites and of the bonds beside
/// them: what the energy of a matrix-product state is as a function of two of its tensors.
struct PairHamiltonian {
  /// The nonzero elements of an operator of both sites, by column.
  private typealias Columns = [[(row: Int, value: Complex)]]

  /// The layout of the states it acts on, grouped by the left bond.
  let layout: SiteTensor.Layout
  private let byRight: SiteTensor.Layout
  private let middle: Columns
  private let left: [(transfer: TransferMatrix, columns: Columns)]
  private let right: [(transfer: TransferMatrix, columns: Columns)]
  /// States that are made unfavorable: each with its components between the pair's states.
  private let penalties: [[Complex]]
  private let penalty: Double

  /// - Parameters:
  ///   - layout: That of the pair's states, grouped by the left bond.
  ///   - hamiltonian: Of the whole chain.
  ///   - site: The left site, from 0.
  ///   - left: What is on the left of the pair.
  ///   - right: What is on its right.
  ///   - penalties: Normalized states of the chain, seen from the pair.
  ///   - penalty: What these cost, in units of the energy.
  init(
    _ layout: SiteTensor.Layout, of hamiltonian: ChannelHamiltonian, at site: Int,
    left: HalfEnvironment, right: HalfEnvironment, penalties: [[Complex]], penalty: Double
  ) {
    let spaces = (hamiltonian.sites[site], hamiltonian.sites[site + 1])
    self.layout = layout
    byRight = SiteTensor.Layout(
      left: layout.left, local: layout.local, right: layout.right, grouping: .byRight)
    middle = Self.columns(hamiltonian.matrix(after: site))
    let ones = (
      LocalOperator.identity(spaces.0.dimension), LocalOperator.identity(spaces.1.dimension)
    )
    let all = Self.columns(ones.0.tensor(ones.1))
    self.left =
      [(left.done, all)]
      + zip(left.pending, hamiltonian.channels(after: site - 1).right).map {
        ($0, Self.columns($1.tensor(ones.1)))
      }
    self.right =
      [(right.done, all)]
      + zip(right.pending, hamiltonian.channels(after: site + 1).left).map {
        ($0, Self.columns(ones.0.tensor($1)))
      }
    self.penalties = penalties
    self.penalty = penalty
  }

  private static func columns(_ matrix: LocalOperator) -> Columns {
    (0..<matrix.dimension).map { column in
      (0..<matrix.dimension).compactMap { row in
        matrix[row, column] == .zero ? nil : (row, matrix[row, column])
      }
    }
  }

  /// H ψ of the elements of a pair.
  func applied(to elements: [Complex]) -> [Complex] {
    let pair = SiteTensor(layout, elements: elements)
    var result = SiteTensor(layout)
    addMiddle(pair, to: &result)
    addLeft(pair, to: &result)
    var fromRight = SiteTensor(byRight)
    addRight(pair.grouped(.byRight), to: &fromRight)
    let rest = fromRight.grouped(.byLeft)
    for index in result.elements.indices { result.elements[index] += rest.elements[index] }
    for state in penalties {
      let overlap = Krylov.inner(state, elements)
      Krylov.add(penalty * overlap, times: state, to: &result.elements)
    }
    return result.elements
  }

  private func addMiddle(_ pair: SiteTensor, to result: inout SiteTensor) {
    let states = layout.local.dimension
    for (index, block) in layout.blocks.enumerated() where block.rightSector >= 0 {
      let (sector, state) = index.quotientAndRemainder(dividingBy: states)
      for (row, value) in middle[state] {
        result.add(value, times: pair.block(index), toBlock: sector * states + row)
      }
    }
  }

  private func addLeft(_ pair: SiteTensor, to result: inout SiteTensor) {
    let states = layout.local.dimension
    var product: [Complex] = []
    for (transfer, columns) in left {
      for block in transfer.blocks {
        let (kets, bras) = (
          layout.left.sectors[block.ket].dimension, layout.left.sectors[block.bra].dimension
        )
        let (offset, extent) = layout.matrices[block.ket]
        product.makeRoom(for: bras * extent, filler: .zero)
        var whole = MutableMatrixView(
          &product, rows: bras, columns: extent, order: .columnMajor)
        BLAS.multiply(
          MatrixView(block.elements.span, rows: bras, columns: kets, order: .columnMajor),
          pair.matrix(block.ket), into: &whole)
        for state in 0..<states {
          let index = block.ket * states + state
          guard layout.blocks[index].rightSector >= 0 else { continue }
          let first = (layout.blocks[index].offset - offset) / kets
          let part = MatrixView(
            product.span, from: first * bras, rows: bras,
            columns: layout.right.sectors[layout.blocks[index].rightSector].dimension,
            order: .columnMajor)
          for (row, value) in columns[state] {
            result.add(value, times: part, toBlock: block.bra * states + row)
          }
        }
      }
    }
  }

  private func addRight(_ pair: SiteTensor, to result: inout SiteTensor) {
    let states = byRight.local.dimension
    // By right sector the blocks that end there.
    var blocks = [[Int]](repeating: [], count: byRight.right.sectors.count)
    for (index, block) in byRight.blocks.enumerated() where block.rightSector >= 0 {
      blocks[block.rightSector].append(index)
    }
    var product: [Complex] = []
    for (transfer, columns) in right {
      for block in transfer.blocks {
        let (kets, bras) = (
          byRight.right.sectors[block.ket].dimension, byRight.right.sectors[block.bra].dimension
        )
        let (offset, extent) = byRight.matrices[block.ket]
        product.makeRoom(for: extent * bras, filler: .zero)
        var whole = MutableMatrixView(
          &product, rows: extent, columns: bras, order: .columnMajor)
        BLAS.multiply(
          pair.matrix(block.ket),
          MatrixView(block.elements.span, rows: bras, columns: kets, order: .columnMajor).adjoint,
          into: &whole)
        for index in blocks[block.ket] {
          let (sector, state) = index.quotientAndRemainder(dividingBy: states)
          let part = MatrixView(
            product.span, from: byRight.blocks[index].offset - offset,
            rows: byRight.left.sectors[sector].dimension, columns: bras, order: .columnMajor,
            stride: extent)
          for (row, value) in columns[state] {
            result.add(value, times: part, toBlock: sector * states + row)
          }
        }
      }
    }
  }
}

extension SiteTensor {
  /// Adds a multiple of a matrix to the block of a left sector and a site state, which there must
  /// be.
  fileprivate mutating func add(
    _ factor: Complex, times matrix: MatrixView<Complex>, toBlock index: Int
  ) {
    let block = layout.blocks[index]
    guard block.rightSector >= 0 else { return }
    let (rows, columns) = layout.blockShape(index)
    var target = MutableMatrixView(
      &elements, from: block.offset, rows: rows, columns: columns, order: .columnMajor,
      stride: block.stride)
    target.add(factor, times: matrix)
  }
}
