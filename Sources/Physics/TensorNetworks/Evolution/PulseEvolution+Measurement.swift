import Numerics
public import Teams

extension PulseEvolution {
  /// Measures the state, after bringing a copy of it into exact canonical form. On a team, the
  /// leader measures; the others get what all know.
  ///
  /// - Parameters:
  ///   - extras: What to measure besides what takes little time.
  ///   - layers: The sites of each layer of localized spins, from 0; for `.layers`.
  /// - Throws: `EvaluationError.failed` if a decomposition fails, and what the team throws.
  public func measure(
    _ extras: PulseMeasurements = [], of layers: [ClosedRange<Int>] = []
  ) throws(EvaluationError) -> PulseObservation {
    let whole = share.isLone ? state : try share.gather(state)
    var result = PulseObservation()
    try share.agreeing { () throws(EvaluationError) in
      guard share.team.isLeader else { return }
      result = try EvaluationError.decomposing { () throws(LinearAlgebraError) in
        try observe(whole, extras, layers)
      }
    }
    return result
  }

  private func observe(
    _ state: MatrixProductState, _ extras: PulseMeasurements, _ layers: [ClosedRange<Int>]
  ) throws(LinearAlgebraError) -> PulseObservation {
    let canonical = try state.canonical()
    var result = PulseObservation()
    result.time = time
    result.losses = losses
    result.energy = energy(of: canonical)
    for (index, site) in chain.sites.enumerated() {
      let density = canonical.siteDensity(index)
      func average(_ name: OperatorName) -> Double? {
        site[name].map { (density * $0.matrix).trace.real }
      }
      func vector(_ component: (CartesianAxis) -> OperatorName) -> Vector3? {
        guard let x = average(component(.x)), let y = average(component(.y)),
          let z = average(component(.z))
        else { return nil }
        return Vector3(x, y, z)
      }
      result.chargeDensity.append(average(.number) ?? 0)
      result.electronSpinDensity.append(vector(OperatorName.electronSpin) ?? .zero)
      let pairs = site[.number(.up)].flatMap { up in
        site[.number(.down)].map { (density * up.matrix * $0.matrix).trace.real }
      }
      result.doubleOccupancies.append(pairs ?? 0)
      if let spin = vector(OperatorName.localSpin) { result.localSpins.append(spin) }
      if let part = site.partIndex(with: .localSpin(.z)) {
        let reduced = site.reduced(density, toPart: part)
        result.spinPurities.append(reduced.elements.reduce(0) { $0 + $1.squaredMagnitude })
      }
    }
    result.bondEntropies = (1..<chain.sites.count).map { canonical.entropy(before: $0) }
    result.bondDimensions = (1..<chain.sites.count).map { state.bondDimension(before: $0) }
    try measureEdges(canonical, into: &result)
    if extras.contains(.layers) { result.layers = try entanglement(of: layers, canonical) }
    if extras.contains(.correlations) { measureCorrelations(canonical, into: &result) }
    return result
  }

  private func entanglement(
    of layers: [ClosedRange<Int>], _ state: MatrixProductState
  ) throws(LinearAlgebraError) -> LayerEntanglement {
    let groups = layers.map { chain.spins(among: $0) }
    if groups.count == 2 {
      return try LayerEntanglement(of: state.state(of: groups[0], and: groups[1], in: chain))
    }
    // In halves, whose product states are far fewer than those of the whole.
    let spins = groups.joined()
    let half = (spins.count + 1) / 2
    let whole = state.state(
      of: Array(spins.prefix(half)), and: Array(spins.dropFirst(half)), in: chain)
    return LayerEntanglement(ofOneLayer: try whole.entropy())
  }

  private func measureCorrelations(
    _ state: MatrixProductState, into result: inout PulseObservation
  ) {
    let places = chain.spins(among: chain.sites.indices)
    let components = places.map { place in
      CartesianAxis.allCases.compactMap { chain.sites[place.site][.localSpin($0)]?.matrix }
    }
    let alongZ = state.correlations(places, components.map { ($0[2], $0[2]) })
    // Re ⟨(X + iY)(X′ − iY′)⟩ = ⟨X X′ + Y Y′⟩: operators that change the charge by the same.
    let across = state.correlations(
      places,
      components.map { axes in
        let raising = axes[0] + (.i * axes[1])
        return (raising, raising.adjoint)
      })
    result.correlationsAlongZ = alongZ.joined().map(\.real)
    for (row, place) in places.enumerated() {
      let states = chain.sites[place.site].parts[place.part].states.count
      for column in places.indices {
        // Of a spin with itself 4 S(S + 1); the product of raising and lowering has Z in it.
        result.correlations.append(
          row == column
            ? Double(states * states - 1) : alongZ[row][column].real + across[row][column].real)
      }
    }
  }

  /// The state of the localized spins that are furthest apart.
  private func measureEdges(
    _ state: MatrixProductState, into result: inout PulseObservation
  ) throws(LinearAlgebraError) {
    let spins = chain.sites.indices.compactMap { site in
      chain.sites[site].partIndex(with: .localSpin(.z)).map { (site: site, part: $0) }
    }
    guard let first = spins.first, let last = spins.last, first.site < last.site else { return }
    let pair = state.pair(first, last, of: chain)
    result.edgeDensity = pair.density
    result.edgeMutualInformation = try pair.mutualInformation()
  }
}

extension MatrixProductState {
  /// The state of a part of a site and a part of another one further right; neither has electrons.
  fileprivate func pair(
    _ first: (site: Int, part: Int), _ last: (site: Int, part: Int), of chain: Chain
  ) -> SpinPair {
    let (left, right) = (chain.sites[first.site], chain.sites[last.site])
    let dimensions = (left.parts[first.part].states.count, right.parts[last.part].states.count)
    var density = LocalOperator(dimension: dimensions.0 * dimensions.1)
    for row in 0..<density.dimension {
      for column in 0...row {
        let (a, b) = row.quotientAndRemainder(dividingBy: dimensions.1)
        let (c, d) = column.quotientAndRemainder(dividingBy: dimensions.1)
        // ⟨row|ρ|column⟩ = ⟨ |column⟩⟨row| ⟩.
        let one = left.transition(to: c, from: a, ofPart: first.part)
        let other = right.transition(to: d, from: b, ofPart: last.part)
        guard one.change + other.change == .zero else { continue }
        let value = correlation(one.matrix, at: first.site, other.matrix, at: last.site)
        density[row, column] = value
        density[column, row] = value.conjugate
      }
    }
    return SpinPair(density, firstDimension: dimensions.0)
  }
}
