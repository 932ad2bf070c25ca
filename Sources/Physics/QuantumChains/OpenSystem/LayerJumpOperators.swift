import Numerics

/// Jump operators made of the eigenstates of each layer alone: they act on its spins only, and scale
/// to layers whose sectors can be diagonalised.
struct LayerJumpOperators: JumpOperators {
  let jumps: [Jump]
  let actOnSites = false
  private let layers: [SingleLayer]

  /// - Throws: `EigenvalueError`.
  init(_ chain: SpinChain, _ bath: OhmicBath) throws(EigenvalueError) {
    jumps = bath.components.jumps(of: chain)
    var layers: [SingleLayer] = []
    for layer in chain.layers { layers.append(try SingleLayer(layer, chain, bath)) }
    self.layers = layers
  }

  func matrix(of jump: Jump, from source: SectorBasis, to target: SectorBasis) -> SparseMatrix {
    rows(of: target, source.rowCount) { block, i, j in
      let row = jump.layer == 0 ? i : j
      let lowering = (jump.layer == 0 ? block.first : block.second).lowering - jump.kind.change
      guard let matrix = layers[jump.layer].matrix(jump, lowering: lowering),
        let before = source.blocks.first(where: {
          $0.electron == block.electron
            && (jump.layer == 0 ? $0.first : $0.second).lowering == lowering
            && (jump.layer == 0 ? $0.second : $0.first).lowering
              == (jump.layer == 0 ? block.second : block.first).lowering
        })
      else { return [] }
      return (0..<matrix.columns).map {
        (jump.layer == 0 ? before.row($0, j) : before.row(i, $0), matrix[row, $0])
      }
    }
  }

  func damping(in basis: SectorBasis) -> SparseMatrix {
    layers.indices.map { layer in
      rows(of: basis, basis.rowCount) { block, i, j in
        let matrix = layers[layer].damping[(layer == 0 ? block.first : block.second).lowering]
        return (0..<matrix.columns).map {
          (layer == 0 ? block.row($0, j) : block.row(i, $0), matrix[layer == 0 ? i : j, $0])
        }
      }
    }.reduce(SparseMatrix.zero(basis.rowCount)) { $0 + $1 }
  }

  /// A matrix from the elements of its rows.
  private func rows(
    of basis: SectorBasis, _ columns: Int,
    _ elements: (SectorBasis.Block, Int, Int) -> [(column: Int, value: Double)]
  ) -> SparseMatrix {
    var matrix = SparseMatrix(columns: columns)
    for block in basis.blocks {
      for i in 0..<block.first.count {
        for j in 0..<block.second.count { matrix.appendRow(elements(block, i, j)) }
      }
    }
    return matrix
  }

  /// The operators of one layer.
  private struct SingleLayer {
    /// L of each operator, spin and lowering it acts on.
    private var operators: [[[RealMatrix?]]]
    /// K of each lowering.
    private(set) var damping: [RealMatrix]

    init(_ layer: SpinLayer, _ chain: SpinChain, _ bath: OhmicBath) throws(EigenvalueError) {
      let sectors = (0...layer.largestLowering).map {
        LayerSector(layer, lowering: $0, exchangeZ: chain.exchangeZ)
      }
      var systems: [SymmetricEigensystem] = []
      for sector in sectors {
        let matrix = sector.hamiltonian(exchange: chain.exchange)
        systems.append(try SymmetricEigensystem(matrix, dimension: sector.count))
      }
      let none = [RealMatrix?](repeating: nil, count: sectors.count)
      operators = SpinOperator.allCases.map { _ in
        [[RealMatrix?]](repeating: none, count: layer.spins)
      }
      damping = sectors.map { RealMatrix(rows: $0.count, columns: $0.count) }
      for (kind, weight) in bath.components.operators {
        for spin in 0..<layer.spins {
          for source in sectors.indices where sectors.indices.contains(source + kind.change) {
            let target = source + kind.change
            let matrix = JumpMatrix.make(
              sectors[source].matrix(of: kind, spin: spin, into: sectors[target]),
              from: systems[source], to: systems[target], bath, weight: weight)
            operators[kind.rawValue][spin][source] = matrix
            damping[source].add(matrix.transposed * matrix, scaledBy: 0.5)
          }
        }
      }
    }

    func matrix(_ jump: Jump, lowering: Int) -> RealMatrix? {
      guard damping.indices.contains(lowering) else { return nil }
      return operators[jump.kind.rawValue][jump.spin][lowering]
    }
  }
}

extension SparseMatrix {
  /// Zero, square.
  static func zero(_ dimension: Int) -> SparseMatrix {
    var matrix = SparseMatrix(columns: dimension)
    for _ in 0..<dimension { matrix.appendRow([]) }
    return matrix
  }
}
