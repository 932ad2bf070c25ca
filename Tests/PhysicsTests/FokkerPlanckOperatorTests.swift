import Foundation
import Macrospins
import Numerics
import Testing

/// The elementary operators, and the expansion against finite volumes.
@Suite struct FokkerPlanckOperatorTests {
  /// Both operators do the same to a density in which every harmonic is present. Elements are at
  /// most l² ≈ 150 and are sums of some ten terms.
  private func same(_ a: SphericalOperator, _ b: SphericalOperator) throws -> Bool {
    let density = SphericalDensity(point: Vector3(0.36, 0.48, 0.8), degree: 12)
    let (left, right) = (
      try SphericalGenerator(a, degree: 12).rate(of: density),
      try SphericalGenerator(b, degree: 12).rate(of: density)
    )
    return (0...12).allSatisfy { l in
      (0...l).allSatisfy { m in
        let (x, y) = (
          left.coefficient(degree: l, order: m), right.coefficient(degree: l, order: m)
        )
        return hypot(x.real - y.real, x.imaginary - y.imaginary) < 1e-13 * Double(1 + l * l)
      }
    }
  }

  private func squares(_ operation: (CartesianAxis) -> SphericalOperator)
    -> SphericalOperator
  {
    CartesianAxis.allCases.reduce(.zero) { $0 + operation($1) * operation($1) }
  }

  /// Products are exact below the cut-off, so the rules of the continuum hold there.
  @Test func sumRules() throws {
    #expect(try same(squares(SphericalOperator.coordinate), 1))
    #expect(try same(squares(SphericalOperator.rotation), .laplacian))
    #expect(try same(squares(SphericalOperator.tangential), .laplacian))
    for (i, j, k) in [
      (CartesianAxis.x, CartesianAxis.y, CartesianAxis.z),
      (.y, .z, .x), (.z, .x, .y),
    ] {
      let (rotation, slope) = (SphericalOperator.rotation(i), SphericalOperator.tangential(i))
      let (mi, mj, mk) = (
        SphericalOperator.coordinate(i), SphericalOperator.coordinate(j),
        SphericalOperator.coordinate(k)
      )
      // [R_i, m_j] = −m_k, as R_z m_x = −m_y; [V_i, m_j] = δ_ij − m_i m_j.
      #expect(try same(rotation * mj - mj * rotation, SphericalOperator.zero - mk))
      #expect(try same(slope * mj - mj * slope, SphericalOperator.zero - mi * mj))
      #expect(try same(slope * mi - mi * slope, SphericalOperator(1) - mi * mi))
      // V_k = ½ [Lap, m_k] + m_k.
      let laplacian = SphericalOperator.laplacian
      #expect(try same(slope, 0.5 * (laplacian * mi - mi * laplacian) + mi))
    }
    #expect(
      try same(
        .stratonovichNoise(rotation: 0.6, attraction: 0.8, axes: CartesianAxis.allCases),
        0.5 * .laplacian))
  }

  /// The finite volumes come closer with a second order that the coarser grid does not show in
  /// full: its cells do not resolve T/D.
  @Test func finiteVolumes() throws {
    let (s, a, b) = (Vector3(0.6, 0, 0.8), 0.8, 0.56)
    let (d0, d1) = (1.0 / 21, 0.8 / 21)
    let n = Vector3(polarAngle: 2.2, azimuth: 1)
    let operation =
      SphericalOperator.drift(rotation: -b * s, attraction: a * s)
      + (SphericalOperator(d0) - d1 * .projection(on: s)) * .laplacian
    let exact = try SphericalGenerator(operation, degree: 48).propagate(
      SphericalDensity(concentration: 20, about: n, degree: 48), by: 1)
    func error(rows: Int) -> Double {
      var cells = FiniteVolumes(
        rows: rows, drift: { m in a * m.cross(s.cross(m)) + b * m.cross(s) },
        diffusion: { d0 - d1 * s.dot($0) }, start: { exp(20 * (n.dot($0) - 1)) })
      cells.advance(by: 1)
      #expect(abs(cells.total - 1) < 1e-11)
      #expect(cells.density.allSatisfy { $0 > 0 })
      return cells.mean.distance(to: exact.mean)
    }
    let (coarse, fine) = (error(rows: 12), error(rows: 24))
    #expect(fine < coarse / 2.8 && fine < 0.03, "\(coarse), \(fine)")
  }

  /// A Gibbs state in a tilted field with a biaxial anisotropy stays, whatever the precession; the
  /// probability is conserved from any start.
  @Test func detailedBalance() throws {
    let (h, damping, kelvin) = (Vector3(0.3, -0.2, 0.5), 0.3, 0.4)
    var operation = SphericalOperator.drift(rotation: h, attraction: damping * h)
    operation =
      operation + 1.2 * .z * (.rotation(.z) + damping * .tangential(.z))
      + (damping * kelvin) * .laplacian
    let generator = try SphericalGenerator(operation, degree: 40)
    let steady = try generator.steadyState()
    // exp(−E/kT) with E = −0.6 z² − h·m, by Gauss-like sums that converge exponentially in φ and by
    // Simpson's rule in z.
    var (weight, mean) = (0.0, Vector3.zero)
    let (slices, sectors) = (2000, 64)
    for i in 0...slices {
      let z = -1 + 2 * Double(i) / Double(slices)
      let simpson = i == 0 || i == slices ? 1.0 : i % 2 == 1 ? 4 : 2
      for j in 0..<sectors {
        let phi = 2 * Double.pi * Double(j) / Double(sectors)
        let sine = (1 - z * z).squareRoot()
        let m = Vector3(sine * cos(phi), sine * sin(phi), z)
        let w = simpson * exp((0.6 * z * z + h.dot(m)) / kelvin)
        weight += w
        mean = mean + w * m
      }
    }
    // sin θ has a root at the poles: Simpson's rule is of order 3/2 there in x and y.
    #expect(abs(steady.mean.z - mean.z / weight) < 1e-9)
    #expect(steady.mean.distance(to: mean / weight) < 1e-4)
    let later = try generator.propagate(SphericalDensity(point: h.unit, degree: 40), by: 100)
    #expect(abs(later.total - 1) < 1e-12)
    #expect(later.mean.distance(to: steady.mean) < 1e-10)
  }

  /// Expansions of few harmonics are short, and a long time takes many of them: each looks whether
  /// it is to stop.
  @Test func pollsWhileHarmonicsAreFew() throws {
    let h = Vector3(0, 0, 1)
    let operation = SphericalOperator.rotation(.z) + 0.1 * .laplacian
    let generator = try SphericalGenerator(operation, degree: 8)
    var polls = 0
    _ = try generator.propagate(SphericalDensity(point: h, degree: 8), by: 1e4) { polls += 1 }
    #expect(polls > 10)
  }
}
