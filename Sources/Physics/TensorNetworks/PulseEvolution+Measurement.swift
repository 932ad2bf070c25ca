import Numerics
public import Teams

extension PulseEvolution {
  /// Measures the state, after bringing a copy of it into exact canonical form. On a team, the leader
  /// measures; the others get what all know.
  ///
  /// - Throws: `EvaluationError.failed` if a decomposition fails, and what the team throws.
  public func measure() throws(EvaluationError) -> PulseObservation {
    let whole = share.isLone ? state : try share.gather(state)
    var result = PulseObservation()
    try share.agreeing { () throws(EvaluationError) in
      guard share.team.isLeader else { return }
      result = try Self.orFailed { () throws(EigenvalueError) in try observe(whole) }
    }
    return result
  }

  private func observe(
    _ state: MatrixProductState
  ) throws(EigenvalueError) -> PulseObservation {
    let canonical = try state.canonical()
    var result = PulseObservation()
    result.time = time
    result.losses = losses
    result.energy = energy(of: canonical)
    let sites = chain.makeSites()
    for (index, site) in sites.enumerated() {
      let density = canonical.siteDensity(index)
      func average(_ operation: LocalOperator) -> Double {
        (density * operation).trace.real
      }
      func vector(_ component: (CartesianAxis) -> LocalOperator) -> Vector3 {
        Vector3(average(component(.x)), average(component(.y)), average(component(.z)))
      }
      result.chargeDensity.append(average(site.number))
      result.electronSpinDensity.append(vector { site.electronSpin($0) })
      if site.hasSpin { result.localSpins.append(vector { site.localSpin($0) }) }
    }
    result.bondEntropies = (1..<sites.count).map { canonical.entropy(before: $0) }
    result.bondDimensions = (1..<sites.count).map { state.bondDimension(before: $0) }
    try measureEdges(canonical, sites, into: &result)
    return result
  }

  private func measureEdges(
    _ state: MatrixProductState, _ sites: [ElectronSite], into result: inout PulseObservation
  ) throws(EigenvalueError) {
    guard let first = chain.spinSites.first, let last = chain.spinSites.last, first < last else {
      return
    }
    var density = LocalOperator(dimension: 4)
    /// The charge that |to⟩⟨from| of a localised spin adds.
    func change(_ to: Int, _ from: Int) -> Int {
      chain.symmetry == .electronsAndSpin ? 2 * (from - to) : 0
    }
    func transition(_ site: Int, _ to: Int, _ from: Int) -> LocalOperator {
      sites[site - 1].onSpin(LocalOperator(dimension: 2, [(to, from, .one)]))
    }
    for row in 0..<4 {
      for column in 0...row {
        let (a, b, c, d) = (row / 2, row % 2, column / 2, column % 2)
        guard change(c, a) + change(d, b) == 0 else { continue }
        // ⟨row|ρ|column⟩ = ⟨ |column⟩⟨row| ⟩.
        let value = state.correlation(
          transition(first, c, a), at: first - 1, transition(last, d, b), at: last - 1)
        density[row, column] = value
        density[column, row] = value.conjugate
      }
    }
    result.edgeDensity = density
    result.edgeMutualInformation = try SpinPair(density).mutualInformation()
  }
}

extension LocalOperator {
  /// The sum of the diagonal.
  var trace: Complex {
    (0..<dimension).reduce(.zero) { $0 + self[$1, $1] }
  }
}
