import Foundation
import Physics
import Testing

/// The density against numbers of independent programs and closed forms.
@Suite struct FokkerPlanckReferenceTests {
  struct Case: Decodable, CustomTestStringConvertible {
    struct Parameters: Decodable {
      let k, kp, alpha, g0, A, B, D0, D1: Double
      let h0, s, `init`, times: [Double]
    }
    let name: String
    let parameters: Parameters
    let moments: [[Double]]
    let steady_state: [Double]
    let boltzmann: [Double]?
    var testDescription: String { name }

    /// T = g₀ [−m × H − α m × (m × H)] + A m × (s × m) + B m × s with H = 2k z ẑ − 2k_p x x̂ + h₀, and
    /// D = D₀ − D₁ s·m.
    var generator: SphericalOperator {
      let p = parameters
      let (h, s) = (Vector3(p.h0), Vector3(p.s))
      var generator = SphericalOperator.drift(
        rotation: p.g0 * h - p.B * s, attraction: (p.g0 * p.alpha) * h + p.A * s)
      for (field, axis) in [(2 * p.k, SphericalOperator.Axis.z), (-2 * p.kp, .x)] {
        let turned = SphericalOperator.rotation(axis) + p.alpha * .tangential(axis)
        generator = generator + (p.g0 * field) * (.coordinate(axis) * turned)
      }
      return generator + (SphericalOperator(p.D0) - p.D1 * .projection(on: s)) * .laplacian
    }
  }

  /// x, y, z, xx, yy, zz, xy, xz, yz.
  private func moments(_ density: SphericalDensity) -> [Double] {
    let (mean, second) = (density.mean, density.secondMoments)
    return mean.components + [
      second[0].x, second[1].y, second[2].z, second[0].y, second[0].z, second[1].z,
    ]
  }

  /// The references hold to 10⁻¹³ (the change from a lower cut-off); degree 60 is theirs.
  @Test(arguments: try reference("fokker_planck_cases", as: [Case].self))
  func relaxation(_ expected: Case) throws {
    let generator = SphericalGenerator(expected.generator, degree: 60)
    let start = expected.parameters.`init`
    let packet = SphericalDensity(
      concentration: start[0], about: Vector3(polarAngle: start[1], azimuth: start[2]), degree: 60)
    var (density, time) = (packet, 0.0)
    for (next, row) in zip(expected.parameters.times, expected.moments) {
      density = generator.propagate(density, by: next - time)
      time = next
      for (seen, moment) in zip(moments(density), row) {
        #expect(abs(seen - moment) < 1e-11, "t = \(time)")
      }
      #expect(abs(density.total - 1) < 1e-13)
      // One step of a different length arrives at the same place.
      let direct = generator.propagate(packet, by: next)
      #expect(abs(direct.mean.distance(to: density.mean)) < 1e-12)
    }
    let steady = try #require(generator.steadyState())
    for (seen, moment) in zip(moments(steady), expected.boltzmann ?? expected.steady_state) {
      #expect(abs(seen - moment) < 1e-11)
    }
    // What does not change does not change.
    #expect(generator.propagate(steady, by: 3).mean.distance(to: steady.mean) < 1e-12)
  }

  struct Eigenvalue: Decodable {
    let sigma, h, lambda1_over_D: Double
  }

  /// Brown's eigenvalue to 10⁻⁸ while rounding, some 10⁻¹⁶ of the largest rate 10⁴, allows it.
  @Test func brown() throws {
    for row in try reference("fokker_planck_brown_eigenvalue", as: [Eigenvalue].self)
    where row.sigma <= 12.5 {
      // u = −σ z² − 2σh z, drift −grad u.
      let operation: SphericalOperator =
        (2 * row.sigma) * (.z * .tangential(.z)) + (2 * row.sigma * row.h) * .tangential(.z)
        + .laplacian
      let rate = try #require(SphericalGenerator(operation, degree: 60).slowestRate)
      #expect(agree(rate, row.lambda1_over_D, 1e-8), "σ = \(row.sigma), h = \(row.h)")
    }
  }

  struct Rotational: Decodable {
    let D: Double
    let `init`, t, mean_zz: [Double]
    let mean_m: [[Double]]
  }

  @Test func rotationalDiffusion() throws {
    let expected = try reference("fokker_planck_rotational", as: Rotational.self)
    let generator = SphericalGenerator(expected.D * .laplacian, degree: 40)
    let start = SphericalDensity(
      concentration: expected.`init`[0],
      about: Vector3(polarAngle: expected.`init`[1], azimuth: expected.`init`[2]), degree: 40)
    for ((time, mean), zz) in zip(zip(expected.t, expected.mean_m), expected.mean_zz) {
      let density = generator.propagate(start, by: time)
      #expect(density.mean.distance(to: Vector3(mean)) < 1e-13)
      #expect(abs(density.secondMoments[2].z - zz) < 1e-13)
    }
    // A start that is a point gives the same law as a closed form: ⟨m⟩ = n e^{−2Dt}.
    let n = Vector3(0.36, 0.48, 0.8)
    let point = generator.propagate(SphericalDensity(point: n, degree: 40), by: 0.1)
    #expect(point.mean.distance(to: exp(-2 * expected.D * 0.1) * n) < 1e-13)
  }
}
