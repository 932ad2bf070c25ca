import Numerics
import Teams

/// A search for the lowest state of a chain by sweeps that change two neighboring tensors at a time
/// (White, Phys. Rev. Lett. 69, 2863 (1992); Schollwöck, Ann. Phys. 326, 96 (2011), Sec. 6).
///
/// Everything is between two sweeps in `state`, so that a search can be interrupted there.
struct TwoSiteSearch {
  /// When a search is over, and what it keeps.
  struct Limits: Sendable {
    /// Length of H ψ − E ψ, seen from any two sites, below which a state is an eigenstate; in
    /// units of the energy.
    var tolerance = 1e-10
    /// The most sweeps there and back.
    var sweeps = 200
    /// Which Schmidt states to keep.
    var rule: TruncationRule
  }

  /// What has come out so far.
  private(set) var state: MatrixProductState
  /// ⟨H⟩ at the last two sites.
  private(set) var energy = Double.infinity
  /// The largest distance from an eigenstate that the last sweep met.
  private(set) var residual = Double.infinity
  /// Sweeps there and back.
  private(set) var sweeps = 0
  /// Whether no further sweep is needed.
  private(set) var isDone = false

  private let hamiltonian: ChannelHamiltonian
  private let limits: Limits
  private let penalties: [MatrixProductState]

  /// The largest number of vectors of a Krylov space.
  static let krylovDimension = 12
  /// What a state that is to be avoided costs, in units of the energy.
  static let penalty = 50.0
  /// Relative changes of the energy that are roundings.
  private static let rounding = 1e-13
  /// Energy that a state which is dropped may have, in its unit.
  private static let droppedEnergy = 10.0

  /// - Parameters:
  ///   - hamiltonian: Of a chain of at least two sites.
  ///   - start: A right-canonical state with the charge that is looked for.
  ///   - penalties: States of the same charge to be avoided, normalized.
  ///   - limits: When it is over.
  init(
    _ hamiltonian: ChannelHamiltonian, from start: MatrixProductState,
    avoiding penalties: [MatrixProductState] = [], limits: Limits
  ) {
    (self.hamiltonian, self.limits, self.penalties) = (hamiltonian, limits, penalties)
    state = start
  }

  /// Sweeps to the right end and back.
  ///
  /// - Parameter poll: Called after each pair of sites.
  /// - Throws: What `poll` throws; `EvaluationError.failed` if a decomposition fails.
  mutating func sweep(poll: Poll) throws(EvaluationError) {
    let count = state.sites.count
    var tensors = state.tensors
    var left = [HalfEnvironment(beyond: tensors[0].layout.left)]
    var right = [HalfEnvironment?](repeating: nil, count: count + 1)
    var overlaps = penalties.map { StateOverlap($0) }
    right[count] = HalfEnvironment(beyond: tensors[count - 1].layout.right)
    for site in stride(from: count - 1, to: 1, by: -1) {
      extendLeft(through: tensors[site], at: site, &right, &overlaps)
    }
    var (largest, dropped) = (0.0, 0.0)
    var last = energy
    func improve(
      _ site: Int, center: PairTensor.Center
    ) throws(EvaluationError) {
      guard let beyond = right[site + 2] else { return }
      let pair = PairTensor.product(tensors[site], tensors[site + 1])
      let problem = PairHamiltonian(
        pair.layout, of: hamiltonian, at: site, left: left[site], right: beyond,
        penalties: overlaps.map { $0.pair(at: site) }, penalty: Self.penalty)
      let limits = limits
      let (found, parts) = try EvaluationError.decomposing {
        () throws(LinearAlgebraError) -> (Krylov.Lowest, PairTensor.Parts) in
        let found = try Krylov.lowest(
          from: pair.elements, tolerance: 0.1 * limits.tolerance,
          dimension: Self.krylovDimension, problem.applied)
        return (
          found,
          try PairTensor.split(
            SiteTensor(pair.layout, elements: found.vector), like: tensors[site].layout,
            tensors[site + 1].layout, center: center, rule: limits.rule)
        )
      }
      largest = max(largest, found.residual)
      dropped = max(dropped, parts.discardedWeight)
      last = found.energy
      (tensors[site], tensors[site + 1]) = (parts.left, parts.right)
    }
    for site in 0..<count - 1 {
      try improve(site, center: .right)
      try poll()
      guard site < count - 2 else { continue }
      left.append(
        left[site].extended(
          rightThrough: tensors[site].grouped(.byRight),
          from: hamiltonian.channels(after: site - 1), to: hamiltonian.channels(after: site)))
      for index in overlaps.indices {
        overlaps[index].extendRight(through: tensors[site], at: site)
      }
    }
    for site in (0..<count - 1).reversed() {
      try improve(site, center: .left)
      try poll()
      if site > 0 { extendLeft(through: tensors[site + 1], at: site + 1, &right, &overlaps) }
    }
    conclude(tensors, energy: last, residual: largest, dropped: dropped)
  }

  private func extendLeft(
    through tensor: SiteTensor, at site: Int, _ right: inout [HalfEnvironment?],
    _ overlaps: inout [StateOverlap]
  ) {
    right[site] = right[site + 1]?.extended(
      leftThrough: tensor, from: hamiltonian.channels(after: site),
      to: hamiltonian.channels(after: site - 1))
    for index in overlaps.indices { overlaps[index].extendLeft(through: tensor, at: site) }
  }

  private mutating func conclude(
    _ tensors: [SiteTensor], energy new: Double, residual: Double, dropped: Double
  ) {
    state.tensors = tensors
    for (site, tensor) in tensors.enumerated() {
      // Only their number counts, until the state is brought into canonical form.
      state.schmidtValues[site] = Array(repeating: 1, count: tensor.layout.left.dimension)
    }
    sweeps += 1
    // Where truncation decides how far a state is from an eigenstate, that stops to shrink, and the
    // energy moves by what is dropped.
    let noise = Self.rounding * max(1, abs(new)) + Self.droppedEnergy * dropped
    let isLevel = abs(new - energy) <= noise && residual > 0.5 * self.residual
    (energy, self.residual) = (new, residual)
    isDone = residual <= limits.tolerance || isLevel || sweeps >= limits.sweeps
  }

  /// Whether the last sweep still changed the state by more than truncation explains.
  var hasConverged: Bool { sweeps < limits.sweeps }
}

extension TwoSiteSearch {
  /// Saves what sweeping changes.
  func save(to sink: any RestartSink) {
    sink.append(array: [energy, residual, Double(sweeps), isDone ? 1 : 0])
    state.save(to: sink)
  }

  /// Goes on from what `save` wrote; whether it fits.
  mutating func restore(from source: any RestartSource) -> Bool {
    guard let numbers = source.readArray(of: Double.self), numbers.count == 4,
      let sweeps = Int(exactly: numbers[2]), state.restore(from: source)
    else { return false }
    (energy, residual, self.sweeps, isDone) = (numbers[0], numbers[1], sweeps, numbers[3] == 1)
    return true
  }
}

extension MatrixProductState {
  /// A state to be restored: of any charge.
  init(blankOn sites: [LocalSpace]) {
    self.init(
      product: sites.map { $0.charges.indices.map { $0 == 0 ? .one : .zero } }, sites: sites)
  }

  /// Saves all tensors.
  func save(to sink: any RestartSink) {
    for site in sites.indices { sink.append(array: package(of: site)) }
  }

  /// Takes the tensors that `save` wrote of a state of the same sites; whether they fit.
  mutating func restore(from source: any RestartSource) -> Bool {
    for site in sites.indices {
      guard let words = source.readArray(of: UInt64.self), unpack(words[...], at: site) else {
        return false
      }
    }
    return true
  }
}
