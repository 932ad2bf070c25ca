public import Teams

/// Reduced states of a chain with one layer: how mixed the layer and the electron's position are.
public struct SingleLayerState: Sendable {
  /// The von Neumann entropy of the layer in nats: Eq. (6) of Suresh et al.
  public let entropy: Double
  /// The purity of the layer, Eq. (7) of Mondal et al.; of a pure state of the whole also the
  /// electron's.
  public let purity: Double
  /// The purity of the electron's position alone.
  public let orbitalPurity: Double

  /// The reduced states of a layer that started with all its spins up, so that at most one quantum
  /// goes from the electron to the layer, for a superposition of both spins of the electron.
  /// Collective.
  ///
  /// - Parameters:
  ///   - states: The state in each of its sectors; none of them lowered by more than one quantum.
  ///   - evolution: What propagates them.
  /// - Throws: `EvaluationError.failed` if an eigenvalue problem fails, `.disconnected`.
  public init(_ states: [SectorState], _ evolution: ChainEvolution) throws(EvaluationError) {
    // The layer's states: all up, then with one quantum less.
    try self.init([(states, 1)], evolution) { basis in
      basis.blocks.flatMap { block in
        (0..<block.first.count).map {
          (block.first.lowering == 0 ? 0 : 1 + $0, block.electron)
        }
      }
    }
  }

  /// The reduced states of a mixture of any states. Collective.
  ///
  /// - Parameters:
  ///   - members: Superpositions of sectors with their weights, states of the evolution.
  ///   - evolution: What propagates them.
  /// - Throws: `EvaluationError.failed` if an eigenvalue problem fails, `.disconnected`.
  public init(
    ofMixture members: [(states: [SectorState], weight: Double)], _ evolution: ChainEvolution
  ) throws(EvaluationError) {
    try self.init(members, evolution, LayerDensity.rows)
  }

  /// - Parameter rows: The layer's state and the electron's spin in each row of a sector.
  private init(
    _ members: [(states: [SectorState], weight: Double)], _ evolution: ChainEvolution,
    _ rows: (SectorBasis) -> [(pattern: Int, electron: Int)]
  ) throws(EvaluationError) {
    var layer: [Int] = []
    // Of the electron's spin and the member, which purifies the mixture.
    var electron: [Int] = []
    var weights: [Double] = []
    var real: [[Double]] = []
    var imaginary: [[Double]] = []
    for (index, member) in members.enumerated() {
      for state in member.states {
        for row in rows(state.basis) {
          layer.append(row.pattern)
          electron.append(2 * index + (row.electron == 1 ? 0 : 1))
          weights.append(member.weight)
        }
        try evolution.withWholeRows(state) { _, rowReal, rowImaginary in
          real.append(rowReal.indices.map { rowReal[$0] })
          imaginary.append(rowImaginary.indices.map { rowImaginary[$0] })
        }
      }
    }
    func summary(
      _ states: [Int], environment: [Int]
    ) throws(EvaluationError) -> EntanglementSummary {
      let ensemble = try evaluating {
        let basis = BipartiteBasis(
          a: ChargedBasis(dimension: (states.max() ?? 0) + 1), b: ChargedBasis(dimension: 1))
        let rows = try EnvironmentRows(
          basis: basis, a: states, b: states.map { _ in 0 }, environment: environment,
          length: real.first?.count ?? 0)
        var ensemble = try PureStateEnsemble(basis: basis, [rows])
        for row in states.indices {
          let (a, b) = (real[row], imaginary[row])
          ensemble.set(row: row, of: 0, weight: weights[row], real: a.span, imaginary: b.span)
        }
        return ensemble
      }
      return try EntanglementSummary(of: ensemble, supportCutoff: 0, negativity: false)
    }
    let ofLayer = try summary(layer, environment: electron)
    entropy = ofLayer.entropyAB
    purity = ofLayer.purity
    orbitalPurity =
      try summary(Array(layer.indices), environment: layer.map { _ in 0 }).purity
  }
}
