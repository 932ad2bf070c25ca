import Glibc

/// The universal Lindblad equation by quantum trajectories, in the waiting-time form (Dalibard, Castin
/// and Mølmer, Phys. Rev. Lett. 68, 580; Dum, Zoller and Ritsch, Phys. Rev. A 45, 4879).
///
/// Between jumps a state is propagated with H − iK, K = ½ Σ L† L, and loses norm. When its square has
/// fallen to a uniform random number, one of the jumps happens, with probability ∝ ‖Lψ‖². The density
/// matrix is the average of |ψ⟩⟨ψ|/⟨ψ|ψ⟩. Each state stays in one sector of S_z between jumps.
///
/// Starts are shared out systematically: those with weight w get w M trajectories, rounded up or down
/// such that the average is unbiased. The random numbers of a trajectory depend on seed, point and its
/// number only.
public final class TrajectoryEnsemble {
  private let open: OpenChain
  private let stream: UniformStream
  private var trajectories: [Trajectory] = []
  private var evolutions: [DampedEvolution?]

  private struct Trajectory {
    var state: SectorState
    /// ⟨ψ|ψ⟩ of the state.
    var squaredNorm: Double
    /// The next jump happens when ⟨ψ|ψ⟩ has fallen to this.
    var threshold: Double
    var jumps: UInt32
  }

  /// The jump is placed where ln ⟨ψ|ψ⟩ differs by less than this from that of the random number.
  private static let thresholdTolerance = 1e-10

  /// - Parameters:
  ///   - open: Chain and baths.
  ///   - orbital: The electron's orbital, an amplitude for each site.
  ///   - starts: The mixture to start from.
  ///   - count: M, the number of trajectories.
  ///   - seed: The seed of the job.
  ///   - point: The number of the grid point.
  public init(
    _ open: OpenChain, orbital: [Complex], starts: [ProductStart], count: Int, seed: UInt64,
    point: UInt64
  ) {
    self.open = open
    stream = UniformStream(seed: seed, point: point, purpose: .quantumJump)
    evolutions = open.sectors.map { _ in nil }
    let draw = UniformStream(seed: seed, point: point, purpose: .initialState)
    let offset = draw.uniforms(trajectory: 0, step: 0).0
    let total = starts.reduce(0) { $0 + $1.weight }
    var (index, reached) = (0, starts.first?.weight ?? 0)
    var states: [Int: SectorState] = [:]
    for number in 0..<count where !starts.isEmpty {
      let position = (Double(number) + offset) / Double(count) * total
      while position > reached, index + 1 < starts.count {
        index += 1
        reached += starts[index].weight
      }
      let state = states[index] ?? Self.state(of: starts[index], orbital, open)
      states[index] = state
      trajectories.append(
        Trajectory(
          state: state, squaredNorm: 1, threshold: random(number, jump: 0).threshold, jumps: 0))
    }
  }

  private static func state(
    of start: ProductStart, _ orbital: [Complex], _ open: OpenChain
  ) -> SectorState {
    let state = SectorState(open.sectors[start.lowering])
    start.fill(state, orbital: orbital)
    state.scale(by: 1 / state.squaredNorm.squareRoot())
    return state
  }

  /// Bytes that an ensemble takes at most.
  public static func memory(_ chain: SpinChain, trajectories: Int) -> Int {
    let rows = (0...chain.largestLowering).map { SectorBasis(chain, lowering: $0).rowCount }
    let largest = StateLayout(rows: rows.max() ?? 0, columns: chain.sites).bytes
    return trajectories * largest + 3 * rows.count * largest
  }

  /// The number of jumps of all trajectories so far.
  public var jumps: Int { trajectories.reduce(0) { $0 + Int($1.jumps) } }

  /// The random numbers of a trajectory before and at one of its jumps.
  private func random(_ trajectory: Int, jump: UInt32) -> (threshold: Double, choice: Double) {
    let numbers = stream.uniforms(trajectory: UInt32(trajectory), step: jump)
    return (numbers.0, numbers.1)
  }

  /// Propagates all trajectories.
  ///
  /// - Parameters:
  ///   - time: In fs.
  ///   - poll: Called between applications of the Hamiltonian.
  public func advance(
    by time: Double, poll: () throws(EvaluationError) -> Void
  ) throws(EvaluationError) {
    guard time > 0 else { return }
    // Trajectories of one start are one until their first jumps.
    var undisturbed: [ObjectIdentifier: (state: SectorState, squaredNorm: Double)] = [:]
    let before = trajectories.map(\.state)
    for number in trajectories.indices {
      let start = trajectories[number].state
      let key = ObjectIdentifier(start)
      let known = undisturbed[key]
      let (state, norm) = if let known { known } else { try propagated(start, by: time, poll) }
      undisturbed[key] = (state, norm)
      if norm > trajectories[number].threshold {
        trajectories[number].state = state
        trajectories[number].squaredNorm = norm
      } else {
        var rest = try jump(number, within: time, log(norm), poll)
        while rest > 0 { rest = try advance(number, by: rest, poll) }
      }
    }
    // The keys of the dictionary were the addresses of these.
    withExtendedLifetime(before) {}
  }

  /// The state after a time without a jump, and its norm squared.
  private func propagated(
    _ start: SectorState, by time: Double, _ poll: () throws(EvaluationError) -> Void
  ) throws(EvaluationError) -> (SectorState, Double) {
    let evolution = self.evolution(start.basis.lowering)
    let state = evolution.hamiltonian.makeState()
    try evolution.propagate(start, by: time, into: state, poll: poll)
    return (state, state.squaredNorm)
  }

  /// Propagates a trajectory to the end of a time or through its next jump.
  ///
  /// - Returns: the time that is left.
  private func advance(
    _ number: Int, by time: Double, _ poll: () throws(EvaluationError) -> Void
  ) throws(EvaluationError) -> Double {
    let (state, norm) = try propagated(trajectories[number].state, by: time, poll)
    guard norm <= trajectories[number].threshold else {
      trajectories[number].state = state
      trajectories[number].squaredNorm = norm
      return 0
    }
    return try jump(number, within: time, log(norm), poll)
  }

  /// Propagates a trajectory through its next jump.
  ///
  /// - Parameters:
  ///   - time: The jump happens within this time.
  ///   - end: ln ⟨ψ|ψ⟩ then, had there been no jump.
  /// - Returns: the time that is left.
  private func jump(
    _ number: Int, within time: Double, _ end: Double,
    _ poll: () throws(EvaluationError) -> Void
  ) throws(EvaluationError) -> Double {
    let threshold = log(trajectories[number].threshold)
    // The state is at `passed`, with `height` for its ln ⟨ψ|ψ⟩; at `ahead` that is `depth`.
    var (passed, ahead) = (0.0, time)
    var (height, depth) = (log(trajectories[number].squaredNorm), end)
    while height - threshold > Self.thresholdTolerance {
      // ln ⟨ψ|ψ⟩ is nearly linear; kept off the ends so that both close in.
      let share = min(0.999, max(0.001, (height - threshold) / (height - depth)))
      let target = passed + share * (ahead - passed)
      guard target > passed, target < ahead else { break }
      let (state, norm) = try propagated(trajectories[number].state, by: target - passed, poll)
      let logarithm = log(norm)
      if logarithm < threshold - Self.thresholdTolerance {
        (ahead, depth) = (target, logarithm)
      } else {
        trajectories[number].state = state
        (passed, height) = (target, logarithm)
      }
    }
    jump(number)
    return time - passed
  }

  /// Makes a trajectory jump.
  private func jump(_ number: Int) {
    let state = trajectories[number].state
    let lowering = state.basis.lowering
    let candidates = open.operators.jumps.compactMap { jump -> (SectorState, Double)? in
      let target = open.operators.target(of: jump, from: lowering)
      guard open.sectors.indices.contains(target) else { return nil }
      let basis = open.sectors[target]
      let after = SectorState(basis)
      after.add(
        open.operators.matrix(of: jump, from: state.basis, to: basis),
        actingOnSites: open.operators.actOnSites, state)
      return (after, after.squaredNorm)
    }
    let total = candidates.reduce(0) { $0 + $1.1 }
    var rest = random(number, jump: trajectories[number].jumps).choice * total
    let chosen = candidates.first { candidate in
      rest -= candidate.1
      return rest <= 0
    }
    guard let (after, norm) = chosen ?? candidates.last else { return }
    after.scale(by: 1 / norm.squareRoot())
    trajectories[number].state = after
    trajectories[number].squaredNorm = 1
    trajectories[number].jumps += 1
    trajectories[number].threshold =
      random(number, jump: trajectories[number].jumps).threshold
  }

  private func evolution(_ lowering: Int) -> DampedEvolution {
    if let known = evolutions[lowering] { return known }
    let new = DampedEvolution(
      SectorOperator(open.sectors[lowering]), open.operators, energies: open.energies)
    evolutions[lowering] = new
    return new
  }

  /// Sums over groups of trajectories, each trajectory with the same weight; together they are the
  /// state. Every group has its share of each start.
  ///
  /// - Parameter count: number of groups, at most one a trajectory.
  /// - Throws: `EntanglementError`.
  public func groups(_ count: Int) throws(EntanglementError) -> [ReducedState] {
    let number = max(1, min(count, trajectories.count))
    var groups = [ReducedState](repeating: ReducedState(open.chain), count: number)
    for index in groups.indices {
      let members = stride(from: index, to: trajectories.count, by: number)
      // Those that have not jumped yet are the same.
      let distinct = Dictionary(grouping: members) { ObjectIdentifier(trajectories[$0].state) }
      for indices in distinct.values.sorted(by: { $0[0] < $1[0] }) {
        let trajectory = trajectories[indices[0]]
        let weight =
          Double(indices.count) / (trajectory.squaredNorm * Double(trajectories.count))
        try groups[index].add(
          trajectory.state, open.rows[trajectory.state.basis.lowering], weight: weight)
      }
    }
    return groups
  }
}
