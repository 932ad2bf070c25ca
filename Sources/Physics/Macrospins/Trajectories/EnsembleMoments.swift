import Numerics

/// Running mean and variance of the components of a vector over trajectories, in the order in which
/// they are added: the result has the same bits whichever blocks the trajectories came in.
///
/// Everything is relative to the first trajectory, so that trajectories that never part have a
/// variance of exactly zero and a small spread loses no digits; sums carry their rounding errors
/// along (Neumaier, Z. Angew. Math. Mech. 54, 39).
struct EnsembleMoments: Sendable, Equatable {
  private var reference = Vector3.zero
  private(set) var count = 0
  private var deviations = CompensatedVectorSum()
  private var squares = CompensatedVectorSum()

  init() {}

  /// The moments of trajectories that are all in one state.
  init(of state: Vector3, count: Int) {
    reference = state
    self.count = count
  }

  mutating func add(_ m: Vector3) {
    if count == 0 { reference = m }
    count += 1
    let d = m - reference
    deviations.add(d)
    squares.add(Vector3(d.x * d.x, d.y * d.y, d.z * d.z))
  }

  /// The mean; NaN before the first trajectory.
  var mean: Vector3 { reference + deviations.value / Double(count) }

  /// The mean square distance of each component from its mean.
  var variance: Vector3 {
    let shift = deviations.value / Double(count)
    let square = squares.value / Double(count)
    return Vector3(
      max(0, square.x - shift.x * shift.x), max(0, square.y - shift.y * shift.y),
      max(0, square.z - shift.z * shift.z))
  }

  /// The root mean square distance of each component from its mean.
  var standardDeviation: Vector3 {
    let variance = variance
    return Vector3(variance.x.squareRoot(), variance.y.squareRoot(), variance.z.squareRoot())
  }
}

/// A sum of vectors, component by component.
private struct CompensatedVectorSum: Sendable, Equatable {
  private var x = CompensatedSum()
  private var y = CompensatedSum()
  private var z = CompensatedSum()

  mutating func add(_ term: Vector3) {
    x.add(term.x)
    y.add(term.y)
    z.add(term.z)
  }

  var value: Vector3 { Vector3(x.value, y.value, z.value) }
}

/// A sum that remembers what rounding took from it.
struct CompensatedSum: Sendable, Equatable {
  private var sum = 0.0
  private var lost = 0.0

  mutating func add(_ term: Double) {
    let next = sum + term
    lost += abs(sum) >= abs(term) ? (sum - next) + term : (term - next) + sum
    sum = next
  }

  var value: Double { sum + lost }
}
