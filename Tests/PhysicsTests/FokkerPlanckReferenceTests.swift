import Foundation
import Macrospins
import Numerics
import QuantumChains
import Testing

/// The density against numbers of independent programs and closed forms.
@Suite struct FokkerPlanckReferenceTests {
  struct Case: Decodable, CustomTestStringConvertible {
    struct Parameters: Decodable {
      let uniaxial, biaxial, damping, precession, dampingLike, fieldLike: Double
      let diffusion, diffusionSlope: Double
      let field, spin, packet, times: [Double]
    }
    let name: String
    let parameters: Parameters
    let moments: [[Double]]
    let steadyState: [Double]
    var testDescription: String { name }

    /// T = g₀ [−m × H − α m × (m × H)] + A m × (s × m) + B m × s with H = 2k z ẑ − 2k_p x x̂ + h₀, and
    /// D = D₀ − D₁ s·m.
    var generator: SphericalOperator {
      let p = parameters
      let (h, s) = (Vector3(p.field), Vector3(p.spin))
      var generator = SphericalOperator.drift(
        rotation: p.precession * h - p.fieldLike * s,
        attraction: (p.precession * p.damping) * h + p.dampingLike * s)
      for (field, axis) in [(2 * p.uniaxial, CartesianAxis.z), (-2 * p.biaxial, .x)] {
        let turned = SphericalOperator.rotation(axis) + p.damping * .tangential(axis)
        generator = generator + (p.precession * field) * (.coordinate(axis) * turned)
      }
      let diffusion = SphericalOperator(p.diffusion) - p.diffusionSlope * .projection(on: s)
      return generator + diffusion * .laplacian
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
    let generator = try SphericalGenerator(expected.generator, degree: 60)
    let start = expected.parameters.packet
    let packet = SphericalDensity(
      concentration: start[0], about: Vector3(polarAngle: start[1], azimuth: start[2]), degree: 60)
    var (density, time) = (packet, 0.0)
    for (next, row) in zip(expected.parameters.times, expected.moments) {
      density = try generator.propagate(density, by: next - time)
      time = next
      for (seen, moment) in zip(moments(density), row) {
        #expect(abs(seen - moment) < 1e-11, "t = \(time)")
      }
      #expect(abs(density.total - 1) < 1e-13)
      // One step of a different length arrives at the same place.
      let direct = try generator.propagate(packet, by: next)
      #expect(abs(direct.mean.distance(to: density.mean)) < 1e-12)
    }
    let steady = try generator.steadyState()
    for (seen, moment) in zip(moments(steady), expected.steadyState) {
      #expect(abs(seen - moment) < 1e-11)
    }
    // What does not change does not change.
    #expect(try generator.propagate(steady, by: 3).mean.distance(to: steady.mean) < 1e-12)
  }

  struct Convergence: Decodable {
    struct Harmonics: Decodable {
      let degree: Int
      let moments, steady: Double
    }
    struct Volumes: Decodable {
      let `case`: String
      let rows: Int
      let steady: Double
    }
    let harmonics: [Harmonics]
    let volumes: [Volumes]
  }

  /// The same errors for the same degree as an independent program has them: both are Galerkin's
  /// method, which has no other freedom. Errors below 10⁻¹² are rounding.
  @Test func convergence() throws {
    let table = try reference("fokker_planck_convergence", as: Convergence.self)
    let cases = try reference("fokker_planck_cases", as: [Case].self)
    let expected = try #require(cases.first { $0.name == "llg_stt_constD" })
    let start = expected.parameters.packet
    for row in table.harmonics {
      let generator = try SphericalGenerator(expected.generator, degree: row.degree)
      let packet = SphericalDensity(
        concentration: start[0], about: Vector3(polarAngle: start[1], azimuth: start[2]),
        degree: row.degree)
      var error = 0.0
      for (time, exact) in zip(expected.parameters.times, expected.moments) {
        let density = try generator.propagate(packet, by: time)
        for (seen, moment) in zip(moments(density), exact) {
          error = max(error, abs(seen - moment))
        }
      }
      let steady = try generator.steadyState()
      let steadyError = zip(moments(steady), expected.steadyState).map { abs($0 - $1) }.max() ?? 1
      for (seen, listed) in [(error, row.moments), (steadyError, row.steady)] {
        #expect(
          listed > 1e-12 ? agree(seen, listed, 1e-3) : seen < 1e-12,
          "degree \(row.degree): \(seen), \(listed)")
      }
    }
  }

  struct Eigenvalue: Decodable {
    let sigma, h, rate: Double
  }

  /// Brown's eigenvalue to 10⁻⁸ while rounding, some 10⁻¹⁶ of the largest rate 10⁴, allows it.
  @Test func brown() throws {
    for row in try reference("fokker_planck_brown_eigenvalue", as: [Eigenvalue].self)
    where row.sigma <= 12.5 {
      // u = −σ z² − 2σh z, drift −grad u.
      let operation: SphericalOperator =
        (2 * row.sigma) * (.z * .tangential(.z)) + (2 * row.sigma * row.h) * .tangential(.z)
        + .laplacian
      let rate = try #require(try SphericalGenerator(operation, degree: 60).slowestRate())
      #expect(agree(rate, row.rate, 1e-8), "σ = \(row.sigma), h = \(row.h)")
    }
  }

  struct Rotational: Decodable {
    let diffusion: Double
    let packet, times, squares: [Double]
    let means: [[Double]]
  }

  @Test func rotationalDiffusion() throws {
    let expected = try reference("fokker_planck_rotational", as: Rotational.self)
    let generator = try SphericalGenerator(expected.diffusion * .laplacian, degree: 40)
    let start = SphericalDensity(
      concentration: expected.packet[0],
      about: Vector3(polarAngle: expected.packet[1], azimuth: expected.packet[2]), degree: 40)
    for ((time, mean), zz) in zip(
      zip(expected.times, expected.means), expected.squares)
    {
      let density = try generator.propagate(start, by: time)
      #expect(density.mean.distance(to: Vector3(mean)) < 1e-13)
      #expect(abs(density.secondMoments[2].z - zz) < 1e-13)
    }
    // A start that is a point gives the same law as a closed form: ⟨m⟩ = n e^{−2Dt}.
    let n = Vector3(0.36, 0.48, 0.8)
    let point = try generator.propagate(SphericalDensity(point: n, degree: 40), by: 0.1)
    #expect(point.mean.distance(to: exp(-2 * expected.diffusion * 0.1) * n) < 1e-13)
  }
}
