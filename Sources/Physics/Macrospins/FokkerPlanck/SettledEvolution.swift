import Numerics
import Teams

/// A long stretch of time under a constant generator, from where only its slow modes are left: it
/// costs one factorization and a few solutions, whatever it lasts.
///
/// With the resolvent R = (1 − A t)⁻¹ of a time t as long as that, the vectors c, R c, R² c, … of
/// the density c span what slow modes span, as soon as nothing else is left in c. There
/// A t = 1 − R⁻¹ is a matrix of two to four rows: a Krylov subspace of the shifted inverse (van
/// den Eshof and Hochbruck, SIAM J. Sci. Comput. 27, 1438 (2006)) that ends early. Whether it does
/// tells whether anything else is left.
struct SettledEvolution {
  private let factors: GeneratorFactors
  /// 1/t in 1/s.
  private let shift: Double
  /// The degree of the densities that it is for.
  let degree: Int

  /// Most slow modes: stationary laws of as many wells.
  private static let mostModes = 4

  /// - Parameters:
  ///   - generator: What acts.
  ///   - duration: t in s.
  ///   - poll: Called every few milliseconds; what it throws ends the calculation.
  /// - Throws: `EvaluationError.failed` because of a `DensityError`; what `poll` throws.
  init(
    _ generator: SphericalGenerator, duration: Double, poll: Poll
  ) throws(EvaluationError) {
    shift = 1 / duration
    degree = generator.degree
    factors = try GeneratorFactors(
      generator, of: .shifted(by: shift), largestMemory: SphericalGenerator.largestFactors,
      poll: poll)
  }

  /// The density after the stretch; nil while more than slow modes are left of it.
  ///
  /// - Parameters:
  ///   - density: At the start, of the degree of the generator.
  ///   - duration: Of the stretch in s, of the order of t.
  ///   - accuracy: What may be left of other modes.
  func end(
    of density: SphericalDensity, after duration: Double, accuracy: Double
  ) -> SphericalDensity? {
    // The last unknown is c_00, which nothing changes.
    let start = factors.unknowns(of: density) + [density.coefficient(degree: 0, order: 0).real]
    let length = Self.length(start)
    var basis = [start.map { $0 / length }]
    var projected = RealMatrix(rows: Self.mostModes, columns: Self.mostModes)
    while true {
      let column = basis.count - 1
      var next = resolved(basis[column])
      // Twice, so that they are orthogonal to rounding.
      for _ in 0..<2 {
        for (row, vector) in basis.enumerated() {
          let overlap = zip(vector, next).reduce(0) { $0 + $1.0 * $1.1 }
          projected[row, column] += overlap
          for i in next.indices { next[i] -= overlap * vector[i] }
        }
      }
      let rest = Self.length(next)
      if rest * length < accuracy { break }
      guard basis.count < Self.mostModes else { return nil }
      projected[basis.count, column] = rest
      basis.append(next.map { $0 / rest })
    }
    guard
      let weights = Self.exponential(
        projected, of: basis.count, times: duration * shift)
    else { return nil }
    var end = Array(repeating: 0.0, count: factors.count)
    for (vector, weight) in zip(basis, weights) {
      for i in end.indices { end[i] += length * weight * vector[i] }
    }
    return factors.density(end, total: 1)
  }

  /// R of a vector.
  private func resolved(_ vector: [Double]) -> [Double] {
    let total = vector[factors.count]
    // (A − 1/t) x = −(b/t + c_00 s).
    return factors.solve(
      zip(vector, factors.source).map { -(shift * $0 + total * $1) }) + [total]
  }

  /// The first column of exp(s (1 − H⁻¹)).
  private static func exponential(
    _ projected: RealMatrix, of count: Int, times s: Double
  ) -> [Double]? {
    var (small, unit) = (
      RealMatrix(rows: count, columns: count), RealMatrix(rows: count, columns: count)
    )
    for row in 0..<count {
      unit[row, row] = 1
      for column in 0..<count { small[row, column] = projected[row, column] }
    }
    guard let inverse = unit.dividing(by: small) else { return nil }
    unit.add(inverse, scaledBy: -1)
    var exponent = RealMatrix(rows: count, columns: count)
    exponent.add(unit, scaledBy: s)
    guard let result = MatrixExponential(exponent) else { return nil }
    return (0..<count).map { result.matrix[$0, 0] * result.factor }
  }

  private static func length(_ vector: [Double]) -> Double {
    vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }
}
