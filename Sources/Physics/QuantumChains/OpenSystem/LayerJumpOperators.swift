import Numerics

/// Jump operators made of the eigenstates of each layer alone: they act on its spins only, and
/// scale to layers whose sectors can be diagonalized.
struct LayerJumpOperators: JumpOperators {
  let jumps: [Jump]
  let actOnSites = false
  private let layers: [SingleLayer]

  /// - Throws: `LinearAlgebraError`.
  init(_ chain: SpinChain, _ bath: OhmicBath) throws(LinearAlgebraError) {
    jumps = bath.components.jumps(of: chain)
    var layers: [SingleLayer] = []
    for layer in chain.layers { layers.append(try SingleLayer(layer, chain, bath)) }
    self.layers = layers
  }

  func matrix(of jump: Jump, from source: SectorBasis, to target: SectorBasis) -> SparseMatrix {
    rows(of: target, source.rowCount, actingOn: jump.layer) { block in
      let before = source.block(
        from: block, lowering: jump.layer, by: -jump.kind.change, electron: block.electron)
      guard let before else { return nil }
      let lowering = before.sector(ofLayer: jump.layer).lowering
      return layers[jump.layer].operators[jump.kind.rawValue][jump.spin][lowering].map {
        ($0, before)
      }
    }
  }

  func damping(in basis: SectorBasis) -> SparseMatrix {
    let parts = layers.indices.map { layer in
      rows(of: basis, basis.rowCount, actingOn: layer) { block in
        (layers[layer].damping[block.sector(ofLayer: layer).lowering], block)
      }
    }
    return parts.dropFirst().reduce(parts[0], +)
  }

  /// A matrix of rows from those of one layer's states: for each block of rows the matrix that
  /// leads to it, and the block that this comes from; nil for zero.
  private func rows(
    of basis: SectorBasis, _ columns: Int, actingOn layer: Int,
    _ part: (SectorBasis.Block) -> (matrix: RealMatrix, from: SectorBasis.Block)?
  ) -> SparseMatrix {
    var result = SparseMatrix(columns: columns)
    for block in basis.blocks {
      let part = part(block)
      for i in 0..<block.first.count {
        for j in 0..<block.second.count {
          let (state, other) = layer == 0 ? (i, j) : (j, i)
          guard let (matrix, before) = part else {
            result.appendRow([])
            continue
          }
          result.appendRow(
            (0..<matrix.columns).map {
              (before.row($0, ofLayer: layer, other: other), matrix[state, $0])
            })
        }
      }
    }
    return result
  }

  /// The operators of one layer.
  private struct SingleLayer {
    /// L of each operator, spin and lowering it acts on.
    private(set) var operators: [[[RealMatrix?]]]
    /// K of each lowering.
    private(set) var damping: [RealMatrix]

    init(_ layer: SpinLayer, _ chain: SpinChain, _ bath: OhmicBath) throws(LinearAlgebraError) {
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
            let matrix = bath.jumpOperator(
              of: sectors[source].matrix(of: kind, spin: spin, into: sectors[target]),
              from: systems[source], to: systems[target], weight: weight)
            operators[kind.rawValue][spin][source] = matrix
            damping[source].add(matrix.transposed * matrix, scaledBy: 0.5)
          }
        }
      }
    }
  }
}
