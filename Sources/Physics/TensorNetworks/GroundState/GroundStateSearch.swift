import Numerics
import Teams

/// The lowest level of a chain with a given number of electrons. Energies are in the unit of the
/// chain's Hamiltonian.
struct GroundState: Sendable {
  /// The state, in canonical form.
  let state: MatrixProductState
  /// ⟨H⟩.
  let energy: Double
  /// Distance of the next level.
  let gap: Double
  /// ⟨H²⟩ − ⟨H⟩².
  let variance: Double
}

/// Finds the ground state of a chain and the distance of the next level.
///
/// Where the spin along z is conserved, the lowest level of each of its values is looked for; then
/// the lowest of all, and the next level of the same spin by making the ground state unfavorable.
/// Every search has two starts, and those for the ground state must agree. Energies are upper
/// bounds: what lies below the ground state shows that it is none. Searches that are over are
/// remembered: an interrupted one goes through them again and takes up the one that was under way
/// after its last sweep.
final class GroundStateSearch {
  /// What an earlier or this run has found.
  private struct Finding {
    let energy: Double
    /// Nil where only the energy is asked for: states are large.
    let state: MatrixProductState?
  }

  private let chain: Chain
  private let electrons: Int
  private let isMirrored: Bool
  private let rule: TruncationRule
  private let hamiltonian: ChannelHamiltonian
  private var findings: [Finding] = []
  /// What was saved of the search under way.
  private var pending: (any RestartSource)?

  /// Gaps below this are none: the ground state is not defined. In units of the energy.
  static let smallestGap = 1e-6
  /// Of scans over the values of the spin; energies are exact to its square over the gap.
  private static let scanTolerance = 1e-4
  private static let tolerance = 1e-10

  /// - Parameters:
  ///   - chain: Of at least two sites.
  ///   - electrons: How many.
  ///   - isMirrored: Whether nothing tells up from down, so that both signs of the spin along z
  ///     have the same levels.
  ///   - rule: Which Schmidt states to keep.
  /// - Throws: `EvaluationError.failed` if a term is not possible on its sites.
  init(
    _ chain: Chain, electrons: Int, isMirrored: Bool, rule: TruncationRule
  ) throws(EvaluationError) {
    (self.chain, self.electrons, self.isMirrored) = (chain, electrons, isMirrored)
    self.rule = rule
    hamiltonian = try ChannelHamiltonian(chain)
  }

  /// - Parameters:
  ///   - name: What the chain is called in messages.
  ///   - poll: Called after each change of two sites; it gets a closure that saves what has been
  ///     found so far.
  /// - Throws: What `poll` throws; `EvaluationError.failed` if there is no unique ground state, or
  ///   if sweeps do not find one.
  func run(
    named name: String,
    poll: (@escaping (any RestartSink) -> Void) throws(EvaluationError) -> Void
  ) throws(EvaluationError) -> GroundState {
    var next = 0
    func search(
      spin: Int, variant: Int, tolerance: Double = GroundStateSearch.tolerance,
      avoiding penalties: [MatrixProductState] = [], keepsState: Bool = false
    ) throws(EvaluationError) -> Finding {
      defer { next += 1 }
      if next < findings.count { return findings[next] }
      let found = try find(spin, variant, tolerance, penalties, poll: poll)
      let finding = Finding(energy: found.energy, state: keepsState ? found.state : nil)
      findings.append(finding)
      return finding
    }
    let spins = spins
    var scan: [(spin: Int, energy: Double)] = []
    for spin in spins {
      guard spins.count > 1 else {
        scan.append((spin, 0))
        continue
      }
      let found = [
        try search(spin: spin, variant: 0, tolerance: Self.scanTolerance).energy,
        try search(spin: spin, variant: 1, tolerance: Self.scanTolerance).energy,
      ]
      scan.append((spin, min(found[0], found[1])))
    }
    scan.sort { $0.energy < $1.energy }
    let lowest = scan[0].spin
    let starts = [
      try search(spin: lowest, variant: 0, keepsState: true),
      try search(spin: lowest, variant: 1, keepsState: true),
    ]
    let ground = starts[starts[0].energy <= starts[1].energy ? 0 : 1]
    guard let found = ground.state else {
      throw .failed("the saved state of a search is damaged")
    }
    let state = try EvaluationError.decomposing { () throws(LinearAlgebraError) in
      try found.canonical()
    }
    var gap = Double.infinity
    if isMirrored && lowest != 0 { gap = 0 }
    if hasOtherStates(lowest) {
      for variant in [0, 1] {
        let excited = try search(spin: lowest, variant: variant, avoiding: [state])
        gap = min(gap, excited.energy - ground.energy)
      }
    }
    // What a scan has found is an upper bound, and mostly a close one.
    for other in scan.dropFirst() where other.energy - ground.energy < 2 * gap {
      for variant in [0, 1] {
        gap = min(gap, try search(spin: other.spin, variant: variant).energy - ground.energy)
      }
    }
    // Where the ground state is made unfavorable by less than that, a level above is not seen.
    guard gap < 0.9 * TwoSiteSearch.penalty else {
      throw .failed(
        """
        the next level of \(name) is more than \(0.9 * TwoSiteSearch.penalty) times the hopping \
        above the ground state, where it is not found
        """)
    }
    guard gap > -Self.smallestGap else {
      throw .failed(
        """
        the search for the ground state of \(name) has not found the lowest state: another one is \
        \(-gap) times the hopping below it; it needs a smaller 'truncation' or a larger 'max_bond'
        """)
    }
    guard gap >= Self.smallestGap else {
      throw .failed(
        """
        the ground state of \(name) is not unique: the next level is less than 1e-6 of the \
        hopping above it, so that there is no state to start from
        """)
    }
    let difference = abs(starts[0].energy - starts[1].energy)
    guard difference < 0.1 * gap else {
      throw .failed(
        """
        two searches for the ground state of \(name) end \(difference) times the hopping apart: \
        it needs a smaller 'truncation' or a larger 'max_bond'
        """)
    }
    let variance = state.variance(of: hamiltonian)
    guard variance < 0.01 * gap * gap else {
      throw .failed(
        """
        what was found for the ground state of \(name) is no eigenstate: its energy spreads by \
        \(variance.squareRoot()) times the hopping, and the next level is \(gap) above; it needs a \
        smaller 'truncation' or a larger 'max_bond'
        """)
    }
    return GroundState(state: state, energy: ground.energy, gap: gap, variance: variance)
  }

  private func find(
    _ spin: Int, _ variant: Int, _ tolerance: Double, _ penalties: [MatrixProductState],
    poll: (@escaping (any RestartSink) -> Void) throws(EvaluationError) -> Void
  ) throws(EvaluationError) -> (energy: Double, state: MatrixProductState) {
    let trial = TrialState(electrons: electrons, twiceSpin: spin, variant: variant)
    guard let start = try trial.state(of: chain.sites) else {
      throw .failed("there is no state with \(electrons) electrons and this spin")
    }
    var search = TwoSiteSearch(
      hamiltonian, from: start, avoiding: penalties,
      limits: TwoSiteSearch.Limits(tolerance: tolerance, rule: rule))
    if let pending {
      self.pending = nil
      guard search.restore(from: pending) else {
        throw .failed("the saved state of a search is damaged")
      }
    }
    while !search.isDone {
      let saved = search
      try search.sweep { () throws(EvaluationError) in
        try poll { self.save(to: $0, current: saved) }
      }
    }
    guard search.hasConverged else {
      throw .failed(
        "\(search.sweeps) sweeps have not found an eigenstate (it is off by \(search.residual))")
    }
    return (search.energy, search.state)
  }

  /// Values of twice the spin along z that the chain has; 0 where it is not conserved.
  private var spins: [Int] {
    guard chain.sites[0].symmetry == .electronsAndSpin else { return [anySpin] }
    return stride(from: isMirrored ? mostSpin % 2 : -mostSpin, through: mostSpin, by: 2).map(\.self)
  }

  /// Twice the largest spin of all localized spins and electrons.
  private var mostSpin: Int {
    let (orbitals, localized) = capacity
    return localized + min(electrons, 2 * orbitals - electrons)
  }

  private var anySpin: Int { mostSpin % 2 }

  private var capacity: (orbitals: Int, twiceSpin: Int) {
    chain.sites.reduce((0, 0)) { sum, site in
      let spin = site.partIndex(with: .localSpin(.z)).map { site.parts[$0].states.count - 1 }
      return (sum.0 + (site.partIndex(with: .number) == nil ? 0 : 1), sum.1 + (spin ?? 0))
    }
  }

  /// Whether more than one state of the chain has the charge.
  private func hasOtherStates(_ spin: Int) -> Bool {
    guard chain.sites[0].symmetry == .electronsAndSpin, abs(spin) == mostSpin else { return true }
    let orbitals = capacity.orbitals
    return electrons > 0 && electrons != orbitals && electrons < 2 * orbitals
  }
}

extension GroundStateSearch {
  private func save(to sink: any RestartSink, current: TwoSiteSearch) {
    sink.append(findings.count)
    for finding in findings {
      sink.append(finding.energy)
      sink.append(finding.state == nil ? 0 : 1)
      finding.state?.save(to: sink)
    }
    current.save(to: sink)
  }

  /// Goes on from what was saved; whether it fits.
  func restore(from source: any RestartSource) throws(EvaluationError) -> Bool {
    guard let count = source.read(Int.self), (0...1 << 20).contains(count) else { return false }
    var findings: [Finding] = []
    for _ in 0..<count {
      guard let energy = source.read(Double.self), let states = source.read(Int.self) else {
        return false
      }
      var state: MatrixProductState?
      if states == 1 {
        var saved = MatrixProductState(blankOn: chain.sites.map(\.space))
        guard saved.restore(from: source) else { return false }
        state = saved
      }
      findings.append(Finding(energy: energy, state: state))
    }
    self.findings = findings
    pending = source
    return true
  }
}
