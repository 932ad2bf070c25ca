import Numerics

/// Σ ⟨bra|…|ket⟩ of everything to the left of a bond, between the bond's states.
struct TransferMatrix {
  /// The part between a sector of the ket and one of the bra.
  struct Block {
    let ket: Int
    let bra: Int
    /// Column-major: rows are the bra's states, columns the ket's.
    var elements: [Complex]
  }

  /// The states between which it is.
  let bond: BondSpace
  /// In the order in which they came about.
  private(set) var blocks: [Block]

  /// - Parameter diagonal: Its elements, state after state of the bond.
  init(diagonal: [Double], of bond: BondSpace) {
    self.bond = bond
    blocks = bond.sectors.enumerated().map { index, sector in
      var elements = [Complex](repeating: .zero, count: sector.dimension * sector.dimension)
      for i in 0..<sector.dimension {
        elements[i * sector.dimension + i] = Complex(diagonal[sector.offset + i])
      }
      return Block(ket: index, bra: index, elements: elements)
    }
  }

  /// Zero.
  init(_ bond: BondSpace) {
    self.bond = bond
    blocks = []
  }

  /// 1.
  init(identityOf bond: BondSpace) {
    self.init(diagonal: Array(repeating: 1, count: bond.dimension), of: bond)
  }

  /// Whether there is nothing in it.
  var isZero: Bool { blocks.isEmpty }

  /// Adds another sum between the states of the same bond.
  mutating func add(_ other: TransferMatrix) {
    var positions: [Int: Int] = [:]
    for (index, block) in blocks.enumerated() {
      positions[block.ket * bond.sectors.count + block.bra] = index
    }
    for block in other.blocks {
      add(block.elements, times: .one, ket: block.ket, bra: block.bra, &positions)
    }
  }

  /// The element of a block, which is added if it is not there yet.
  private mutating func add(
    _ product: [Complex], times factor: Complex, ket: Int, bra: Int, _ positions: inout [Int: Int]
  ) {
    let key = ket * bond.sectors.count + bra
    let position = positions[key] ?? blocks.count
    if position == blocks.count {
      positions[key] = position
      blocks.append(
        Block(ket: ket, bra: bra, elements: Array(repeating: .zero, count: product.count)))
    }
    for index in product.indices {
      blocks[position].elements[index] += factor * product[index]
    }
  }

  /// The sum up to the bond after a site, with an operator on it. Elements of the operator must all
  /// change the charge by the same.
  func applying(_ operation: LocalOperator, through tensor: SiteTensor) -> TransferMatrix {
    applied(operation, tensor, from: .left)
  }

  /// The sum, conjugated, of everything to the right of the bond before a site, from that to the
  /// right of the bond after it, with an operator of real elements on the site. Else as `applying`.
  func applyingFromRight(_ operation: LocalOperator, through tensor: SiteTensor) -> TransferMatrix {
    applied(operation, tensor, from: .right)
  }

  /// On which side of a site the sum is.
  private enum Side { case left, right }

  private func applied(
    _ operation: LocalOperator, _ tensor: SiteTensor, from side: Side
  ) -> TransferMatrix {
    let (layout, states) = (tensor.layout, tensor.layout.local.dimension)
    let beyond = side == .left ? layout.right : layout.left
    let steps = Self.steps(through: layout, from: side)
    var result = TransferMatrix(beyond)
    var positions: [Int: Int] = [:]
    for block in blocks {
      let (kets, bras) = (
        bond.sectors[block.ket].dimension, bond.sectors[block.bra].dimension
      )
      let matrix = MatrixView(
        block.elements.span, rows: bras, columns: kets, order: .columnMajor)
      for column in 0..<states {
        guard let ket = steps[block.ket * states + column] else { continue }
        var half: [Complex] = []
        for row in 0..<states where operation[row, column] != .zero {
          guard let bra = steps[block.bra * states + row] else { continue }
          if half.isEmpty {
            half =
              side == .left
              ? Self.product(matrix, tensor.block(ket.block))
              : Self.product(matrix, tensor.block(ket.block).adjoint)
          }
          let rest = MatrixView(
            half.span, rows: bras, columns: beyond.sectors[ket.sector].dimension,
            order: .columnMajor)
          let product =
            side == .left
            ? Self.product(tensor.block(bra.block).adjoint, rest)
            : Self.product(tensor.block(bra.block), rest)
          result.add(
            product, times: operation[row, column], ket: ket.sector, bra: bra.sector, &positions)
        }
      }
    }
    return result
  }

  /// For each sector of the bond on one side of a site and each of its states (fastest) the block
  /// of the tensor that they have, and the sector on the other side; nil where there is none.
  private static func steps(
    through layout: SiteTensor.Layout, from side: Side
  ) -> [(block: Int, sector: Int)?] {
    let states = layout.local.dimension
    let here = side == .left ? layout.left : layout.right
    var steps = [(block: Int, sector: Int)?](repeating: nil, count: here.sectors.count * states)
    for (index, block) in layout.blocks.enumerated() where block.rightSector >= 0 {
      let (left, state) = index.quotientAndRemainder(dividingBy: states)
      switch side {
      case .left: steps[index] = (index, block.rightSector)
      case .right: steps[block.rightSector * states + state] = (index, left)
      }
    }
    return steps
  }

  /// The sum over a whole chain, of which `other` is the conjugate of what is right of the bond.
  func contracted(withConjugate other: TransferMatrix) -> Complex {
    var sum = Complex.zero
    for block in blocks {
      guard let rest = other.blocks.first(where: { $0.ket == block.ket && $0.bra == block.bra })
      else { continue }
      for (a, b) in zip(block.elements, rest.elements) { sum += a * b.conjugate }
    }
    return sum
  }

  /// The trace, which ends a sum where everything to the right is isometric.
  var trace: Complex {
    blocks.reduce(.zero) { sum, block in
      guard block.ket == block.bra else { return sum }
      let size = bond.sectors[block.ket].dimension
      return (0..<size).reduce(sum) { $0 + block.elements[$1 * size + $1] }
    }
  }

  /// a b in column-major order.
  private static func product(_ a: MatrixView<Complex>, _ b: MatrixView<Complex>) -> [Complex] {
    var product = [Complex](repeating: .zero, count: a.rows * b.columns)
    var target = MutableMatrixView(
      &product, rows: a.rows, columns: b.columns, order: .columnMajor)
    BLAS.multiply(a, b, into: &target)
    return product
  }
}
