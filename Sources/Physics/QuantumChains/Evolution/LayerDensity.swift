public import Numerics
public import Teams

/// The density matrix of the only layer of a chain, in the basis of `SpinLayer.stateCount` product
/// states: for spins 1/2 a number with a bit for each, 1 for down, the first spin the most
/// significant; for a larger spin S − m.
public struct LayerDensity: Sendable {
  /// The layer.
  public let layer: SpinLayer
  private let matrix: BlockDensityMatrix

  /// Of a mixture of states of electron and layer, the electron traced out. Collective.
  ///
  /// - Parameters:
  ///   - members: Superpositions of sectors with their weights, states of the evolution.
  ///   - evolution: What propagates them.
  /// - Throws: `EvaluationError.failed`, `.disconnected`.
  public init(
    _ members: [(states: [SectorState], weight: Double)], _ evolution: ChainEvolution
  ) throws(EvaluationError) {
    layer =
      members.first?.states.first?.basis.chain.layers.first ?? SpinLayer(firstSite: 1, spins: 0)
    // A state of one sector, with the electron's spin known, has the layer's S_z known.
    let isSharp = members.allSatisfy { $0.states.count == 1 }
    let (matrix, layer) = (try Self.ensemble(members, evolution, conserving: isSharp), layer)
    self.matrix = try evaluating {
      var sum = BlockDensityMatrix(basis: Self.basis(layer, conserving: isSharp))
      try sum.add(matrix)
      return sum
    }
  }

  /// The layer's state as amplitudes.
  static func ensemble(
    _ members: [(states: [SectorState], weight: Double)], _ evolution: ChainEvolution,
    conserving: Bool
  ) throws(EvaluationError) -> PureStateEnsemble {
    let chain = members.first?.states.first?.basis.chain
    let layer = chain?.layers.first ?? SpinLayer(firstSite: 1, spins: 0)
    var ensemble = try evaluating {
      let basis = Self.basis(layer, conserving: conserving)
      return try PureStateEnsemble(
        basis: basis,
        try members.map { member in
          let rows = member.states.flatMap { Self.rows(of: $0.basis) }
          return try EnvironmentRows(
            basis: basis, a: rows.map(\.pattern), b: rows.map { _ in 0 },
            environment: rows.map(\.electron), length: chain?.sites ?? 0)
        })
    }
    for (index, member) in members.enumerated() {
      var first = 0
      for state in member.states {
        try evolution.withWholeRows(state) { row, real, imaginary in
          ensemble.set(
            row: first + row, of: index, weight: member.weight, real: real, imaginary: imaginary)
        }
        first += state.basis.rowCount
      }
    }
    return ensemble
  }

  private static func basis(_ layer: SpinLayer, conserving: Bool) -> BipartiteBasis {
    BipartiteBasis(
      a: conserving
        ? ChargedBasis(
          charges: (0..<layer.stateCount).map { layer.place(ofPattern: $0).lowering })
        : ChargedBasis(dimension: layer.stateCount),
      b: ChargedBasis(dimension: 1))
  }

  /// The layer's basis state and the electron's spin in each row of a sector.
  static func rows(of basis: SectorBasis) -> [(pattern: Int, electron: Int)] {
    basis.blocks.flatMap { block in
      block.first.states.map { (Int($0), block.electron) }
    }
  }

  /// ⟨i|ρ|j⟩, row-major.
  public var elements: [Complex] {
    let states = 0..<layer.stateCount
    return states.flatMap { i in states.map { j in matrix.element((i, 0), (j, 0)) } }
  }

  /// The eigenstates with their probabilities, those above 10⁻¹⁴, by descending probability in each
  /// sector.
  ///
  /// - Throws: `EvaluationError.failed` if an eigenvalue problem fails.
  public func eigenstates() throws(EvaluationError) -> [(state: LayerState, weight: Double)] {
    try evaluating("the layer's state") {
      var result: [(state: LayerState, weight: Double)] = []
      for (index, block) in matrix.basis.blocks.enumerated() {
        let system = try HermitianEigensystem(matrix.blocks[index], dimension: block.dimension)
        let patterns = block.pairs.flatMap { matrix.basis.a.sectors[$0.a].states }
        for k in (0..<block.dimension).reversed() where system.eigenvalues[k] > 1e-14 {
          let row = system.adjointVectors[k * block.dimension..<(k + 1) * block.dimension]
          result.append(
            (
              LayerState(layer, patterns: patterns, vector: row.map(\.conjugate)),
              system.eigenvalues[k]
            ))
        }
      }
      return result
    }
  }
}
