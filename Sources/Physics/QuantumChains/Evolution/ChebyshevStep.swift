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
  init(_ sector: SectorOperator, bounds: ClosedRange<Double>, team: any RankTeam, mostTiles: Int) {
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
    try ChebyshevRecurrence.run(through: last, &current, &other) {
      (step, current, other) throws(EvaluationError) in
      // Of (H − b)/a.
      let factor = step.factor / halfWidth
      let rule = SweepRule(
        scale: factor, shift: -factor * center, subtractsOld: step.usesOlder)
      let sums = zip(series, zip(results, times)).compactMap { series, target in
        PartialSum(
          series, order: step.order, into: target.0.buffer.start,
          phase: -center * target.1 / PhysicalConstants.reducedPlanckElectronvoltFemtosecond)
      }
      try sweep(rule, current, other, order: step.order, sums, poll)
      try other.exchangeGhosts(team)
    }
  }

  private func sweep(
    _ rule: SweepRule, _ v: SectorState, _ w: SectorState, order: Int, _ sums: [PartialSum],
    _ poll: Poll
  ) throws(EvaluationError) {
    let tiles = v.layout.tiles
    // A tile takes some 2 ns an amplitude.
    let pollsEachTile = v.layout.rows > 50_000
    let (current, new) = (v.buffer.start, w.buffer.start)
    let currentIsOdd = order.isMultiple(of: 2)
    for index in 0..<mostTiles {
      if index < tiles.count {
        sector.sweep(rule, v, w, tile: tiles.lowerBound + index) { place, isDone in
          for sum in sums {
            if isDone {
              sum.finish(new + place, at: place, isOdd: !currentIsOdd)
            } else {
              sum.begin(new + place, current + place, at: place, currentIsOdd: currentIsOdd)
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
  private let target: AmplitudePointer
  /// Coefficients of T_(k−2), T_(k−1) and T_k in a sweep that computes T_k, each without (−i) for
  /// odd orders; 0 if the order was added before.
  private let old: Double
  private let current: Double
  private let new: Double
  /// Whether the result is still to be set.
  private let isFirst: Bool
  /// What the finished sum is multiplied with; nil before the last sweep.
  private let phase: Complex?

  private typealias Vector = SIMD8<Double>

  /// Nil if nothing is to be added in the sweep that computes T_order.
  init?(_ series: BesselSeries, order: Int, into target: AmplitudePointer, phase: Double) {
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

  /// Before T_k replaces T_(k−2) in a row.
  @inline(__always)
  func begin(
    _ oldRow: AmplitudePointer, _ currentRow: AmplitudePointer,
    at place: Int, currentIsOdd: Bool
  ) {
    if currentIsOdd {
      add(oldRow, old, odd: currentRow, current, at: place)
    } else {
      add(currentRow, current, odd: oldRow, old, at: place)
    }
  }

  /// After T_k has replaced T_(k−2) in a row.
  @inline(__always)
  func finish(_ row: AmplitudePointer, at place: Int, isOdd: Bool) {
    let target = target + place
    for lane in stride(from: 0, to: StateLayout.tileWidth, by: 8) {
      var real = (target + lane).load(Vector.self)
      var imaginary = (target + lane + StateLayout.tileWidth).load(Vector.self)
      let rowReal = (row + lane).load(Vector.self)
      let rowImaginary = (row + lane + StateLayout.tileWidth).load(Vector.self)
      if isOdd {
        real.addProduct(new, rowImaginary)
        imaginary.addProduct(-new, rowReal)
      } else {
        real.addProduct(new, rowReal)
        imaginary.addProduct(new, rowImaginary)
      }
      if let phase {
        let rotated = (phase.real * real).addingProduct(-phase.imaginary, imaginary)
        imaginary = (phase.real * imaginary).addingProduct(phase.imaginary, real)
        real = rotated
      }
      (target + lane).store(real)
      (target + lane + StateLayout.tileWidth).store(imaginary)
    }
  }

  @inline(__always)
  private func add(
    _ even: AmplitudePointer, _ evenFactor: Double,
    odd: AmplitudePointer, _ oddFactor: Double, at place: Int
  ) {
    let target = target + place
    for lane in stride(from: 0, to: StateLayout.tileWidth, by: 8) {
      let other = lane + StateLayout.tileWidth
      var real = isFirst ? Vector.zero : (target + lane).load(Vector.self)
      var imaginary = isFirst ? Vector.zero : (target + other).load(Vector.self)
      real.addProduct(evenFactor, (even + lane).load(Vector.self))
      imaginary.addProduct(evenFactor, (even + other).load(Vector.self))
      real.addProduct(oddFactor, (odd + other).load(Vector.self))
      imaginary.addProduct(-oddFactor, (odd + lane).load(Vector.self))
      (target + lane).store(real)
      (target + other).store(imaginary)
    }
  }
}
