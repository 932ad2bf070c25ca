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
  /// A vector of each sector that is in use.
  private var spares: [SectorState?]

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
    spares = open.sectors.map { _ in nil }
    let draw = UniformStream(seed: seed, point: point, purpose: .initialState)
    let offset = draw.uniforms(trajectory: 0, step: 0).0
    let total = starts.reduce(0) { $0 + $1.weight }
    var (index, reached) = (0, starts.first?.weight ?? 0)
    for number in 0..<count where !starts.isEmpty {
      let position = (Double(number) + offset) / Double(count) * total
      while position > reached, index + 1 < starts.count {
        index += 1
        reached += starts[index].weight
      }
      let state = SectorState(open.sectors[starts[index].lowering])
      starts[index].fill(state, orbital: orbital)
      let norm = state.squaredNorm.squareRoot()
      state.scale(by: 1 / norm)
      trajectories.append(
        Trajectory(
          state: state, squaredNorm: 1, threshold: random(number, jump: 0).threshold, jumps: 0))
    }
  }

  /// Bytes that an ensemble takes.
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
    for number in trajectories.indices {
      var rest = time
      while rest > 0 { rest = try advance(number, by: rest, poll) }
    }
  }

  /// Propagates a trajectory to the end of a time or through its next jump.
  ///
  /// - Returns: the time that is left.
  private func advance(
    _ number: Int, by time: Double, _ poll: () throws(EvaluationError) -> Void
  ) throws(EvaluationError) -> Double {
    let lowering = trajectories[number].state.basis.lowering
    let evolution = self.evolution(lowering)
    let threshold = log(trajectories[number].threshold)
    // The jump lies between `passed`, where the state is, and `ahead`.
    var (passed, ahead) = (0.0, time)
    var height = log(trajectories[number].squaredNorm)
    var depth = -Double.infinity
    var target = time
    while true {
      let state = trajectories[number].state
      let next = takeSpare(lowering, evolution)
      try evolution.propagate(state, by: target - passed, into: next, poll: poll)
      let norm = next.squaredNorm
      let logarithm = log(norm)
      if logarithm > threshold + Self.thresholdTolerance {
        trajectories[number].state = next
        trajectories[number].squaredNorm = norm
        spares[lowering] = state
        if target >= time { return 0 }
        (passed, height) = (target, logarithm)
      } else if logarithm < threshold - Self.thresholdTolerance {
        spares[lowering] = next
        (ahead, depth) = (target, logarithm)
      } else {
        trajectories[number].state = next
        spares[lowering] = state
        jump(number)
        return time - target
      }
      // ln ⟨ψ|ψ⟩ is nearly linear; kept off the ends so that both close in.
      let share = min(0.999, max(0.001, (height - threshold) / (height - depth)))
      let guess = passed + share * (ahead - passed)
      guard guess > passed, guess < ahead else {
        jump(number)
        return time - passed
      }
      target = guess
    }
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

  private func takeSpare(_ lowering: Int, _ evolution: DampedEvolution) -> SectorState {
    defer { spares[lowering] = nil }
    return spares[lowering] ?? evolution.hamiltonian.makeState()
  }

  /// Sums over groups of trajectories, each trajectory with the same weight; together they are the
  /// state. Every group has its share of each start.
  ///
  /// - Parameter count: number of groups, at most one a trajectory.
  /// - Throws: `EntanglementError`.
  public func groups(_ count: Int) throws(EntanglementError) -> [ReducedState] {
    let number = max(1, min(count, trajectories.count))
    var groups = [ReducedState](repeating: ReducedState(open.chain), count: number)
    for (index, trajectory) in trajectories.enumerated() {
      let weight = 1 / (trajectory.squaredNorm * Double(trajectories.count))
      try groups[index % number].add(trajectory.state, weight: weight)
    }
    return groups
  }
}
