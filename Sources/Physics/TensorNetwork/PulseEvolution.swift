/// The time evolution of a chain by Trotter layers.
public final class PulseEvolution {
  /// What is evolved.
  public let chain: PulseChain
  /// The state at `time`, right-canonical up to truncation.
  public private(set) var state: MatrixProductState
  /// Time since the electrons were released, in ħ/γ.
  public private(set) var time = 0.0
  /// What truncation has cost so far.
  public private(set) var losses = TruncationLosses()

  private let hamiltonian: PulseHamiltonian
  private let scheme: TrotterScheme
  private let rule: TruncationRule
  private let updater = BondUpdater()
  private var gates: [Double: [TwoSiteGate]] = [:]

  /// - Parameters:
  ///   - chain: The chain; its electrons start in the lowest orbitals of the well.
  ///   - scheme: How time steps are split.
  ///   - rule: Which Schmidt states to keep.
  /// - Throws: `EigenvalueError` if a decomposition fails.
  public convenience init(
    _ chain: PulseChain, scheme: TrotterScheme, rule: TruncationRule
  ) throws(EigenvalueError) {
    let orbitals = try chain.initialOrbitals()
    try self.init(chain, from: chain.determinant(of: orbitals), scheme: scheme, rule: rule)
  }

  /// Starts from a state of the chain.
  public init(
    _ chain: PulseChain, from state: MatrixProductState, scheme: TrotterScheme,
    rule: TruncationRule
  ) throws(EigenvalueError) {
    self.chain = chain
    self.state = state
    self.scheme = scheme
    self.rule = rule
    hamiltonian = try PulseHamiltonian(chain)
  }

  /// Evolves for some time steps.
  ///
  /// - Parameters:
  ///   - steps: How many.
  ///   - length: Of one, in ħ/γ.
  ///   - poll: Called between bonds, every few milliseconds; when it throws, the state is left as it is
  ///     and has no time.
  /// - Throws: What `poll` throws, or an `EigenvalueError` as turned into one by `failure`.
  public func advance<Failure: Error>(
    steps: Int, of length: Double, failure: (EigenvalueError) -> Failure,
    poll: () throws(Failure) -> Void
  ) throws(Failure) {
    for layer in scheme.layers(steps: steps) {
      let gates = gates(of: layer.fraction * length)
      for site in stride(from: layer.isOdd ? 0 : 1, to: chain.sites - 1, by: 2) {
        let update: BondUpdate
        do throws(EigenvalueError) {
          update = try state.apply(
            gates[hamiltonian.kinds[site]], at: site, rule: rule, with: updater)
        } catch {
          throw failure(error)
        }
        losses.add(update, maximumBond: rule.maximumBond)
        try poll()
      }
    }
    time += Double(steps) * length
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

/// What truncation has cost in a time evolution.
public struct TruncationLosses: Sendable, Equatable {
  /// Sum over all gates of the part of the squared norm that was dropped; 1 minus it estimates the
  /// fidelity of the state.
  public private(set) var discardedWeight = 0.0
  /// The most that one gate has dropped.
  public private(set) var largestDiscardedWeight = 0.0
  /// How many gates left a bond at the largest dimension.
  public private(set) var gatesAtLimit = 0
  /// How many gates were applied.
  public private(set) var gates = 0

  mutating func add(_ update: BondUpdate, maximumBond: Int) {
    discardedWeight += update.discardedWeight
    largestDiscardedWeight = max(largestDiscardedWeight, update.discardedWeight)
    gates += 1
    if update.schmidtValues.count >= maximumBond { gatesAtLimit += 1 }
  }
}
