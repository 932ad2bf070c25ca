public import Teams

/// Reduced states of a chain with one layer that starts with all its spins up, so that at most one
/// quantum goes from the electron to the layer, for a superposition of both spins of the electron.
public struct SingleLayerState: Sendable {
  /// The von Neumann entropy of the layer in nats: Eq. (6) of Suresh et al.
  public let entropy: Double
  /// The purity of the layer, which is that of the electron: Eq. (7) of Mondal et al.
  public let purity: Double
  /// The purity of the electron's position alone.
  public let orbitalPurity: Double

  /// The reduced states now. Collective.
  ///
  /// - Parameters:
  ///   - states: The state in each of its sectors; none of them lowered by more than one quantum.
  ///   - evolution: What propagates them.
  /// - Throws: `EvaluationError.failed` if an eigenvalue problem fails, `.disconnected`.
  public init(_ states: [SectorState], _ evolution: ChainEvolution) throws(EvaluationError) {
    // The layer's states: all up, then with one quantum less.
    var layer: [Int] = []
    var electron: [Int] = []
    var all: [Int] = []
    for state in states {
      for block in state.basis.blocks {
        for index in 0..<block.first.count {
          layer.append(block.first.lowering == 0 ? 0 : 1 + index)
          electron.append(block.electron)
          all.append(all.count)
        }
      }
    }
    var real: [[Double]] = []
    var imaginary: [[Double]] = []
    for state in states {
      try evolution.withWholeRows(state) { _, rowReal, rowImaginary in
        real.append(rowReal.indices.map { rowReal[$0] })
        imaginary.append(rowImaginary.indices.map { rowImaginary[$0] })
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
          ensemble.set(row: row, of: 0, weight: 1, real: a.span, imaginary: b.span)
        }
        return ensemble
      }
      return try EntanglementSummary(of: ensemble, supportCutoff: 0, negativity: false)
    }
    let ofLayer = try summary(layer, environment: electron)
    entropy = ofLayer.entropyAB
    purity = ofLayer.purity
    orbitalPurity = try summary(all, environment: all.map { _ in 0 }).purity
  }
}
