import Numerics
public import Teams

/// The time evolution of a chain by Trotter layers (Vidal, Phys. Rev. Lett. 93, 040502 (2004)),
/// alone or on the ranks of a team.
///
/// The gates of a layer are independent. On a team, each rank applies those of consecutive bonds,
/// as many as make even shares of the time that they took last, and holds the tensors of these
/// sites; only those near the border of two shares travel. Results have the same bits for every
/// size of the team.
public final class PulseEvolution {
  /// What is evolved.
  public let chain: Chain
  /// The state at `time`, right-canonical up to truncation; on a team, only the sites that this
  /// rank holds are up to date.
  public private(set) var state: MatrixProductState
  /// Time since the start, in ħ over the unit of energy.
  public private(set) var time = 0.0
  /// What truncation has cost so far.
  public private(set) var losses = TruncationLosses()

  private var position = Position()
  let share: TeamShare
  private let scheme: TrotterScheme
  private let rule: TruncationRule
  private let hamiltonian: ChainHamiltonian
  private let updater = BondUpdater()
  private var gates: [Double: [TwoSiteGate]] = [:]

  /// Starts from a state of a chain.
  ///
  /// - Parameters:
  ///   - chain: Sites and Hamiltonian.
  ///   - state: A state of the chain's sites, right-canonical.
  ///   - scheme: How time steps are split.
  ///   - rule: Which Schmidt states to keep.
  ///   - team: The ranks that evolve it.
  /// - Throws: `EvaluationError.failed` if a site lacks an operator that a term names, if a term
  ///   changes what is to be conserved, or if LAPACK finds no eigenvectors.
  public init(
    _ chain: Chain, from state: MatrixProductState, scheme: TrotterScheme, rule: TruncationRule,
    team: any RankTeam = LoneRank()
  ) throws(EvaluationError) {
    self.chain = chain
    self.state = state
    self.scheme = scheme
    self.rule = rule
    share = TeamShare(team, state)
    hamiltonian = try ChainHamiltonian(chain)
  }

  /// Releases the electrons of a pulse.
  ///
  /// - Throws: `EvaluationError.failed` if a decomposition fails.
  public convenience init(
    _ pulse: PulseChain, scheme: TrotterScheme, rule: TruncationRule,
    team: any RankTeam = LoneRank()
  ) throws(EvaluationError) {
    let prepared = try PulsePreparation(pulse, rule: rule).run()
    try self.init(
      pulse.chain, from: prepared.state, scheme: scheme, rule: rule, team: team)
  }

  /// An evolution that is to take up a saved state; until then its state means nothing.
  ///
  /// - Throws: `EvaluationError.failed` if LAPACK finds no eigenvectors.
  public convenience init(
    toResume pulse: PulseChain, scheme: TrotterScheme, rule: TruncationRule,
    team: any RankTeam = LoneRank()
  ) throws(EvaluationError) {
    let chain = pulse.chain
    try self.init(
      chain, from: MatrixProductState(blankOn: chain.sites.map(\.space)), scheme: scheme,
      rule: rule, team: team)
  }

  /// Evolves for some time steps. If an earlier call with the same arguments was stopped by `poll`,
  /// or a state from within one was restored, goes on from there.
  ///
  /// - Parameters:
  ///   - steps: How many.
  ///   - length: Of one, in ħ over the unit of energy.
  ///   - poll: Called between bonds (on a team: layers), where the state can be saved.
  /// - Throws: What `poll` and the team throw; `EvaluationError.failed` if a decomposition fails.
  public func advance(
    steps: Int, of length: Double, poll: Poll = {}
  ) throws(EvaluationError) {
    let clock = ContinuousClock()
    for (number, layer) in scheme.layers(steps: steps).enumerated().dropFirst(position.layer) {
      let gates = gates(of: layer.fraction * length)
      let first = layer.isOdd ? 0 : 1
      let bonds = stride(from: first, to: chain.sites.count - 1, by: 2)
      if share.isLone {
        for site in bonds where number > position.layer || site >= position.site {
          let update = try apply(gates, at: site)
          losses.add(
            discardedWeight: update.discardedWeight, norm: update.norm,
            isAtLimit: update.schmidtValues.count >= rule.maximumBond)
          position = Position(layer: number, site: site + 2)
          try poll()
        }
      } else {
        try share.take(bondsFrom: first, of: &state)
        try share.agreeing { () throws(EvaluationError) in
          for site in share.bonds(from: first) {
            let start = clock.now
            let update = try apply(gates, at: site)
            share.report(update, at: site, taking: (clock.now - start) / .seconds(1))
          }
        }
        try share.exchangeReports(of: state)
        for site in bonds {
          let report = share.holdings.reports[site + 1]
          losses.add(
            discardedWeight: report.discardedWeight, norm: report.norm,
            isAtLimit: report.bondDimension >= rule.maximumBond)
        }
        position = Position(layer: number + 1, site: 0)
        try poll()
      }
    }
    position = Position()
    time += Double(steps) * length
  }

  private func apply(
    _ gates: [TwoSiteGate], at site: Int
  ) throws(EvaluationError) -> BondUpdate {
    try EvaluationError.decomposing { () throws(LinearAlgebraError) in
      try state.update(gates[hamiltonian.kinds[site]], at: site, rule: rule, with: updater)
    }
  }

  private func gates(of duration: Double) -> [TwoSiteGate] {
    if let known = gates[duration] { return known }
    let made = hamiltonian.operators.map { $0.evolution(time: duration) }
    gates[duration] = made
    return made
  }

  /// ⟨H⟩ of a state of this chain.
  func energy(of state: MatrixProductState) -> Double {
    let terms = hamiltonian.operators.map(\.asGate)
    return state.sumOfBonds(with: updater) { terms[hamiltonian.kinds[$0]] }
  }
}

extension PulseEvolution {
  /// Where a state stands among the gates of `advance`.
  struct Position {
    /// Number of the layer.
    var layer = 0
    /// The next bond of the layer, by its left site from 0.
    var site = 0
  }

  /// Everything that evolving changes.
  struct Checkpoint {
    fileprivate let state: MatrixProductState
    fileprivate let holdings: TeamShare.Holdings
    fileprivate let time: Double
    fileprivate let losses: TruncationLosses
    fileprivate let position: Position
  }

  /// Saves all that an evolution needs to go on; on a team, this rank's part.
  func save(to sink: any RestartSink) {
    sink.append(position.layer)
    sink.append(position.site)
    sink.append(time)
    sink.append(array: losses.numbers)
    share.save(state, to: sink)
  }

  /// What `save` wrote; nil if it does not fit this chain and team.
  func readCheckpoint(from source: any RestartSource) -> Checkpoint? {
    guard let layer = source.read(Int.self), let site = source.read(Int.self),
      let time = source.read(Double.self),
      let losses = source.readArray(of: Double.self).flatMap(TruncationLosses.init),
      let (state, holdings) = share.read(state, from: source)
    else { return nil }
    return Checkpoint(
      state: state, holdings: holdings, time: time, losses: losses,
      position: Position(layer: layer, site: site))
  }

  /// Goes on from there.
  func resume(from checkpoint: Checkpoint) {
    (state, share.holdings) = (checkpoint.state, checkpoint.holdings)
    (time, losses, position) = (checkpoint.time, checkpoint.losses, checkpoint.position)
  }
}

extension EvaluationError {
  /// Does something with tensors; what LAPACK reports becomes the cause of a failure.
  static func decomposing<Value>(
    _ body: () throws(LinearAlgebraError) -> Value
  ) throws(EvaluationError) -> Value {
    do throws(LinearAlgebraError) {
      return try body()
    } catch {
      throw .failed(EvaluationFailure(error, in: "a tensor cannot be decomposed"))
    }
  }
}
