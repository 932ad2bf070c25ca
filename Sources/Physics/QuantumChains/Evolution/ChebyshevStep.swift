import Glibc
import Numerics
import Teams

/// Propagates a state vector of one sector by Chebyshev's series of exp(−iHt/ħ),
///
///     e^(−ibt/ħ) [ J_0(z) + 2 Σ_k (−i)^k J_k(z) T_k((H − b)/a) ],  z = a t/ħ,
///
/// with the spectrum of H within b ± a. Since then |T_k| ≤ 1, what the orders left out contribute
/// is at most 2 Σ |J_k|: the error in the norm of the state.
struct ChebyshevStep {
  let sector: SectorOperator
  let team: any RankTeam
  /// Tiles of the rank that has most.
  private let mostTiles: Int
  /// a and b in eV.
  let halfWidth: Double
  let center: Double

  /// - Parameters:
  ///   - sector: The Hamiltonian.
  ///   - bounds: Energies in eV between which all of its eigenvalues lie.
  ///   - team: The ranks that share the tiles.
  ///   - mostTiles: Tiles of the rank that has most.
  init(
    _ sector: SectorOperator, bounds: ClosedRange<Double>, team: any RankTeam, mostTiles: Int
  ) {
    self.sector = sector
    self.team = team
    self.mostTiles = mostTiles
    halfWidth = max((bounds.upperBound - bounds.lowerBound) / 2, 1e-6)
    center = (bounds.upperBound + bounds.lowerBound) / 2
  }

  /// Bessel functions for a time.
  ///
  /// - Parameters:
  ///   - time: In fs.
  ///   - tolerance: The error in the norm that is allowed.
  func series(_ time: Double, tolerance: Double) -> BesselSeries {
    BesselSeries(
      halfWidth * time / PhysicalConstants.reducedPlanckElectronvoltFemtosecond,
      tolerance: tolerance, least: 2)
  }

  /// The states after one or several times, from one recurrence.
  ///
  /// - Parameters:
  ///   - start: The state now; used up.
  ///   - scratch: A vector of the same layout; used up.
  ///   - results: For each time a vector of the same layout that takes the result.
  ///   - times: In fs, ascending.
  ///   - tolerance: The error in the norm of each result that is allowed, for a normalized state.
  ///   - poll: Called every few milliseconds, at the same steps on all ranks of the team.
  func advance(
    _ start: SectorState, scratch: SectorState, into results: [SectorState], times: [Double],
    tolerance: Double, poll: Poll
  ) throws(EvaluationError) {
    let series = times.map { self.series($0, tolerance: tolerance) }
    let last = series.reduce(0) { max($0, $1.order) }
    var (current, other) = (start, scratch)
    current.refreshGhosts()
    try current.exchangeGhosts(team)
    for order in 1...last {
      // T_1 = (H − b)/a T_0, and T_k = 2 (H − b)/a T_(k−1) − T_(k−2).
      let factor = (order == 1 ? 1 : 2) / halfWidth
      let rule = SweepRule(
        scale: factor, shift: -factor * center, subtractsOld: order > 1)
      let sums = zip(series, zip(results, times)).compactMap { series, target in
        PartialSum(
          series, order: order, into: target.0.buffer.unchecked,
          phase: -center * target.1 / PhysicalConstants.reducedPlanckElectronvoltFemtosecond)
      }
      try sweep(rule, current, other, order: order, sums, poll)
      try other.exchangeGhosts(team)
      swap(&current, &other)
    }
  }

  private func sweep(
    _ rule: SweepRule, _ v: SectorState, _ w: SectorState, order: Int, _ sums: [PartialSum],
    _ poll: Poll
  ) throws(EvaluationError) {
    let tiles = v.layout.tiles
    // A tile takes some 2 ns an amplitude.
    let pollsEachTile = v.layout.rows > 50_000
    let (current, new) = (v.buffer.unchecked, w.buffer.unchecked)
    let currentIsOdd = order.isMultiple(of: 2)
    for index in 0..<mostTiles {
      if index < tiles.count {
        sector.sweep(rule, v, w, tile: tiles.lowerBound + index) { place, isDone in
          for sum in sums {
            if isDone {
              sum.finish(new, at: place, isOdd: !currentIsOdd)
            } else {
              sum.begin(new, current, at: place, currentIsOdd: currentIsOdd)
            }
          }
        }
      }
      if pollsEachTile { try poll() }
    }
    if !pollsEachTile { try poll() }
  }
}

/// Terms of three consecutive orders that are added to a result in one sweep, in which all three
/// are at hand; so results go through memory in every third sweep only.
struct PartialSum {
  private let target: AmplitudeBuffer.Unchecked
  /// Coefficients of T_(k−2), T_(k−1) and T_k in a sweep that computes T_k, each without (−i) for
  /// odd orders; 0 if the order was added before.
  private let old: Double
  private let current: Double
  private let new: Double
  /// Whether the result is still to be set.
  private let isFirst: Bool
  /// What the finished sum is multiplied with; nil before the last sweep.
  private let phase: Complex?

  /// Nil if nothing is to be added in the sweep that computes T_order.
  init?(
    _ series: BesselSeries, order: Int, into target: AmplitudeBuffer.Unchecked, phase: Double
  ) {
    let isLast = order == series.order
    guard order <= series.order, order % 3 == 2 || isLast else { return nil }
    func coefficient(_ k: Int) -> Double {
      // (−i)^k is real or −i times real.
      let sign: Double = k % 4 < 2 ? 1 : -1
      return (k == 0 ? 1 : 2) * sign * series.values[k]
    }
    let added = order / 3 * 3
    old = order - 2 >= added ? coefficient(order - 2) : 0
    current = order - 1 >= added ? coefficient(order - 1) : 0
    new = coefficient(order)
    isFirst = order <= 2
    self.phase = isLast ? Complex(cos(phase), sin(phase)) : nil
    self.target = target
  }

  /// Before T_k replaces T_(k−2) in the row at a place.
  @inline(__always)
  func begin(
    _ oldVector: AmplitudeBuffer.Unchecked, _ currentVector: AmplitudeBuffer.Unchecked,
    at place: Int, currentIsOdd: Bool
  ) {
    if currentIsOdd {
      add(oldVector, old, odd: currentVector, current, at: place)
    } else {
      add(currentVector, current, odd: oldVector, old, at: place)
    }
  }

  /// After T_k has replaced T_(k−2) in the row at a place.
  @inline(__always)
  func finish(_ vector: AmplitudeBuffer.Unchecked, at place: Int, isOdd: Bool) {
    for lane in stride(from: 0, to: StateLayout.tileWidth, by: 8) {
      let here = place &+ lane
      let other = here &+ StateLayout.tileWidth
      var (real, imaginary) = (target[vectorAt: here], target[vectorAt: other])
      if isOdd {
        real.addProduct(new, vector[vectorAt: other])
        imaginary.addProduct(-new, vector[vectorAt: here])
      } else {
        real.addProduct(new, vector[vectorAt: here])
        imaginary.addProduct(new, vector[vectorAt: other])
      }
      if let phase {
        let rotated = (phase.real * real).addingProduct(-phase.imaginary, imaginary)
        imaginary = (phase.real * imaginary).addingProduct(phase.imaginary, real)
        real = rotated
      }
      target[vectorAt: here] = real
      target[vectorAt: other] = imaginary
    }
  }

  @inline(__always)
  private func add(
    _ even: AmplitudeBuffer.Unchecked, _ evenFactor: Double, odd: AmplitudeBuffer.Unchecked,
    _ oddFactor: Double, at place: Int
  ) {
    for lane in stride(from: 0, to: StateLayout.tileWidth, by: 8) {
      let here = place &+ lane
      let other = here &+ StateLayout.tileWidth
      var real = isFirst ? .zero : target[vectorAt: here]
      var imaginary = isFirst ? .zero : target[vectorAt: other]
      real.addProduct(evenFactor, even[vectorAt: here])
      imaginary.addProduct(evenFactor, even[vectorAt: other])
      real.addProduct(oddFactor, odd[vectorAt: other])
      imaginary.addProduct(-oddFactor, odd[vectorAt: here])
      target[vectorAt: here] = real
      target[vectorAt: other] = imaginary
    }
  }
}
