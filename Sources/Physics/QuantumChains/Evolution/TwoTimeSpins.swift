public import Numerics
public import Teams

/// What spins of a valve at one time have to do with spins at another time.
public struct TwoTimeSpins: Sendable {
  /// ⟨σ^z_i(t₁) σ^z_j(t₂)⟩ in the order (t₁, t₂, i, j).
  public private(set) var correlator: [Complex]
  /// S(k, ω, t) in the order (t, k, ω).
  public private(set) var structureFactor: [Double] = []
  /// 4 · 2√π σ ∫ dω/(2πħ) S(k, ω, t) in the order (t, k): the covariance form of the quantum Fisher
  /// information, seen by the pulse.
  public private(set) var integral: [Double] = []

  /// Of one mixture of pure states with sharp S_z. Collective.
  ///
  /// - Parameters:
  ///   - chain: The chain.
  ///   - starts: The pure states.
  ///   - flipCutoff: The cutoff of their bases.
  ///   - orbital: The electron's position at the start.
  ///   - times: Those of the correlator in fs, ascending from 0.
  ///   - probe: The probe pulses.
  ///   - toleranceRate: Largest error of a state that each fs adds.
  ///   - team: The ranks that share the tiles.
  ///   - poll: Called every few milliseconds.
  /// - Throws: `EvaluationError.failed` if the bounds of the spectrum are not found,
  ///   `.disconnected`, what `poll` throws.
  public init(
    _ chain: SpinChain, _ starts: [ValveStart], flipCutoff: Int?, orbital: [Complex],
    times: [Double], probe: SpinProbe, toleranceRate: Double, team: any RankTeam, poll: Poll
  ) throws(EvaluationError) {
    let spins = chain.spins
    var values = [Complex](
      repeating: .zero, count: times.count * times.count * spins * spins)
    let pair = LayerPair(chain)
    let grid = probe.grid
    var observed = grid.map { _ in ValveObservables(pair) }
    var signals: [ProbeSignal] = []
    for start in starts {
      let run = try StartRun(
        chain, start, flipCutoff: flipCutoff, orbital: orbital, toleranceRate: toleranceRate,
        team: team)
      try run.correlate(at: times, poll) { values[$0] += start.weight * $1 }
      signals += try run.probe(probe, poll) { time, state, evolution throws(EvaluationError) in
        try observed[time].add(
          state, start, flipCutoff: flipCutoff, in: evolution, withEnergy: false)
      }
    }
    correlator = values
    evaluate(signals, weights: starts.map(\.weight), observed, probe)
  }

  /// Takes the means off, and adds up.
  private mutating func evaluate(
    _ signals: [ProbeSignal], weights: [Double], _ observed: [ValveObservables], _ probe: SpinProbe
  ) {
    let waves = probe.waveNumbers
    let sites = observed.first?.pair.chain.layers.flatMap(\.sites) ?? []
    let grid = probe.grid
    let step = probe.end / Double(grid.count - 1)
    for (t, time) in probe.times.enumerated() {
      let envelope = probe.envelope(time)
      for (k, wave) in waves.enumerated() {
        let means = observed.map { observables -> Complex in
          zip(sites, observables.moments.localSpins).reduce(.zero) { sum, spin in
            sum + spin.1.z * SpinProbe.wave(wave, at: spin.0, of: sites.count)
          }
        }
        for (f, frequency) in probe.frequencies.enumerated() {
          var mean = Complex.zero
          for n in grid.indices {
            mean += envelope[n] * (probe.phase(frequency, grid[n]) * means[n])
          }
          var sum = 0.0
          for (index, weight) in weights.enumerated() {
            let signal = signals[index].value(t, k, f)
            sum +=
              weight
              * (signal.norm - 2 * (mean.conjugate * signal.overlap).real
                + mean.squaredMagnitude * signal.startNorm)
          }
          structureFactor.append(sum)
        }
        var sum = 0.0
        for n in grid.indices {
          sum +=
            envelope[n] * envelope[n] * observed[n].fisherInformation(waveNumber: wave) / step
        }
        integral.append(2 * Double.pi.squareRoot() * probe.width * sum)
      }
    }
  }
}

extension SpinProbe {
  /// What a spin counts in O = N^(−½) Σ_j e^{−ikx_j} σ^z_j.
  fileprivate static func wave(_ waveNumber: Double, at site: Int, of spins: Int) -> Complex {
    let (sine, cosine) = Elementary.sineCosine(waveNumber * Double(site))
    let size = 1 / Double(spins).squareRoot()
    return Complex(size * cosine, -size * sine)
  }
}

/// What the pulses see of one pure state, before means are taken off.
private struct ProbeSignal {
  struct Value {
    /// ‖V‖² with V = ∫ dτ g e^{−iωτ/ħ} O(τ)|Ψ⟩.
    let norm: Double
    /// ⟨Ψ|V⟩.
    let overlap: Complex
    let startNorm: Double
  }

  /// For each wave number, pulse and frequency.
  var values: [Value] = []
  let pulses: Int
  let frequencies: Int

  func value(_ pulse: Int, _ wave: Int, _ frequency: Int) -> Value {
    values[(wave * pulses + pulse) * frequencies + frequency]
  }
}

/// One pure state and what is propagated of it.
private struct StartRun {
  let chain: SpinChain
  let start: ValveStart
  let basis: SectorBasis
  let orbital: [Complex]
  let toleranceRate: Double
  let team: any RankTeam
  /// ⟨σ^z⟩ of each spin in each row.
  let moments: [[Double]]

  init(
    _ chain: SpinChain, _ start: ValveStart, flipCutoff: Int?, orbital: [Complex],
    toleranceRate: Double, team: any RankTeam
  ) throws(EvaluationError) {
    self.chain = chain
    self.start = start
    self.orbital = orbital
    self.toleranceRate = toleranceRate
    self.team = team
    let basis = start.basis(chain, flipCutoff: flipCutoff)
    self.basis = basis
    moments = [0, 1].flatMap { layer in
      (0..<chain.layers[layer].spins).map { spin in
        basis.blocks.flatMap { block in
          block.rows.map { row in
            let (first, second) = (row - block.firstRow).quotientAndRemainder(
              dividingBy: block.second.count)
            return Double(
              block.sector(ofLayer: layer).moment(ofSpin: spin, in: layer == 0 ? first : second))
          }
        }
      }
    }
  }

  private func evolution(_ count: Int) throws(EvaluationError) -> ChainEvolution {
    try evaluating("the bounds of the spectrum") {
      try ChainEvolution(chain, [SectorBasis](repeating: basis, count: count), team: team)
    }
  }

  private func factors(_ spin: Int) -> [Complex] { moments[spin].map { Complex($0) } }

  /// Gives the state at each of some times, the first of which is 0.
  private func follow(
    _ times: [Double], _ poll: Poll,
    _ body: (Int, SectorState, ChainEvolution) throws(EvaluationError) -> Void
  ) throws(EvaluationError) {
    let evolution = try evolution(1)
    start.set(evolution.states[0], orbital: orbital)
    try body(0, evolution.states[0], evolution)
    try evolution.run(
      through: times, toleranceRate: toleranceRate, poll: poll,
      observe: { index, states throws(EvaluationError) in try body(index, states[0], evolution) })
  }

  /// ⟨σ^z_i(t₁) σ^z_j(t₂)⟩: σ^z_j|ψ(t₂)⟩ is propagated to all t₁ ≥ t₂, and the other half is its
  /// conjugate.
  func correlate(
    at times: [Double], _ poll: Poll, _ add: (_ index: Int, Complex) -> Void
  ) throws(EvaluationError) {
    let spins = moments.count
    var states: [SectorState] = []
    try follow(times, poll) { _, state, evolution throws(EvaluationError) in
      let copy = SectorState(basis, tiles: state.layout.tiles)
      copy.copy(state)
      states.append(copy)
    }
    let evolution = try evolution(spins)
    for (second, state) in states.enumerated() {
      for spin in 0..<spins { evolution.states[spin].set(state, times: factors(spin)) }
      func observe(_ first: Int, _ vectors: [SectorState]) throws(EvaluationError) {
        for (j, vector) in vectors.enumerated() {
          let rows = try TileSums(team: team).products(
            states[first], vector, (0..<basis.rowCount).map { ($0, $0) })
          for i in 0..<spins {
            let value = rows.indices.reduce(Complex.zero) { $0 + moments[i][$1] * rows[$1] }
            let count = times.count
            add(((first * count + second) * spins + i) * spins + j, value)
            if first != second {
              add(((second * count + first) * spins + j) * spins + i, value.conjugate)
            }
          }
        }
      }
      try observe(second, evolution.states)
      let later = times[second...].map { $0 - times[second] }
      try evolution.run(
        through: later, toleranceRate: toleranceRate, poll: poll,
        observe: { index, vectors throws(EvaluationError) in
          try observe(second + index, vectors)
        })
    }
  }

  /// What the pulses see. O(τ)|Ψ⟩ = U†(τ) O |ψ(τ)⟩ is made by going back to 0, which for a real
  /// Hamiltonian is to go forth with the conjugate.
  ///
  /// - Parameter observe: Told the state at each time of the grid.
  func probe(
    _ probe: SpinProbe, _ poll: Poll,
    observe: (Int, SectorState, ChainEvolution) throws(EvaluationError) -> Void
  ) throws(EvaluationError) -> [ProbeSignal] {
    let grid = probe.grid
    let sites = chain.layers.flatMap(\.sites)
    let envelopes = probe.times.map(probe.envelope)
    let waves = probe.waveNumbers.map { wave in
      (0..<basis.rowCount).map { row in
        sites.indices.reduce(Complex.zero) {
          $0 + moments[$1][row] * SpinProbe.wave(wave, at: sites[$1], of: sites.count)
        }
      }
    }
    let back = try evolution(waves.count)
    var sums: [SectorState] = []
    var beginning: SectorState?
    try follow(grid, poll) { index, state, evolution throws(EvaluationError) in
      try observe(index, state, evolution)
      guard !probe.times.isEmpty else { return }
      if beginning == nil {
        let copy = SectorState(basis, tiles: state.layout.tiles)
        copy.set(
          state, times: [Complex](repeating: .one, count: basis.rowCount), conjugated: true)
        beginning = copy
        let count = waves.count * probe.times.count * probe.frequencies.count
        sums = (0..<count).map { _ in SectorState(basis, tiles: state.layout.tiles) }
      }
      for (wave, factors) in zip(back.states, waves) {
        wave.set(state, times: factors, conjugated: true)
      }
      if index > 0 {
        try back.run(
          through: [0, grid[index]], toleranceRate: toleranceRate, poll: poll,
          observe: { _, _ in })
      }
      var place = 0
      for wave in back.states {
        for envelope in envelopes {
          for frequency in probe.frequencies {
            // Of the conjugates: what is summed up is V*.
            let factor = envelope[index] * probe.phase(frequency, grid[index]).conjugate
            if abs(envelope[index]) > 1e-300 { sums[place].add(factor, wave) }
            place += 1
          }
        }
      }
    }
    var signal = ProbeSignal(pulses: probe.times.count, frequencies: probe.frequencies.count)
    if let beginning {
      let sum = TileSums(team: team)
      let startNorm = try sum.product(beginning, beginning).real
      for vector in sums {
        signal.values.append(
          ProbeSignal.Value(
            norm: try sum.product(vector, vector).real,
            overlap: try sum.product(beginning, vector).conjugate, startNorm: startNorm))
      }
    }
    return [signal]
  }
}
