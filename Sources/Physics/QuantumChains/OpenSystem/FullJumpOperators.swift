import Numerics

/// Jump operators made of the eigenstates of electron and layers together: exact, but the
/// Hamiltonian is diagonalized in every sector, so that these have to be small.
struct FullJumpOperators: JumpOperators {
  let jumps: [Jump]
  let actOnSites = true
  private let bath: OhmicBath
  private let systems: [SymmetricEigensystem]

  /// - Throws: `LinearAlgebraError`.
  init(_ chain: SpinChain, _ bath: OhmicBath) throws(LinearAlgebraError) {
    jumps = bath.components.jumps(of: chain)
    self.bath = bath
    var systems: [SymmetricEigensystem] = []
    for lowering in 0...chain.largestLowering {
      let basis = SectorBasis(chain, lowering: lowering)
      systems.append(
        try SymmetricEigensystem(
          SectorOperator(basis).matrix().elements, dimension: basis.dimension))
    }
    self.systems = systems
  }

  func matrix(of jump: Jump, from source: SectorBasis, to target: SectorBasis) -> SparseMatrix {
    SparseMatrix(fullMatrix(of: jump, from: source, to: target))
  }

  private func fullMatrix(
    of jump: Jump, from source: SectorBasis, to target: SectorBasis
  ) -> RealMatrix {
    let (sites, layer) = (source.chain.sites, jump.layer)
    var operation = RealMatrix(rows: target.dimension, columns: source.dimension)
    for block in source.blocks {
      let after = target.block(
        from: block, lowering: layer, by: jump.kind.change, electron: block.electron)
      guard let after else { continue }
      let matrix = block.sector(ofLayer: layer).matrix(
        of: jump.kind, spin: jump.spin, into: after.sector(ofLayer: layer))
      for to in 0..<matrix.rows {
        for from in 0..<matrix.columns where matrix[to, from] != 0 {
          for other in 0..<block.sector(ofLayer: 1 - layer).count {
            let row = after.row(to, ofLayer: layer, other: other)
            let column = block.row(from, ofLayer: layer, other: other)
            for x in 0..<sites {
              operation[row * sites + x, column * sites + x] = matrix[to, from]
            }
          }
        }
      }
    }
    let weight = bath.components.operators.first { $0.0 == jump.kind }?.weight ?? 0
    return bath.jumpOperator(
      of: operation, from: systems[source.lowering], to: systems[target.lowering], weight: weight)
  }

  func damping(in basis: SectorBasis) -> SparseMatrix {
    var sum = RealMatrix(rows: basis.dimension, columns: basis.dimension)
    for jump in jumps {
      let lowering = target(of: jump, from: basis.lowering)
      guard systems.indices.contains(lowering) else { continue }
      let matrix = fullMatrix(
        of: jump, from: basis, to: SectorBasis(basis.chain, lowering: lowering))
      sum.add(matrix.transposed * matrix, scaledBy: 0.5)
    }
    return SparseMatrix(sum)
  }
}
