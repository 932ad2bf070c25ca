import Numerics

/// Jump operators made of the eigenstates of electron and layers together: exact, but the Hamiltonian
/// is diagonalised in every sector, so that these have to be small.
struct FullJumpOperators: JumpOperators {
  let jumps: [Jump]
  let actOnSites = true
  private let bath: OhmicBath
  private let systems: [SymmetricEigensystem]

  /// - Throws: `EigenvalueError`.
  init(_ chain: SpinChain, _ bath: OhmicBath) throws(EigenvalueError) {
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
    let sites = source.chain.sites
    var operation = RealMatrix(rows: target.dimension, columns: source.dimension)
    for block in source.blocks {
      let sector = jump.layer == 0 ? block.first : block.second
      let after = target.blocks.first {
        $0.electron == block.electron
          && $0.first.lowering == block.first.lowering + (jump.layer == 0 ? jump.kind.change : 0)
          && $0.second.lowering == block.second.lowering + (jump.layer == 1 ? jump.kind.change : 0)
      }
      guard let after else { continue }
      let matrix = sector.matrix(
        of: jump.kind, spin: jump.spin, into: jump.layer == 0 ? after.first : after.second)
      for to in 0..<matrix.rows {
        for from in 0..<matrix.columns where matrix[to, from] != 0 {
          for other in 0..<(jump.layer == 0 ? block.second : block.first).count {
            let row = jump.layer == 0 ? after.row(to, other) : after.row(other, to)
            let column = jump.layer == 0 ? block.row(from, other) : block.row(other, from)
            for x in 0..<sites {
              operation[row * sites + x, column * sites + x] = matrix[to, from]
            }
          }
        }
      }
    }
    let weight = bath.components.operators.first { $0.0 == jump.kind }?.weight ?? 0
    return JumpMatrix.make(
      operation, from: systems[source.lowering], to: systems[target.lowering], bath,
      weight: weight)
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

extension SpinChain {
  /// Most quanta by which the total S_z can be lowered from all spins up.
  var largestLowering: Int { 1 + layers.reduce(0) { $0 + $1.largestLowering } }

  /// The dimension of the largest sector.
  var largestSector: Int {
    (0...largestLowering).map { SectorBasis(self, lowering: $0).dimension }.max() ?? 0
  }
}

extension SectorOperator {
  /// The Hamiltonian as a matrix of all amplitudes, numbered (row, site) with the site fastest, in eV.
  func matrix() -> RealMatrix {
    let sites = basis.chain.sites
    var matrix = RealMatrix(rows: basis.dimension, columns: basis.dimension)
    let (unit, column) = (makeState(), makeState())
    for index in 0..<basis.dimension {
      let (row, site) = index.quotientAndRemainder(dividingBy: sites)
      unit[row, site] = .one
      apply(to: unit, into: column)
      unit[row, site] = .zero
      for other in 0..<basis.dimension {
        matrix[other, index] = column[other / sites, other % sites].real
      }
    }
    return matrix
  }
}
