import Foundation
import Macrospins
import Numerics
import QuantumChains
import Teams
import Testing

/// The density of a magnet in a spin-polarized current against exact solutions and ensembles.
@Suite struct KeldyshDensityTests {
  private static let dynamics = Result {
    try reference("keldysh_dynamics", as: DynamicsReference.self)
  }

  private static let names = [
    "paper", "J500", "J100_large_noise", "thermal_300K", "opposite_leads", "reverse_bias",
  ]

  /// The tail of the expansion is 1e-9; means and transverse deviations are better than that. The
  /// deviation of m_z is the root of a small difference of moments, and down to 3e-4.
  private func compare(
    _ outcome: SpinTorqueDensity.Outcome, _ exact: DynamicsReference.Moments, _ comment: Comment
  ) {
    #expect(outcome.resolution <= 1e-9)
    let record = outcome.record
    #expect(record.means.count == exact.mean.count)
    for time in exact.mean.indices {
      #expect(record.means[time].distance(to: Vector3(exact.mean[time])) < 1e-10, comment)
      let deviation = record.standardDeviations[time].components
      for (component, tolerance) in [(0, 1e-9), (1, 1e-9), (2, 2e-8)] {
        #expect(
          abs(deviation[component] - exact.std[time][component]) < tolerance,
          "\(comment) time \(time) component \(component)")
      }
    }
  }

  /// Both noise forms, both calculi, and no noise at all.
  @Test(arguments: names)
  func exactSolutions(name: String) throws {
    let junction = try #require(try Self.dynamics.get().named(name))
    for (variant, form, calculus) in DynamicsReference.variants {
      let law = junction.transfer().law(form: form, calculus: calculus)
      compare(
        try junction.density(law), try #require(junction.variants[variant]), "\(name) \(variant)")
    }
    let law = junction.transfer().law(form: .appendix, calculus: .stratonovich).withoutNoise
    compare(try junction.density(law), junction.noiseFree, "\(name) without noise")
  }

  @Test func allLeads() throws {
    let all = try reference("keldysh_all_leads", as: AllLeadsReference.self).cases
    for expected in all {
      let junction = try #require(try Self.dynamics.get().named(expected.name))
      let law = junction.transfer(leads: .all).law(form: .appendix, calculus: .stratonovich)
      compare(
        try junction.density(law), .init(mean: expected.mean, std: expected.std),
        "\(expected.name), all leads")
    }
  }

  /// Densities of the polar angle at all times, with noise and without. The expansion has a tail of
  /// 1e-9 and up to some thousand terms; in units of the peak the numbers agree to 1e-7.
  @Test func polarDensities() throws {
    let marginals = try reference("keldysh_marginals", as: MarginalReference.self).marginals
    #expect(marginals.count == 30)
    for (name, own) in Dictionary(grouping: marginals, by: \.case) {
      let junction = try #require(try Self.dynamics.get().named(name))
      for noise in [true, false] {
        var law = junction.transfer().law(form: .appendix, calculus: .stratonovich)
        if !noise { law = law.withoutNoise }
        let rows = own.filter { $0.noise == noise }.sorted { $0.time < $1.time }
        let times = rows.map { $0.time * junction.inputs.duration }
        let evolution = DensityEvolution(largestDegree: 8192, largestOrder: 2)
        let stages = zip(times, times.dropFirst()).map {
          DensityEvolution.Stage(duration: $1 - $0, generator: law.generator)
        }
        var densities = [
          SphericalDensity(
            concentration: junction.start.concentration, about: junction.start.direction,
            degree: 400, order: 2)
        ]
        _ = try evolution.run(
          from: junction.start.direction, concentration: junction.start.concentration,
          stages: stages, poll: {}
        ) { number, density in
          #expect(number == densities.count - 1 && density != nil)
          if let density { densities.append(density) }
        }
        #expect(densities.count == rows.count)
        for (row, density) in zip(rows, densities) {
          let peak = row.density.max() ?? 0
          for (angle, expected) in zip(row.angles, row.density) {
            let seen = density.polarDensity(at: angle)
            #expect(
              abs(seen - expected) < 1e-7 * peak,
              "\(name) noise \(noise) t = \(row.time) angle \(angle): \(seen) \(expected)")
          }
          #expect(abs(density.total - 1) < 1e-12)
        }
      }
    }
  }

  /// The axial form of the generator is the sum over three noises fixed in space.
  @Test(arguments: [0, 0.3, 1])
  func generators(longitudinalRatio: Double) throws {
    let law = SpinTorqueLaw(
      torque: .init(0.7, -0.4), noise: .init(0.5, 0.3), longitudinalRatio: longitudinalRatio)
    let transverse = SphericalOperator.stratonovichNoise(
      rotation: 0.5, attraction: 0.3, axes: [.x, .y])
    let longitudinal = SphericalOperator.stratonovichNoise(
      rotation: 0.5, attraction: 0.3, axes: [.z])
    let drift = 0.7 * .rotation(.z) + -0.4 * .tangential(.z)
    let expected = drift + transverse + longitudinalRatio * longitudinal
    let density = SphericalDensity(point: Vector3(0.36, 0.48, 0.8), degree: 12)
    let seen = try SphericalGenerator(law.generator, degree: 12).rate(of: density)
    let full = try SphericalGenerator(expected, degree: 12).rate(of: density)
    for l in 0...12 {
      for m in 0...l {
        let (a, b) = (
          seen.coefficient(degree: l, order: m), full.coefficient(degree: l, order: m)
        )
        #expect(abs(a.real - b.real) + abs(a.imaginary - b.imaginary) < 1e-13 * Double(1 + l * l))
      }
    }
  }

  /// After some thirty relaxation times the stationary law, which is known in closed form.
  @Test func longTimes() throws {
    let junction = try #require(try Self.dynamics.get().named("J100_large_noise"))
    for (_, form, calculus) in DynamicsReference.variants {
      let law = junction.transfer().law(form: form, calculus: calculus)
      let time = 30 / abs(law.torque.imaginary)
      let record = try SpinTorqueDensity(law: law, start: junction.start)
        .run(times: [0, time]) {}.record
      let stationary = try #require(StationaryLaw(law))
      #expect(abs(record.means[1].z - stationary.mean) < 1e-9)
      #expect(abs(record.means[1].x) < 1e-9 && abs(record.means[1].y) < 1e-9)
      for deviation in [record.standardDeviations[1].x, record.standardDeviations[1].y] {
        #expect(agree(deviation * deviation, stationary.transverseVariance, 1e-7))
      }
    }
  }

  /// One direction under isotropic noise: ⟨m⟩ = n exp(−|K|² t), and every density is resolved.
  @Test func singleDirection() throws {
    let law = SpinTorqueLaw(torque: .zero, noise: .init(0.6, 0.8), longitudinalRatio: 1)
    let start = GibbsEnsemble(concentration: .infinity, polarAngle: 1.2, azimuth: 0.4)
    let outcome = try SpinTorqueDensity(law: law, start: start).run(times: [0, 0.1, 2], bins: 45) {}
    let record = outcome.record
    #expect(record.means[0].distance(to: start.direction) < 1e-15)
    #expect(record.standardDeviations[0].distance(to: .zero) < 1e-7)
    #expect(record.polarDensity[0].count { $0 != 0 } == 1)
    for (time, mean) in zip([0, 0.1, 2], record.means) {
      #expect(mean.distance(to: exp(-time) * start.direction) < 1e-12)
    }
    for density in record.polarDensity {
      #expect(abs(density.reduce(0, +) * Double.pi / 45 - 1) < 1e-12)
      #expect(density.allSatisfy { $0 > -1e-7 })
    }
    // No start at all: every direction alike stays so.
    let uniform = GibbsEnsemble(concentration: 0, polarAngle: 1, azimuth: 0)
    let still = try SpinTorqueDensity(law: law, start: uniform).run(times: [0, 1], bins: 3) {}
    #expect(still.record.means[1].norm < 1e-14)
    #expect(agree(still.record.polarDensity[1][1], 1.5 / .pi, 1e-12))
  }

  /// What an ensemble cannot be told from within 4 standard errors, for the noise that differs most
  /// from a scalar one: warm electrons, all leads, printed form, Itô.
  @Test func ensembles() throws {
    let junction = try #require(try Self.dynamics.get().named("thermal_300K"))
    let law = junction.transfer(leads: .all).law(form: .printed, calculus: .ito)
    let trajectories = samples(40_000)
    let ensemble = try junction.ensemble(law, trajectories: trajectories)
    let record = try junction.density(law).record
    let root = Double(trajectories).squareRoot()
    for time in record.times.indices {
      for component in 0..<3 {
        let (mean, deviation) = (
          record.means[time].components[component],
          record.standardDeviations[time].components[component]
        )
        let difference = ensemble.means[time].components[component] - mean
        #expect(abs(difference) < 4 * deviation / root)
        // m_z has tails that leave no estimate of the error of its spread.
        guard component < 2 else { continue }
        let spread = ensemble.standardDeviations[time].components[component]
        // The error of a standard deviation of nearly normal numbers, and half as much again.
        #expect(abs(spread - deviation) < 1.5 * 4 * deviation / (2.0.squareRoot() * root))
      }
    }
  }

  @Test func whatHasNoDensity() throws {
    let point = GibbsEnsemble(concentration: .infinity, polarAngle: 1, azimuth: 0)
    let packet = GibbsEnsemble(concentration: 100, polarAngle: 1, azimuth: 0)
    let drift = SpinTorqueLaw(torque: .init(1, 1), noise: .zero)
    func run(
      _ law: SpinTorqueLaw, _ start: GibbsEnsemble, _ times: [Double], degree: Int = 200
    ) throws -> SpinTorqueRecord {
      try SpinTorqueDensity(law: law, start: start, largestDegree: degree)
        .run(times: times, bins: 10) {}.record
    }
    func failure(_ cause: DensityError) -> EvaluationError { .failed(EvaluationFailure(cause)) }
    #expect(throws: failure(.noNoise)) { try run(drift, point, [0, 1]) }
    // Contracted to e⁻⁶ of its width.
    #expect(throws: EvaluationError.self) { try run(drift, packet, [0, 6]) }
    #expect(try run(drift, packet, [0]).times == [0])
    // A start that is a point is no density until the noise has made it one.
    let noisy = SpinTorqueLaw(torque: .init(1, 1), noise: .init(0.5, 0))
    #expect(throws: failure(.notYetResolved(time: 1e-6))) {
      try run(noisy, point, [0, 1e-6, 1])
    }
    #expect(try run(noisy, point, [0, 1]).means.count == 2)
    var calls = 0
    #expect(throws: EvaluationError.stopped) {
      _ = try SpinTorqueDensity(law: noisy, start: packet).run(times: [0, 1]) {
        () throws(EvaluationError) in
        calls += 1
        if calls == 3 { throw .stopped }
      }
    }
  }
}
