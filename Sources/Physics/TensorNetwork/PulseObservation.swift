/// What is measured of a chain at one time.
public struct PulseObservation: Sendable {
  /// In ħ/γ.
  public var time = 0.0
  /// Number of electrons on each site.
  public var chargeDensity: [Double] = []
  /// Spin of the electrons on each site in units of ħ/2.
  public var electronSpinDensity: [Vector3] = []
  /// Each localised spin in units of ħ/2.
  public var localSpins: [Vector3] = []
  /// Entropy of each bond in nats; a localised spin belongs to the side of its site.
  public var bondEntropies: [Double] = []
  /// Number of states of each bond.
  public var bondDimensions: [Int] = []
  /// ρ of the first and the last localised spin, in the basis ↑↑, ↑↓, ↓↑, ↓↓; empty with fewer than two.
  public var edgeDensity = LocalOperator(dimension: 0)
  /// I = S_1 + S_N − S_1N of the first and the last localised spin in nats.
  public var edgeMutualInformation = 0.0
  /// ⟨H⟩ in units of γ.
  public var energy = 0.0
  /// What truncation has cost up to this time.
  public var losses = TruncationLosses()

  /// The spin of all electrons over their number; 0 without electrons.
  public var electronSpin: Vector3 {
    let electrons = chargeDensity.reduce(0, +)
    let sum = electronSpinDensity.reduce(.zero, +)
    return electrons > 1e-9 ? sum / electrons : .zero
  }

  /// Lengths |⟨S⟩| of the localised spins, which Petrović et al. call their purity.
  public var blochLengths: [Double] { localSpins.map(\.norm) }

  /// Meyer and Wallach's measure of entanglement (Petrović et al., Eq. (13)), with (1 + s̃·σ)/2 as the
  /// spin state of each of the indistinguishable electrons: 1 − (Σ|S|² + N_e |s̃|²)/(N_FM + N_e).
  public func meyerWallach(electrons: Int) -> Double {
    let parts = localSpins.count + electrons
    guard parts > 0 else { return 0 }
    let pure =
      localSpins.reduce(0) { $0 + $1.dot($1) } + Double(electrons) * electronSpin.dot(electronSpin)
    return 1 - pure / Double(parts)
  }
}

extension PulseEvolution {
  /// Measures the state, after bringing a copy of it into exact canonical form.
  ///
  /// - Throws: `EigenvalueError` if a decomposition fails.
  public func measure() throws(EigenvalueError) -> PulseObservation {
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
      func vector(_ component: (SphericalOperator.Axis) -> LocalOperator) -> Vector3 {
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
