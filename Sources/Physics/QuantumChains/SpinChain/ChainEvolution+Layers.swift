public import Teams

extension ChainEvolution {
  /// Both layers' state as a mixture over the electron and over pure states, for the measures of
  /// entanglement. Collective: every rank gets the whole.
  ///
  /// - Parameters:
  ///   - states: Pure states of this evolution.
  ///   - weights: Their weights in the mixture.
  ///   - pair: The layers.
  /// - Throws: `EvaluationError.failed` if the states do not fit the layers.
  public func layers(
    _ states: [SectorState], weights: [Double], _ pair: LayerPair
  ) throws(EvaluationError) -> PureStateEnsemble {
    var ensemble: PureStateEnsemble
    do throws(EntanglementError) {
      var rows: [EnvironmentRows] = []
      for state in states { rows.append(try pair.rows(of: state.basis)) }
      ensemble = try PureStateEnsemble(basis: pair.basis, rows)
    } catch {
      throw .failed(EvaluationFailure(error))
    }
    for (index, state) in states.enumerated() {
      try withWholeRows(state) { row, real, imaginary in
        ensemble.set(
          row: row, of: index, weight: weights[index], real: real, imaginary: imaginary)
      }
    }
    return ensemble
  }
}
