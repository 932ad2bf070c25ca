public import Numerics
public import Teams

/// The universal Lindblad equation by quantum trajectories, in the waiting-time form (Dalibard,
/// Castin and Mølmer, Phys. Rev. Lett. 68, 580; Dum, Zoller and Ritsch, Phys. Rev. A 45, 4879).
///
/// Between jumps a state is propagated with H − iK, K = ½ Σ L† L, and loses norm. When its square
/// has fallen to a uniform random number, one of the jumps happens, with probability ∝ ‖Lψ‖². The
/// density matrix is the average of |ψ⟩⟨ψ|/⟨ψ|ψ⟩. Each state stays in one sector of S_z between
/// jumps.
///
/// Starts are shared out systematically: those with weight w get w M trajectories, rounded up or
/// down such that the average is unbiased. The random numbers of a trajectory depend on seed, point
/// and its number only.
public final class TrajectoryEnsemble: OpenEvolution {
  let open: OpenChain
  private let stream: UniformStream
  let team: any RankTeam
  /// M.
  private let count: Int
  /// The groups that the average is made of; this rank has some of them.
  private let groupCount: Int
  var trajectories: [Trajectory] = []
  private var evolutions: [DampedEvolution?]

  struct Trajectory {
    let number: Int
    var state: SectorState
    /// ⟨ψ|ψ⟩ of the state.
    var squaredNorm: Double
    /// The next jump happens when ⟨ψ|ψ⟩ has fallen to this.
    var threshold: Double
    var jumps: UInt32
  }

  /// The jump is placed where ln ⟨ψ|ψ⟩ differs by less than this from that of the random number.
  static let thresholdTolerance = 1e-10

  /// - Parameters:
  ///   - open: Chain and baths.
  ///   - orbital: The electron's orbital, an amplitude for each site.
  ///   - starts: The mixture to start from.
  ///   - count: M, the number of trajectories.
  ///   - groups: Groups of trajectories for standard errors; at most one a trajectory.
  ///   - seed: The seed of the job.
  ///   - point: What tells points of one seed apart; 48 bits count.
  ///   - team: The ranks that share the groups.
  public init(
    _ open: OpenChain, orbital: [Complex], starts: [ValveStart], count: Int, groups: Int = 20,
    seed: UInt64, point: UInt64, team: any RankTeam = LoneRank()
  ) {
    self.open = open
    self.team = team
    self.count = count
    groupCount = max(1, min(groups, count))
    let own = team.share(of: groupCount)
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
      guard own.contains(number % groupCount) else { continue }
      let state = states[index] ?? Self.state(of: starts[index], orbital, open)
      states[index] = state
      trajectories.append(
        Trajectory(
          number: number, state: state, squaredNorm: 1,
          threshold: random(number, jump: 0).threshold, jumps: 0))
    }
  }

  private static func state(
    of start: ValveStart, _ orbital: [Complex], _ open: OpenChain
  ) -> SectorState {
    let state = SectorState(open.sectors[start.lowering])
    start.set(state, orbital: orbital)
    state.scale(by: 1 / state.squaredNorm.squareRoot())
    return state
  }

  /// Bytes that an ensemble takes at most.
  ///
  /// - Parameters:
  ///   - chain: Electron and layers.
  ///   - trajectories: M.
  ///   - ranks: Ranks that share them.
  public static func memory(_ chain: SpinChain, trajectories: Int, ranks: Int = 1) -> Int {
    let layers = BlockDensityMatrix.bytes(LayerPair(chain).basis)
    let vectors = (trajectories + ranks - 1) / ranks + 4 * chain.largestLowering
    return vectors * largestStateBytes(chain) + 50 * layers
  }

  /// Bytes of a state vector of the largest sector.
  static func largestStateBytes(_ chain: SpinChain) -> Int {
    let rows = (0...chain.largestLowering).map { SectorBasis(chain, lowering: $0).rowCount }
    return StateLayout(rows: rows.max() ?? 0, columns: chain.sites).bytes
  }

  /// The number of jumps of this rank's trajectories so far.
  public var jumps: Int { trajectories.reduce(0) { $0 + Int($1.jumps) } }

  /// The random numbers of a trajectory before and at one of its jumps.
  func random(_ number: Int, jump: UInt32) -> (threshold: Double, choice: Double) {
    let numbers = stream.uniforms(trajectory: UInt32(truncatingIfNeeded: number), step: jump)
    return (numbers.0, numbers.1)
  }

  /// Propagates all trajectories. Collective.
  ///
  /// - Parameters:
  ///   - time: In fs.
  ///   - poll: Called between applications of the Hamiltonian; on several ranks, which have
  ///     different jumps to make, only at the end.
  /// - Throws: What `poll` throws.
  public func advance(by time: Double, poll: Poll) throws(EvaluationError) {
    guard time > 0 else { return }
    if team.count == 1 {
      try advanceOwn(by: time, poll)
    } else {
      try advanceOwn(by: time) {}
      try poll()
    }
  }

  func evolution(_ lowering: Int) -> DampedEvolution {
    if let known = evolutions[lowering] { return known }
    let new = DampedEvolution(
      SectorOperator(open.sectors[lowering]), open.operators, energies: open.energies)
    evolutions[lowering] = new
    return new
  }

  /// Sums over groups of trajectories, each trajectory with the same weight; together they are the
  /// state. Every group has its share of each start. Collective: all ranks get all groups.
  ///
  /// - Throws: `EvaluationError`.
  public func groups() throws(EvaluationError) -> [ReducedState] {
    var own: [ReducedState] = []
    var energies: [ObjectIdentifier: Double] = [:]
    for group in team.share(of: groupCount) {
      let members = trajectories.indices.filter { trajectories[$0].number % groupCount == group }
      // Those that have not jumped yet are the same.
      let distinct = Dictionary(grouping: members) { ObjectIdentifier(trajectories[$0].state) }
      var sum = ReducedState(open.pair)
      for (key, indices) in distinct.sorted(by: { $0.value[0] < $1.value[0] }) {
        let trajectory = trajectories[indices[0]]
        let energy = energies[key] ?? self.energy(of: trajectory.state)
        energies[key] = energy
        let weight = Double(indices.count) / (trajectory.squaredNorm * Double(count))
        try evaluating {
          try sum.add(
            trajectory.state, open.rows[trajectory.state.basis.lowering], energy: energy,
            weight: weight)
        }
      }
      own.append(sum)
    }
    guard team.count > 1 else { return own }
    let numbers = try team.allGather(own.flatMap(\.numbers)).flatMap { $0 }
    let length = ReducedState(open.pair).numbers.count
    return (0..<groupCount).map {
      ReducedState(open.pair, numbers: Array(numbers[$0 * length..<($0 + 1) * length]))
    }
  }

  /// ⟨ψ|H|ψ⟩ in eV.
  private func energy(of state: SectorState) -> Double {
    let hamiltonian = evolution(state.basis.lowering).hamiltonian
    let image = hamiltonian.makeState()
    hamiltonian.apply(to: state, into: image)
    return state.realProduct(image)
  }
}
