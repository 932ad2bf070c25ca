import Numerics

/// The jump operators of the universal Lindblad equation,
///
///     ⟨m|L|n⟩ = √(2π J(E_n − E_m)) ⟨m|X|n⟩
///
/// (Nathan and Rudner, Phys. Rev. B 102, 115109) with X = √2 σ⁺, √2 σ⁻, σ_z of each localized spin:
/// their dissipator is that of σ_x, σ_y, σ_z, and it keeps the density matrix block diagonal in
/// S_z. In √eV.
protocol JumpOperators: Sendable {
  var jumps: [Jump] { get }
  /// Whether matrices act on all amplitudes, numbered (row, site) with the site fastest; otherwise
  /// they act on rows, the same at each site.
  var actOnSites: Bool { get }
  /// A jump from one sector to the sector it leads to.
  func matrix(of jump: Jump, from source: SectorBasis, to target: SectorBasis) -> SparseMatrix
  /// K = ½ Σ L† L in a sector, in eV.
  func damping(in basis: SectorBasis) -> SparseMatrix
}

extension JumpOperators {
  /// The sector a jump leads to, as number of lowered quanta; it may not exist.
  func target(of jump: Jump, from lowering: Int) -> Int { lowering + jump.kind.change }
}

extension OhmicBath {
  /// The jump operator of an operator X between two sets of states, in √eV.
  ///
  /// - Parameters:
  ///   - operation: X, a row for each target state.
  ///   - source: The eigenstates of the sector it acts on.
  ///   - target: The eigenstates of the sector it leads to.
  ///   - weight: X is multiplied by its square root.
  func jumpOperator(
    of operation: RealMatrix, from source: SymmetricEigensystem, to target: SymmetricEigensystem,
    weight: Double
  ) -> RealMatrix {
    let from = source.vectorMatrix
    let to = target.vectorMatrix
    var matrix = to * operation * from.transposed
    let factor = weight.squareRoot()
    for m in 0..<matrix.rows {
      for n in 0..<matrix.columns where matrix[m, n] != 0 {
        matrix[m, n] *=
          factor * jumpAmplitude(source.eigenvalues[n] - target.eigenvalues[m])
      }
    }
    return to.transposed * matrix * from
  }
}

extension SymmetricEigensystem {
  fileprivate var vectorMatrix: RealMatrix {
    RealMatrix(rows: dimension, columns: dimension, elements: vectors)
  }
}

extension LayerSector {
  /// An operator of one spin 1/2, a row for each state of the sector it leads to.
  func matrix(of kind: SpinOperator, spin: Int, into target: LayerSector) -> RealMatrix {
    var matrix = RealMatrix(rows: target.count, columns: count)
    for state in 0..<count {
      switch kind {
      case .z: matrix[state, state] = Double(moment(ofSpin: spin, in: state))
      case .raising, .lowering:
        let changed = (kind == .raising ? raised : lowered)[state * layer.spins + spin]
        if changed >= 0 { matrix[changed, state] = 1 }
      }
    }
    return matrix
  }
}

extension BathComponents {
  /// All jumps of a chain.
  func jumps(of chain: SpinChain) -> [Jump] {
    chain.layers.indices.flatMap { layer in
      (0..<chain.layers[layer].spins).flatMap { spin in
        operators.map { Jump(layer: layer, spin: spin, kind: $0.0) }
      }
    }
  }
}
