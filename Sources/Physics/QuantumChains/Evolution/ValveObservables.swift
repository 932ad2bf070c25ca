import Numerics
public import Teams

/// What is known of a spin valve at one time, from the pure states of its mixture, one after
/// another.
///
/// Spins in units of ħ/2, energies in eV.
public struct ValveObservables: Sendable {
  /// The layers.
  public let pair: LayerPair
  /// ⟨σ_e⟩, ⟨2S_i⟩ and the norm.
  public private(set) var moments: ChainMoments
  /// The probability of finding the electron on each site.
  public private(set) var chargeDensity: [Double]
  /// The probability of each pair of the layers' states.
  public private(set) var probabilities: ConfigurationProbabilities
  /// The fidelity of the W state in which all spins of both layers share one flip.
  public private(set) var wStateFidelity = 0.0
  /// The weight in the outermost blocks that a cutoff keeps.
  public private(set) var truncatedWeight = 0.0
  /// ⟨H⟩.
  public private(set) var energy = 0.0
  /// The distribution of flipped spins where the layers do not start along z; it is in
  /// `probabilities` else.
  private var tiltedMagnons: [Double]?

  /// Zero.
  public init(_ pair: LayerPair) {
    self.pair = pair
    moments = ChainMoments(spins: pair.chain.spins)
    chargeDensity = [Double](repeating: 0, count: pair.chain.sites)
    probabilities = ConfigurationProbabilities(basis: pair.basis)
  }

  /// Adds a pure state. Collective.
  ///
  /// - Parameters:
  ///   - state: The state.
  ///   - start: What it was at the start, with its weight in the mixture.
  ///   - flipCutoff: The cutoff of its basis.
  ///   - evolution: What propagates it.
  ///   - withEnergy: Whether the energy is wanted.
  /// - Throws: `EvaluationError.disconnected`.
  public mutating func add(
    _ state: SectorState, _ start: ValveStart, flipCutoff: Int?, in evolution: ChainEvolution,
    withEnergy: Bool
  ) throws(EvaluationError) {
    let weight = start.weight
    let rows = try evolution.rowWeights(state)
    moments.add(
      try ChainMoments([state], weights: [rows], team: evolution.team), weight: weight)
    for (site, density) in try evolution.columnWeights(state).enumerated() {
      chargeDensity[site] += weight * density
    }
    pair.add(to: &probabilities, state.basis, rowWeights: rows, weight: weight)
    for electron in [1, -1] {
      let blocks = state.basis.blocks.filter { block in
        block.electron == electron
          && pair.flips(ofLayer: 0, block.first) + pair.flips(ofLayer: 1, block.second) == 1
      }
      guard !blocks.isEmpty else { continue }
      let shared = try evolution.coherentWeight(state, rows: blocks.map(\.rows))
      wStateFidelity += weight * shared / Double(pair.chain.spins)
    }
    if let flipCutoff {
      truncatedWeight +=
        weight
        * start.outermostWeight(state.basis, rowWeights: rows, flipCutoff: flipCutoff)
    }
    if withEnergy { energy += weight * (try evolution.energy(state)) }
  }

  /// Adds a pure state that is a superposition of sectors. Collective.
  ///
  /// - Parameters:
  ///   - states: The state in each of its sectors.
  ///   - weight: Its weight in the mixture.
  ///   - evolution: What propagates it.
  ///   - withEnergy: Whether the energy is wanted.
  /// - Throws: `EvaluationError.disconnected`.
  public mutating func add(
    _ states: [SectorState], weight: Double, in evolution: ChainEvolution, withEnergy: Bool
  ) throws(EvaluationError) {
    var rows: [[Double]] = []
    for state in states {
      let own = try evolution.rowWeights(state)
      rows.append(own)
      for (site, density) in try evolution.columnWeights(state).enumerated() {
        chargeDensity[site] += weight * density
      }
      pair.add(to: &probabilities, state.basis, rowWeights: own, weight: weight)
      if withEnergy { energy += weight * (try evolution.energy(state)) }
    }
    moments.add(try ChainMoments(states, weights: rows, team: evolution.team), weight: weight)
  }

  /// Counts flipped spins, and compares with the W state, in the frame in which each spin starts
  /// along z.
  ///
  /// - Parameters:
  ///   - layers: The layers' state, without conserved charges.
  ///   - directions: Of each spin of each layer at the start.
  public mutating func observe(_ layers: some BipartiteState, along directions: [[Vector3]]) {
    let frames = directions.enumerated().map { pair.frame(ofLayer: $0, along: $1) }
    let turned = layers.compressed(onto: frames[0], frames[1])
    // States are numbered as if those that are lowered in them were flipped.
    let upright = LayerPair(pair.chain, startsDown: [false, false])
    tiltedMagnons = turned.probabilities.distribution(
      a: upright.flips(ofLayer: 0), b: upright.flips(ofLayer: 1))
    wStateFidelity = Self.wStateFidelity(of: turned, upright)
  }

  private static func wStateFidelity(of layers: some BipartiteState, _ pair: LayerPair) -> Double {
    let flips = [0, 1].map { pair.flips(ofLayer: $0) }
    func states(_ layer: Int, _ flipped: Int) -> [Int] {
      flips[layer].indices.filter { flips[layer][$0] == flipped }
    }
    guard let groundA = states(0, 0).first, let groundB = states(1, 0).first else { return 0 }
    return layers.expectation(
      of: WState.vector(
        excitedA: states(0, 1), groundA: groundA, excitedB: states(1, 1), groundB: groundB))
  }

  /// The probabilities of 0, 1, …, `spins` flipped spins in both layers together.
  public func magnonProbabilities(spins: Int) -> [Double] {
    let distribution =
      tiltedMagnons
      ?? probabilities.distribution(a: pair.flips(ofLayer: 0), b: pair.flips(ofLayer: 1))
    return distribution
      + [Double](repeating: 0, count: max(0, spins + 1 - distribution.count))
  }

  /// (4/N) Σ_ij cos(k (x_i − x_j)) Cov(σ^z_i, σ^z_j): Eq. (29) of Suresh et al.
  ///
  /// - Parameter waveNumber: k, times the lattice constant.
  public func fisherInformation(waveNumber: Double) -> Double {
    FisherInformation.covarianceForm(
      spinWave(waveNumber), probabilities, spins: pair.chain.spins)
  }

  /// The parts of the wave of spins with a wave number.
  public func spinWave(_ waveNumber: Double) -> [DiagonalObservable] {
    DiagonalObservable.spinWave(
      waveNumber: waveNumber, a: pair.pattern(ofLayer: 0), b: pair.pattern(ofLayer: 1))
  }
}

extension ValveObservables {
  /// What is known of a state of which only this much is kept.
  public init(_ state: ReducedState) {
    self.init(state.pair)
    probabilities = state.layers.probabilities
    chargeDensity = state.chargeDensity
    energy = state.energy
    let patterns = [0, 1].map { pair.pattern(ofLayer: $0).values }
    let none = patterns.map { [Double](repeating: 0, count: $0.count) }
    let spins = [0, 1].flatMap { [probabilities, pair] layer in
      (0..<pair.chain.layers[layer].spins).map { spin in
        let single = patterns[layer].map { $0[spin] }
        return probabilities.mean(
          of: DiagonalObservable(
            a: layer == 0 ? single : none[0], b: layer == 1 ? single : none[1]))
      }
    }
    moments = ChainMoments(
      electronSpin: Vector3(0, 0, state.electronSpin),
      localSpins: spins.map { Vector3(0, 0, $0) }, norm: state.layers.trace)
    wStateFidelity = Self.wStateFidelity(of: state.layers, pair)
  }
}

extension ValveObservables {
  /// Appends everything that was added so far.
  public func save(to sink: any RestartSink) {
    sink.append(array: moments.numbers)
    sink.append(array: chargeDensity)
    sink.append(array: probabilities.values)
    sink.append(array: [wStateFidelity, truncatedWeight, energy])
  }

  /// What was saved; nil if it does not fit the layers.
  public init?(_ pair: LayerPair, _ source: any RestartSource) {
    self.init(pair)
    guard let numbers = source.readArray(of: Double.self),
      let moments = ChainMoments(numbers: numbers, spins: pair.chain.spins),
      let density = source.readArray(of: Double.self), density.count == chargeDensity.count,
      let kept = source.readArray(of: Double.self), kept.count == probabilities.values.count,
      let rest = source.readArray(of: Double.self), rest.count == 3
    else { return nil }
    self.moments = moments
    chargeDensity = density
    probabilities.values = kept
    (wStateFidelity, truncatedWeight, energy) = (rest[0], rest[1], rest[2])
  }
}
