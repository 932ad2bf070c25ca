import Numerics
public import Teams

/// The time evolution of a chain by Trotter layers, alone or on the ranks of a team.
///
/// The gates of a layer are independent. On a team, each rank applies those of consecutive bonds, as
/// many as make even shares of the time that they took last, and holds the tensors of these sites; only
/// those near the border of two shares travel. Results have the same bits for every size of the team.
public final class PulseEvolution {
  /// What is evolved.
  public let chain: PulseChain
  /// The state at `time`, right-canonical up to truncation; on a team, only the sites that this rank
  /// holds are up to date.
  public internal(set) var state: MatrixProductState
  /// Time since the electrons were released, in ħ/γ.
  public internal(set) var time = 0.0
  /// What truncation has cost so far.
  public internal(set) var losses = TruncationLosses()

  let scheme: TrotterScheme
  let rule: TruncationRule
  let share: TeamShare
  private let hamiltonian: PulseHamiltonian
  private let updater = BondUpdater()
  private var gates: [Double: [TwoSiteGate]] = [:]

  /// - Parameters:
  ///   - chain: The chain; its electrons start in the lowest orbitals of the well.
  ///   - scheme: How time steps are split.
  ///   - rule: Which Schmidt states to keep.
  ///   - team: The ranks that evolve it.
  /// - Throws: `EvaluationError.failed` if a decomposition fails.
  public convenience init(
    _ chain: PulseChain, scheme: TrotterScheme, rule: TruncationRule,
    team: any RankTeam = LoneRank()
  ) throws(EvaluationError) {
    let state = try Self.orFailed { () throws(EigenvalueError) in
      try chain.determinant(of: chain.initialOrbitals())
    }
    try self.init(chain, from: state, scheme: scheme, rule: rule, team: team)
  }

  /// Starts from a state of the chain.
  public init(
    _ chain: PulseChain, from state: MatrixProductState, scheme: TrotterScheme,
    rule: TruncationRule, team: any RankTeam = LoneRank()
  ) throws(EvaluationError) {
    self.chain = chain
    self.state = state
    self.scheme = scheme
    self.rule = rule
    share = TeamShare(team, state)
    hamiltonian = try Self.orFailed { () throws(EigenvalueError) in try PulseHamiltonian(chain) }
  }

  /// Evolves for some time steps.
  ///
  /// - Parameters:
  ///   - steps: How many.
  ///   - length: Of one, in ħ/γ.
  ///   - position: Where to start among the layers' bonds, if an earlier run saved its state there.
  ///   - poll: Called between bonds (on a team: layers) with the place where the state is now, so that
  ///     it can be saved.
  /// - Throws: What `poll` and the team throw; `EvaluationError.failed` if a decomposition fails.
  public func advance(
    steps: Int, of length: Double, from position: Position = Position(),
    poll: (Position) throws(EvaluationError) -> Void = { _ in }
  ) throws(EvaluationError) {
    let layers = scheme.layers(steps: steps)
    let clock = ContinuousClock()
    for (number, layer) in layers.enumerated().dropFirst(position.layer) {
      let gates = gates(of: layer.fraction * length)
      let first = layer.isOdd ? 0 : 1
      if share.isLone {
        let start = number == position.layer ? max(first, position.site) : first
        for site in stride(from: start, to: chain.sites - 1, by: 2) {
          losses.add(try apply(gates, at: site), maximumBond: rule.maximumBond)
          try poll(Position(layer: number, site: site + 2))
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
        for site in stride(from: first, to: chain.sites - 1, by: 2) {
          losses.add(
            discardedWeight: share.discardedWeight(at: site), norm: share.norm(at: site),
            isAtLimit: share.bondDimension(after: site) >= rule.maximumBond)
        }
        try poll(Position(layer: number + 1, site: 0))
      }
    }
    time += Double(steps) * length
  }

  /// Where a state stands among the gates of `advance`.
  public struct Position: Sendable, Equatable {
    /// Number of the layer.
    public var layer = 0
    /// The next bond of the layer, by its left site from 0.
    public var site = 0

    /// The start, or the given place.
    public init(layer: Int = 0, site: Int = 0) {
      self.layer = layer
      self.site = site
    }
  }

  private func apply(
    _ gates: [TwoSiteGate], at site: Int
  ) throws(EvaluationError) -> BondUpdate {
    try Self.orFailed { () throws(EigenvalueError) in
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

  /// Turns what LAPACK reports into a sentence about the point.
  static func orFailed<Value>(
    _ body: () throws(EigenvalueError) -> Value
  ) throws(EvaluationError) -> Value {
    do throws(EigenvalueError) {
      return try body()
    } catch {
      throw .failed(EvaluationFailure(error, in: "a tensor cannot be decomposed"))
    }
  }
}
