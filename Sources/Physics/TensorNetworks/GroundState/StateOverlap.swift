import Numerics

/// A state of a chain as another one with changing tensors sees it: ⟨ψ|φ⟩ of everything on the left
/// and on the right of each site.
struct StateOverlap {
  /// φ.
  private let state: MatrixProductState
  /// By bond: from ψ's states (rows) to φ's.
  private var left: [BondMatrix?]
  /// By bond: from φ's states (rows) to ψ's.
  private var right: [BondMatrix?]

  /// - Parameter state: φ, of the same total charge as ψ.
  init(_ state: MatrixProductState) {
    self.state = state
    left = Array(repeating: nil, count: state.sites.count + 1)
    right = left
    if let first = state.tensors.first?.layout.left, let last = state.tensors.last?.layout.right {
      left[0] = BondMatrix(identityOf: first)
      right[state.sites.count] = BondMatrix(identityOf: last)
    }
  }

  /// Takes in ψ's left-canonical tensor of a site, all on whose left is known.
  mutating func extendRight(through tensor: SiteTensor, at site: Int) {
    let bra = tensor.grouped(.byRight)
    let ket = (left[site] ?? .empty).applied(toLeftOf: state.tensors[site]).grouped(.byRight)
    left[site + 1] = BondMatrix(bra, ket)
  }

  /// Takes in ψ's right-canonical tensor of a site, all on whose right is known.
  mutating func extendLeft(through tensor: SiteTensor, at site: Int) {
    let bra = tensor.grouped(.byLeft)
    let ket = (right[site + 1] ?? .empty).applied(toRightOf: state.tensors[site]).grouped(.byLeft)
    right[site] = BondMatrix(right: ket, bra)
  }

  /// φ between the states that ψ has around a site and the next one, as `PairTensor.product` lays
  /// out ψ itself.
  func pair(at site: Int) -> [Complex] {
    let first = (left[site] ?? .empty).applied(toLeftOf: state.tensors[site])
    let second = (right[site + 2] ?? .empty).applied(toRightOf: state.tensors[site + 1])
    return PairTensor.product(first, second).elements
  }
}

extension BondMatrix {
  /// No states.
  fileprivate static let empty = BondMatrix(
    rows: BondSpace([]), columns: BondSpace([]), blocks: [:])

  fileprivate init(identityOf bond: BondSpace) {
    var blocks: [Charge: [Complex]] = [:]
    for sector in bond.sectors {
      var elements = [Complex](repeating: .zero, count: sector.dimension * sector.dimension)
      for index in 0..<sector.dimension { elements[index * sector.dimension + index] = .one }
      blocks[sector.charge] = elements
    }
    self.init(rows: bond, columns: bond, blocks: blocks)
  }

  /// bra† ket of tensors with the same left bond.
  fileprivate init(_ bra: SiteTensor, _ ket: SiteTensor) {
    var blocks: [Charge: [Complex]] = [:]
    for (index, sector) in bra.layout.right.sectors.enumerated() {
      guard let other = ket.layout.right.index(of: sector.charge) else { continue }
      let columns = ket.layout.right.sectors[other].dimension
      var elements = [Complex](repeating: .zero, count: sector.dimension * columns)
      var target = MutableMatrixView(
        &elements, rows: sector.dimension, columns: columns, order: .columnMajor)
      BLAS.multiply(bra.matrix(index).adjoint, ket.matrix(other), into: &target)
      blocks[sector.charge] = elements
    }
    self.init(rows: bra.layout.right, columns: ket.layout.right, blocks: blocks)
  }

  /// ket bra† of tensors with the same right bond.
  fileprivate init(right ket: SiteTensor, _ bra: SiteTensor) {
    var blocks: [Charge: [Complex]] = [:]
    for (index, sector) in ket.layout.left.sectors.enumerated() {
      guard let other = bra.layout.left.index(of: sector.charge) else { continue }
      let columns = bra.layout.left.sectors[other].dimension
      var elements = [Complex](repeating: .zero, count: sector.dimension * columns)
      var target = MutableMatrixView(
        &elements, rows: sector.dimension, columns: columns, order: .columnMajor)
      BLAS.multiply(ket.matrix(index), bra.matrix(other).adjoint, into: &target)
      blocks[sector.charge] = elements
    }
    self.init(rows: ket.layout.left, columns: bra.layout.left, blocks: blocks)
  }
}
