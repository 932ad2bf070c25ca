public import Teams

extension ChainEvolution {
  /// Σ_x |ψ|² of each row of a state.
  ///
  /// - Throws: `EvaluationError.disconnected`, as all of these, which are collective.
  public func rowWeights(_ state: SectorState) throws(EvaluationError) -> [Double] {
    try TileSums(team: team).rowWeights(state)
  }

  /// The probability of finding the electron on each site, if the state is one of several
  /// orthogonal ones that add up.
  ///
  /// - Throws: `EvaluationError.disconnected`.
  public func columnWeights(_ state: SectorState) throws(EvaluationError) -> [Double] {
    try TileSums(team: team).columnWeights(state)
  }

  /// ⟨ψ|H|ψ⟩ in eV.
  ///
  /// - Throws: `EvaluationError.disconnected`.
  public func energy(_ state: SectorState) throws(EvaluationError) -> Double {
    try energyMoments(state).mean
  }

  /// ⟨ψ|H|ψ⟩ and ⟨ψ|H²|ψ⟩; NaN for a state of another evolution.
  ///
  /// - Throws: `EvaluationError.disconnected`.
  public func energyMoments(_ state: SectorState) throws(EvaluationError) -> EnergyMoments {
    guard let index = operators.firstIndex(where: { $0.basis.lowering == state.basis.lowering })
    else { return EnergyMoments(mean: .nan, square: .nan) }
    let scratch = takeVector(index)
    state.refreshGhosts()
    try state.exchangeGhosts(team)
    operators[index].applyPrepared(to: state, into: scratch)
    let sums = TileSums(team: team)
    let moments = EnergyMoments(
      mean: try sums.product(state, scratch).real, square: try sums.product(scratch, scratch).real)
    giveBack(scratch)
    return moments
  }

  /// Σ_x |Σ_rows ψ|² of some ranges of rows together: N times the fidelity of a W state if the rows
  /// are those with one of N spins flipped.
  ///
  /// - Throws: `EvaluationError.disconnected`.
  public func coherentWeight(
    _ state: SectorState, rows: [Range<Int>]
  ) throws(EvaluationError) -> Double {
    try TileSums(team: team).coherentWeight(state, rows: rows)
  }

  /// All amplitudes of a row, whichever rank has them, for one row after another.
  ///
  /// - Parameters:
  ///   - state: The state.
  ///   - body: Called on each rank for each row in ascending order with the real and the imaginary
  ///     parts for all sites.
  func withWholeRows(
    _ state: SectorState, _ body: (_ row: Int, Span<Double>, Span<Double>) -> Void
  ) throws(EvaluationError) {
    let layout = state.layout
    // Rows of some MB travel together.
    let batch = max(1, (1 << 19) / layout.columns)
    var start = 0
    while start < layout.rows {
      let rows = start..<min(start + batch, layout.rows)
      var parts: [Double] = []
      parts.reserveCapacity(rows.count * layout.tiles.count * StateLayout.rowStride)
      for tile in layout.tiles {
        let numbers = state.rows(rows, ofTile: tile)
        for index in numbers.indices { parts.append(numbers[index]) }
      }
      let tiles = try team.allGather(parts).flatMap { $0 }
      var real = [Double](repeating: 0, count: layout.columns)
      var imaginary = real
      for row in rows {
        for column in 0..<layout.columns {
          let (tile, lane) = column.quotientAndRemainder(dividingBy: StateLayout.tileWidth)
          let place =
            (tile * rows.count + row - rows.lowerBound) * StateLayout.rowStride + lane
          real[column] = tiles[place]
          imaginary[column] = tiles[place + StateLayout.tileWidth]
        }
        body(row, real.span, imaginary.span)
      }
      start = rows.upperBound
    }
  }

  /// Both layers' state as a mixture over the electron and over pure states, for the measures of
  /// entanglement. Collective: every rank gets the whole.
  ///
  /// - Parameters:
  ///   - states: Pure states of this evolution.
  ///   - weights: Their weights in the mixture.
  ///   - pair: The layers.
  /// - Throws: `EvaluationError.failed` if the states do not fit the layers, `.disconnected`.
  public func layers(
    _ states: [SectorState], weights: [Double], _ pair: LayerPair
  ) throws(EvaluationError) -> PureStateEnsemble {
    try layers(ofMixture: zip(states, weights).map { ([$0], $1) }, pair)
  }

  /// The same of superpositions of sectors. Collective.
  ///
  /// - Parameters:
  ///   - members: Superpositions of sectors with their weights, states of this evolution.
  ///   - pair: The layers, without conserved charges if a superposition has several sectors.
  /// - Throws: `EvaluationError.failed` if the states do not fit the layers, `.disconnected`.
  public func layers(
    ofMixture members: [(states: [SectorState], weight: Double)], _ pair: LayerPair
  ) throws(EvaluationError) -> PureStateEnsemble {
    var ensemble = try evaluating {
      try PureStateEnsemble(
        basis: pair.basis, try members.map { try pair.rows(of: $0.states.map(\.basis)) })
    }
    for (index, member) in members.enumerated() {
      var first = 0
      for state in member.states {
        try withWholeRows(state) { row, real, imaginary in
          ensemble.set(
            row: first + row, of: index, weight: member.weight, real: real, imaginary: imaginary)
        }
        first += state.basis.rowCount
      }
    }
    return ensemble
  }
}
