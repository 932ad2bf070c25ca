public import Numerics
public import Teams

/// Electrons released from a well into a tight-binding chain, some sites of which carry localized
/// spins S (Petrović et al., Eqs. (1)–(6), and Suresh et al., many-electron part: S = 1/2,
/// ε = U = 0 and g = 1).
///
///     H = Σ ε_i n_i − Σ g_i (c†_i c_{i+1} + h.c.) + U Σ n_i↑ n_i↓
///         − Σ [J_z Z Z′ + J (X X′ + Y Y′)] − J_sd Σ s·S
///
/// Energies are in units of the hopping γ, times in ħ/γ. All spin operators are in units of ħ/2:
/// Pauli matrices of spins 1/2, with eigenvalues from −2S to 2S of others. Sites are numbered from
/// 1, as in the papers.
public struct PulseChain: Sendable, Equatable {
  /// The spin state of the electrons at the start.
  public enum Electrons: String, Sendable, CaseIterable {
    /// All along +z.
    case alongZ = "z"
    /// All along +x; the spin along z is no conserved number then.
    case alongX = "x"
    /// All along `electronDirection`; unless that is ±z, the spin along z is no conserved number.
    case alongDirection = "angles"
    /// Half up, half down, in the same orbitals.
    case unpolarized
  }

  /// What the chain starts in.
  public enum Start: String, Sendable, CaseIterable {
    /// Electrons in the lowest orbitals of the well, localized spins by `layerStates`.
    case pulse
    /// The ground state of all of it, with the well and the fields.
    case groundState = "ground-state"
  }

  /// What a layer of localized spins starts in, if electrons are in a pulse.
  public enum LayerState: String, Sendable, CaseIterable {
    /// Coherent states of its spins.
    case product
    /// The ground state of the layer by itself.
    case ground
  }

  /// Length of the chain.
  public var sites = 75
  /// Where the localized spins are; spins of different layers are not coupled.
  public var layers = [36...40]
  /// Twice the quantum number S of every localized spin.
  public var twiceSpin = 1
  /// ε, the energy of an electron on each site; empty where it is 0 on all.
  public var sitePotential: [Double] = []
  /// g, the hopping on each bond; empty where it is 1 on all.
  public var bondHopping: [Double] = []
  /// Hubbard's repulsion U of two electrons on a site.
  public var hubbardRepulsion = 0.0
  /// Exchange J between neighboring localized spins, perpendicular to z.
  public var exchange = 0.1
  /// Exchange J_z between neighboring localized spins along z.
  public var exchangeZ = 0.1005
  /// Exchange J_sd between an electron and the localized spin of its site.
  public var sdExchange = 0.5
  /// Number of electrons N_e.
  public var electrons = 8
  /// Their spins.
  public var polarization = Electrons.alongZ
  /// Of length 1.
  public var electronDirection = Vector3(0, 0, 1)
  /// The direction of each spin of each layer at the start, of length 1; nil: the first layer is
  /// down where it is the only one; of two, the first is up and the second down.
  public var spinDirections: [[Vector3]]?
  /// Length of the well at the left end.
  public var confinedSites = 10
  /// How deep the well is for the electrons, fields on their spins included.
  public var wellDepth = 110.0
  /// What the electrons start in.
  public var start = Start.pulse
  /// What each layer starts in; `.product` beyond the end of the list.
  public var layerStates: [LayerState] = []
  /// Field on the electrons' spins in the well along their direction, before a start in a ground
  /// state; a part of `wellDepth`, and 0 if they are not polarized.
  public var electronField = 0.0
  /// Field on the localized spins along `spinDirections`, before a start in a ground state.
  public var layerField = 0.0

  /// The chain of Petrović et al. with eight electrons.
  public init() {}

  /// The cut whose entropy is S_half: after the ⌈N/2⌉th site.
  public var halfBond: Int { (sites + 1) / 2 }

  /// Time at which the fastest electrons (velocity 2) that start at the edge of the well are back
  /// at the last localized spin after reflection at the right end. Observables of the localized
  /// spins are those of an open system before it (to 10⁻², and to 10⁻⁶ some five units earlier).
  public var reflectionTime: Double {
    let last = layers.map(\.upperBound).max() ?? sites
    guard !bondHopping.isEmpty else { return Double(2 * sites - confinedSites - last) / 2 }
    // At each bond with the velocity of an infinite chain of such bonds; a bond that is cut is
    // never passed.
    func time(from site: Int) -> Double {
      bondHopping.dropFirst(site - 1).reduce(0) { $0 + 0.5 / abs($1) }
    }
    return time(from: confinedSites) + time(from: last)
  }

  /// Whether the sum of all spins along z is sharp at the start.
  public var conservesSpin: Bool {
    let isPulse = start == .pulse
    let electrons = isPulse || electronField != 0 ? polarizationDirection.map { [$0] } ?? [] : []
    let spins = layers.indices.flatMap { layer in
      isPulse && state(ofLayer: layer) == .product || layerField != 0
        ? layers[layer].map(direction(ofSpinAt:)) : []
    }
    return (electrons + spins).allSatisfy(\.isAlongZ)
  }

  /// Where the electrons point; nil if they are not polarized.
  var polarizationDirection: Vector3? {
    switch polarization {
    case .alongZ: Vector3(0, 0, 1)
    case .alongX: Vector3(1, 0, 0)
    case .alongDirection: electronDirection
    case .unpolarized: nil
    }
  }

  /// What a layer starts in.
  func state(ofLayer layer: Int) -> LayerState {
    layerStates.indices.contains(layer) ? layerStates[layer] : .product
  }

  /// The sites and the Hamiltonian after the release.
  public var chain: Chain {
    let symmetry: Symmetry = conservesSpin ? .electronsAndSpin : .electrons
    let bare = Site(.electrons, conserving: symmetry)
    let magnetic = Site(.electrons, .spin(twiceSpin), conserving: symmetry)
    var chain = Chain((1...sites).map { site in layers.contains { $0 ~= site } ? magnetic : bare })
    for site in 0..<sites - 1 {
      chain.add(-(bondHopping.isEmpty ? 1 : bondHopping[site]) * Term.hopping(), at: site)
    }
    for (site, energy) in sitePotential.enumerated() where energy != 0 {
      chain.add(energy * Term.potential, at: site)
    }
    if hubbardRepulsion != 0 {
      for site in 0..<sites { chain.add(hubbardRepulsion * Term.repulsion, at: site) }
    }
    for axis in CartesianAxis.allCases {
      for site in layers.flatMap({ $0.dropLast() }) {
        chain.add(-(axis == .z ? exchangeZ : exchange) * Term.exchange(axis), at: site - 1)
      }
      for site in layers.joined() { chain.add(-sdExchange * Term.sdExchange(axis), at: site - 1) }
    }
    return chain
  }

  /// The occupied orbitals at the start, each of `sites` amplitudes: the lowest ones of the well.
  ///
  /// - Throws: `LinearAlgebraError` if LAPACK finds none.
  public func initialOrbitals() throws(LinearAlgebraError) -> [[Complex]] {
    let count = polarization == .unpolarized ? electrons / 2 : electrons
    let well = SymmetricTridiagonal(
      diagonal: (1...sites).map { site in
        (site <= confinedSites ? -wellDepth : 0)
          + (sitePotential.isEmpty ? 0 : sitePotential[site - 1])
      },
      offDiagonal: bondHopping.isEmpty
        ? Array(repeating: -1, count: sites - 1) : bondHopping.map { -$0 })
    return try well.lowestEigenvectors(count).map { $0.map { Complex($0) } }
  }

  /// The state at the start: the determinant of the given orbitals and the localized spins in
  /// place.
  ///
  /// - Parameters:
  ///   - orbitals: Those of `initialOrbitals()`, or the same after some time of free flight: each
  ///     of `sites` amplitudes.
  ///   - layerStates: By number of the layer the states of those that are no products, as
  ///     `layerChain(_:)` has their sites.
  /// - Throws: `EvaluationError.failed` if a decomposition fails.
  public func determinant(
    of orbitals: [[Complex]], layers layerStates: [Int: MatrixProductState] = [:]
  ) throws(EvaluationError) -> MatrixProductState {
    let sites = chain.sites
    let occupied: [StateName: Complex] =
      switch polarization {
      case .alongZ: [.electron(.up): .one]
      case .alongX:
        [
          .electron(.up): Complex(0.5.squareRoot()), .electron(.down): Complex(0.5.squareRoot()),
        ]
      case .alongDirection:
        [
          .electron(.up): electronDirection.spinor[0],
          .electron(.down): electronDirection.spinor[1],
        ]
      case .unpolarized: [.electronPair: .one]
      }
    let electrons = sites.indices.map { $0 < orbitals.count ? occupied : [.empty: .one] }
    let amplitudes = zip(sites, electrons).enumerated().map { index, element in
      let spin = coherentState(along: direction(ofSpinAt: index + 1))
      return element.0.amplitudes(element.1.merging(spin) { first, _ in first })
    }
    guard !layerStates.isEmpty else {
      let state = MatrixProductState(product: amplitudes, sites: sites.map(\.space))
      return try SlaterDeterminantCircuit(orbitals).applied(to: state, of: sites)
    }
    let entangled = layerStates.map { layer, spins in
      let range = layers[layer].lowerBound - 1...layers[layer].upperBound - 1
      return SpinGroupState(
        sites: range, state: spins,
        electrons: range.map { site in
          SitePart.electrons.states.map { electrons[site][$0.name, default: .zero] }
        })
    }
    let state = MatrixProductState(product: amplitudes, with: entangled, of: sites)
    let canonical = try EvaluationError.decomposing { () throws(LinearAlgebraError) in
      try state.canonical()
    }
    return try SlaterDeterminantCircuit(orbitals).applied(to: canonical, of: sites)
  }

  /// The coherent state of a localized spin: 2S spins 1/2 that point the same way,
  /// ⟨S, S − k|n⟩ = √C(2S, k) a^{2S−k} b^k with the spinor (a, b).
  private func coherentState(along direction: Vector3) -> [StateName: Complex] {
    let spinor = direction.spinor
    var amplitudes: [StateName: Complex] = [:]
    var binomial = 1.0
    for lowered in 0...twiceSpin {
      var amplitude = Complex(binomial.squareRoot())
      for factor in 0..<twiceSpin { amplitude = amplitude * spinor[factor < lowered ? 1 : 0] }
      amplitudes[.spin(twiceSpin - 2 * lowered)] = amplitude
      binomial *= Double(twiceSpin - lowered) / Double(lowered + 1)
    }
    return amplitudes
  }

  /// Where the localized spin of a site points at the start; down where there is none.
  func direction(ofSpinAt site: Int) -> Vector3 {
    guard let layer = layers.firstIndex(where: { $0 ~= site }) else { return Vector3(0, 0, -1) }
    guard let spinDirections else {
      return Vector3(0, 0, layers.count == 2 && layer == 0 ? 1 : -1)
    }
    return spinDirections[layer][site - layers[layer].lowerBound]
  }
}
