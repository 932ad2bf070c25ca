public import Numerics

extension MatrixProductState {
  /// The reduced density matrix of a site; elements between states of different charge are zero.
  public func siteDensity(_ site: Int) -> LocalOperator {
    let (tensor, local) = (tensors[site], sites[site])
    let schmidt = schmidtValues[site]
    var density = LocalOperator(dimension: local.dimension)
    for (a, sector) in tensor.layout.left.sectors.enumerated() {
      for row in 0..<local.dimension {
        for column in 0...row where local.charges[row] == local.charges[column] {
          let (x, y) = (
            tensor.layout.blocks[a * local.dimension + row],
            tensor.layout.blocks[a * local.dimension + column]
          )
          guard x.rightSector >= 0 else { continue }
          var sum = Complex.zero
          for j in 0..<tensor.layout.right.sectors[x.rightSector].dimension {
            for i in 0..<sector.dimension {
              let weight = schmidt[sector.offset + i] * schmidt[sector.offset + i]
              sum +=
                weight
                * (tensor.elements[x.offset + j * x.stride + i]
                  * tensor.elements[y.offset + j * y.stride + i].conjugate)
            }
          }
          density[row, column] += sum
          if row != column { density[column, row] += sum.conjugate }
        }
      }
    }
    return density
  }

  /// Σ over bonds of the expectation values of operators on a site and the next one.
  ///
  /// - Parameter term: The operator of the bond after a site, numbered from 0, as a gate.
  func sumOfBonds(with updater: BondUpdater, _ term: (Int) -> TwoSiteGate) -> Double {
    (0..<sites.count - 1).reduce(0) { sum, site in
      sum
        + updater.expectation(
          of: term(site), left: tensors[site], right: tensors[site + 1],
          schmidtValues: schmidtValues[site])
    }
  }

  /// The squared Schmidt values' entropy −Σ λ² ln λ² of the bond before a site, in nats.
  public func entropy(before site: Int) -> Double {
    vonNeumannEntropy(schmidtValues[site].lazy.map { $0 * $0 })
  }

  /// ⟨O_i P_j⟩ of operators on two sites i < j that need no sign of fermions between them.
  public func correlation(
    _ first: LocalOperator, at i: Int, _ last: LocalOperator, at j: Int
  ) -> Complex {
    let start = TransferMatrix(
      diagonal: schmidtValues[i].map { $0 * $0 }, of: tensors[i].layout.left)
    var transfer = start.applying(first, through: tensors[i])
    for site in i + 1..<max(j, i + 1) {
      transfer = transfer.applying(.identity(sites[site].dimension), through: tensors[site])
    }
    return transfer.applying(last, through: tensors[j]).trace
  }
}

/// Σ ⟨bra|…|ket⟩ of everything to the left of a bond, between the bond's states.
struct TransferMatrix {
  private struct Block {
    let ket: Int
    let bra: Int
    var elements: [Complex]
  }

  private let bond: BondSpace
  /// Column-major: rows are the bra's states, columns the ket's.
  private var blocks: [Block]

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

  private init(_ bond: BondSpace) {
    self.bond = bond
    blocks = []
  }

  /// The sum up to the bond after a site, with an operator on it. Elements of the operator must all
  /// change the charge by the same.
  func applying(_ operation: LocalOperator, through tensor: SiteTensor) -> TransferMatrix {
    let (layout, states) = (tensor.layout, tensor.layout.local.dimension)
    var result = TransferMatrix(layout.right)
    var positions: [Int: Int] = [:]
    for block in blocks {
      let (kets, bras) = (
        bond.sectors[block.ket].dimension, bond.sectors[block.bra].dimension
      )
      let matrix = MatrixView(
        block.elements.span, rows: bras, columns: kets, order: .columnMajor)
      for column in 0..<states {
        let ket = block.ket * states + column
        let ketSector = layout.blocks[ket].rightSector
        guard ketSector >= 0 else { continue }
        let columns = layout.right.sectors[ketSector].dimension
        var half: [Complex] = []
        for row in 0..<states where operation[row, column] != .zero {
          let bra = block.bra * states + row
          let braSector = layout.blocks[bra].rightSector
          guard braSector >= 0 else { continue }
          let rows = layout.right.sectors[braSector].dimension
          if half.isEmpty { half = Self.product(matrix, tensor.block(ket)) }
          let key = ketSector * layout.right.sectors.count + braSector
          let position = positions[key] ?? result.blocks.count
          if position == result.blocks.count {
            positions[key] = position
            result.blocks.append(
              Block(
                ket: ketSector, bra: braSector,
                elements: Array(repeating: .zero, count: rows * columns)))
          }
          let product = Self.product(
            tensor.block(bra).adjoint,
            MatrixView(half.span, rows: bras, columns: columns, order: .columnMajor))
          for index in product.indices {
            result.blocks[position].elements[index] += operation[row, column] * product[index]
          }
        }
      }
    }
    return result
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
