public import Numerics
public import Teams

/// State vectors of one or several sectors that are propagated in step: the sectors of a
/// superposition, or the pure states of a mixture.
///
/// All are stretched by the same bounds of the spectrum, so that their relative phases are those of
/// exp(−iHt/ħ).
public final class ChainEvolution {
  let operators: [SectorOperator]
  /// The states at the time that was reached last.
  public private(set) var states: [SectorState]
  /// The ranks that share the tiles.
  public let team: any RankTeam
  /// Energies in eV between which the spectrum lies.
  private let bounds: ClosedRange<Double>
  /// Largest number of saved times that are reached by one recurrence; each takes a vector more for
  /// each state.
  private let largestGroup: Int
  /// Tiles of the rank that has most.
  private let mostTiles: Int
  /// Vectors that are not in use.
  private var free: [SectorState] = []

  /// The longest step, as z = a t/ħ; 1.2 z + 10 applications of the Hamiltonian are made then.
  private static let longestStep = 200.0
  /// Up to this size of all vectors in bytes saved times may share recurrences.
  private static let smallBytes = 64 << 20

  /// All states are zero at the start.
  ///
  /// - Parameters:
  ///   - chain: The electron and the layers.
  ///   - bases: The sectors of the states.
  ///   - team: The ranks that share the tiles; at most as many as there are tiles.
  /// - Throws: `LinearAlgebraError`.
  public init(
    _ chain: SpinChain, _ bases: [SectorBasis], team: any RankTeam = LoneRank()
  ) throws(LinearAlgebraError) {
    let shares = TileShares(of: chain, ranks: team.count)
    let tiles = shares.ranges[team.rank]
    mostTiles = shares.most
    bounds = try chain.spectralBounds()
    operators = bases.map { SectorOperator($0, tiles: tiles) }
    states = operators.map { $0.makeState() }
    self.team = team
    largestGroup = Self.largestGroup(bases)
  }

  private static func largestGroup(_ bases: [SectorBasis]) -> Int {
    let vectors = bases.reduce(0) {
      $0 + StateLayout(rows: $1.rowCount, columns: $1.chain.sites).bytes
    }
    return 4 * vectors <= smallBytes ? 3 : 1
  }

  /// Bytes that an evolution takes on each rank.
  ///
  /// - Parameters:
  ///   - bases: The sectors of the states.
  ///   - ranks: Ranks that share the tiles.
  public static func memory(_ bases: [SectorBasis], ranks: Int = 1) -> Int {
    let group = largestGroup(bases)
    let sizes = bases.map { basis in
      let tiles = TileShares(of: basis.chain, ranks: ranks).most
      return StateLayout(rows: basis.rowCount, columns: basis.chain.sites, tiles: 0..<tiles).bytes
    }
    return sizes.reduce(0, +) * group + 2 * (sizes.max() ?? 0)
  }

  /// Seconds that an evolution takes on one core, at some 3 ns an amplitude and application.
  ///
  /// - Parameters:
  ///   - chain: The electron and the layers.
  ///   - bases: The sectors of the states.
  ///   - duration: In fs.
  ///   - times: Number of saved times.
  public static func seconds(
    _ chain: SpinChain, _ bases: [SectorBasis], duration: Double, times: Int
  ) -> Double {
    let z = largestPhase(chain, after: duration)
    let group = Double(largestGroup(bases))
    let steps = max(Double(max(times - 1, 1)) / group, z / longestStep)
    let amplitudes = bases.reduce(0) { $0 + $1.dimension }
    return 3e-9 * Double(amplitudes) * (1.15 * z + 16 * steps)
  }

  /// About the largest phase in rad that an eigenstate collects from the center of the spectrum:
  /// the time in units of ħ over half its width.
  ///
  /// - Parameters:
  ///   - chain: The electron and the layers.
  ///   - duration: In fs.
  public static func largestPhase(_ chain: SpinChain, after duration: Double) -> Double {
    // The spectrum's half width if all extremes came together, and some less; its computation would
    // take longer than the whole of a small chain.
    let bonds = Double(chain.layers.reduce(0) { $0 + max(0, $1.spins - 1) })
    let spin = chain.layers.map { Double($0.twiceSpin) }.max() ?? 1
    let halfWidth =
      0.88
      * (2 * abs(chain.hopping) + abs(chain.sdExchange * chain.sdScale) * (spin + 1) / 2
        + bonds * (abs(chain.exchange) + abs(chain.exchangeZ)))
    return halfWidth * duration / PhysicalConstants.reducedPlanckElectronvoltFemtosecond
  }

  /// Goes through saved times.
  ///
  /// - Parameters:
  ///   - times: In fs, ascending; the states now are those at the time `reached`.
  ///   - reached: Index of the time that has been reached already.
  ///   - toleranceRate: Largest error that each fs adds, in the norm of the difference from the
  ///     exact state.
  ///   - poll: Called every few milliseconds, at the same steps on all ranks of the team.
  ///   - observe: Called at each later saved time with its index and the states then.
  ///   - checkpoint: Called now and then between two saved times, after the one of the index, whose
  ///     states are `states` then.
  /// - Throws: What the closures throw, and `EvaluationError.disconnected`.
  public func run(
    through times: [Double], after reached: Int = 0, toleranceRate: Double, poll: Poll,
    observe: (Int, [SectorState]) throws(EvaluationError) -> Void,
    checkpoint: (Int) throws(EvaluationError) -> Void = { _ in }
  ) throws(EvaluationError) {
    var next = reached + 1
    while next < times.count {
      var now = times[next - 1]
      let group = self.group(of: times[next...], from: now, toleranceRate)
      let steps = substeps(from: now, to: times[next])
      for step in 1..<max(steps, 1) {
        let target = now + (times[next] - now) / Double(steps - step + 1)
        states = try advance(
          by: [target - now], tolerance: toleranceRate * (target - now), poll)[0]
        now = target
      }
      let results = try advance(
        by: times[next..<next + group].map { $0 - now },
        tolerance: toleranceRate * (times[next + group - 1] - now), poll)
      for (index, result) in results.enumerated() { try observe(next + index, result) }
      free += results.dropLast().flatMap { $0 }
      states = results.last ?? states
      next += group
      try checkpoint(next - 1)
    }
  }

  private func step(_ index: Int) -> ChebyshevStep {
    ChebyshevStep(operators[index], bounds: bounds, team: team, mostTiles: mostTiles)
  }

  private func substeps(from now: Double, to time: Double) -> Int {
    let z =
      step(0).halfWidth * (time - now)
      / PhysicalConstants.reducedPlanckElectronvoltFemtosecond
    return max(1, Int((z / Self.longestStep).rounded(.up)))
  }

  /// How many of the next saved times to reach by one recurrence, for the least work a time. A sum
  /// that is made besides costs a quarter of an application.
  private func group(
    of times: ArraySlice<Double>, from now: Double, _ toleranceRate: Double
  ) -> Int {
    guard substeps(from: now, to: times[times.startIndex]) == 1 else { return 1 }
    var best = (cost: Double.infinity, count: 1)
    var sums = 0.0
    for count in 1...min(largestGroup, times.count) {
      let time = times[times.startIndex + count - 1] - now
      guard count == 1 || substeps(from: now, to: now + time) == 1 else { break }
      let order = Double(step(0).series(time, tolerance: toleranceRate * time).order)
      sums += order / 4
      let cost = (order + sums) / Double(count)
      if cost < best.cost { best = (cost, count) }
    }
    return best.count
  }

  /// Propagates all states and gives for each time the states then. Those now are used up.
  private func advance(
    by times: [Double], tolerance: Double, _ poll: Poll
  ) throws(EvaluationError) -> [[SectorState]] {
    var results: [[SectorState]] = times.map { _ in [] }
    for index in states.indices {
      let scratch = takeVector(index)
      let targets = times.map { _ in takeVector(index) }
      try step(index).advance(
        states[index], scratch: scratch, into: targets, times: times, tolerance: tolerance,
        poll: poll)
      free += [states[index], scratch]
      for (time, target) in targets.enumerated() { results[time].append(target) }
    }
    return results
  }

  /// A vector whose numbers are those of an earlier use.
  func takeVector(_ index: Int) -> SectorState {
    let layout = operators[index].layout
    if let place = free.firstIndex(where: { $0.layout == layout }) {
      return SectorState(operators[index].basis, free.remove(at: place).buffer, layout)
    }
    return operators[index].makeState()
  }

  func giveBack(_ vector: SectorState) { free.append(vector) }
}

extension ChainEvolution {
  /// Bytes that `save` appends on all ranks together.
  public static func savedBytes(_ bases: [SectorBasis]) -> Int {
    bases.reduce(16) { sum, basis in
      let tiles = StateLayout.tileCount(columns: basis.chain.sites)
      return sum + 8 * tiles * basis.rowCount * StateLayout.rowStride
    }
  }

  /// Saves the states, this rank's tiles of them.
  ///
  /// - Parameters:
  ///   - progress: A number that `restore` gives back.
  ///   - sink: What takes them.
  public func save(_ progress: Int, to sink: any RestartSink) {
    sink.append(progress)
    for state in states { state.save(to: sink) }
  }

  /// Takes the states from what was saved, and gives the progress; nil if it does not read as
  /// expected, and then the states are undefined.
  public func restore(_ source: any RestartSource) -> Int? {
    guard let progress = source.read(Int.self) else { return nil }
    guard states.allSatisfy({ $0.restore(source) }) else { return nil }
    return progress
  }
}
