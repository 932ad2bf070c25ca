import Macrospins
import Numerics
import QuantumChains
import Teams
import Testing

/// Ensembles of magnets in a spin-polarized current against exact solutions.
@Suite struct KeldyshEnsembleTests {
  private static let dynamics = Result {
    try reference("keldysh_dynamics", as: DynamicsReference.self)
  }

  /// Means within 4 standard errors, and standard deviations of m_x and m_y, whose errors are
  /// measured from the fourth moment; of m_z only where the exact error is known, since rare
  /// trajectories that linger at the pole that repels make every estimate of it worthless.
  private func compare(
    _ outcome: SpinTorqueRecord, _ exact: DynamicsReference.Moments, trajectories: Int,
    errors: DynamicsReference.Errors?, _ comment: Comment
  ) {
    let root = Double(trajectories).squareRoot()
    for time in exact.mean.indices {
      let (mean, deviation) = (
        outcome.means[time].components, outcome.standardDeviations[time].components
      )
      for component in 0..<3 {
        let error = exact.std[time][component] / root
        #expect(abs(mean[component] - exact.mean[time][component]) < 4 * error, comment)
        guard let errors, component < 2 || errors.exactZ else { continue }
        let spread = errors.timesRootN[time][component] / root
        #expect(abs(deviation[component] - exact.std[time][component]) < 4 * spread, comment)
      }
    }
  }

  @Test(arguments: [
    "paper", "J500", "J100_large_noise", "thermal_300K", "opposite_leads", "reverse_bias",
  ])
  func exactSolutions(name: String) throws {
    let junction = try #require(try Self.dynamics.get().named(name))
    let trajectories = samples(40_000)
    for (variant, form, calculus) in DynamicsReference.variants {
      let law = junction.transfer().law(form: form, calculus: calculus)
      let outcome = try junction.ensemble(law, trajectories: trajectories)
      compare(
        outcome, try #require(junction.variants[variant]), trajectories: trajectories,
        errors: junction.stdErrors[variant], "\(name) \(variant)")
    }
    let law = junction.transfer().law(form: .appendix, calculus: .stratonovich).withoutNoise
    compare(
      try junction.ensemble(law, trajectories: trajectories), junction.noiseFree,
      trajectories: trajectories, errors: nil, "\(name) without noise")
  }

  @Test func allLeads() throws {
    let all = try reference("keldysh_all_leads", as: AllLeadsReference.self).cases
    let trajectories = samples(40_000)
    for expected in all {
      let junction = try #require(try Self.dynamics.get().named(expected.name))
      let law = junction.transfer(leads: .all).law(form: .appendix, calculus: .stratonovich)
      compare(
        try junction.ensemble(law, trajectories: trajectories),
        .init(mean: expected.mean, std: expected.std), trajectories: trajectories, errors: nil,
        "\(expected.name), all leads")
    }
  }

  /// With the same random numbers the difference of the two calculi has a small error:
  /// the correction is seen, not only allowed. 5e-5 is a tenth of it; the sampling error of the
  /// difference is some hundredth.
  @Test func variantsDifferAsTheyShould() throws {
    let junction = try #require(try Self.dynamics.get().named("J100_large_noise"))
    let own = try #require(junction.variants["appendix_strat"])
    let other = try #require(junction.variants["appendix_ito"])
    let transfer = junction.transfer()
    let trajectories = 20_000
    let stratonovich = try junction.ensemble(
      transfer.law(form: .appendix, calculus: .stratonovich), trajectories: trajectories)
    let ito = try junction.ensemble(
      transfer.law(form: .appendix, calculus: .ito), trajectories: trajectories)
    var largest = 0.0
    for time in own.mean.indices {
      let found = ito.means[time] - stratonovich.means[time]
      let exact = Vector3(other.mean[time]) - Vector3(own.mean[time])
      largest = max(largest, exact.distance(to: .zero))
      #expect(found.distance(to: exact) < 5e-5)
    }
    #expect(largest > 5e-4)
  }

  /// Every bin in which 20 trajectories are expected, at every time of every junction, against the
  /// density (which `KeldyshDensityTests` compares with exact numbers) within 4.5 binomial standard
  /// errors: of some five hundred bins one in 300 000 lies outside by chance.
  @Test func polarDistributions() throws {
    let trajectories = samples(60_000)
    for name in ["paper", "J100_large_noise", "thermal_300K"] {
      let junction = try #require(try Self.dynamics.get().named(name))
      let law = junction.transfer().law(form: .appendix, calculus: .stratonovich)
      let outcome = try junction.ensemble(law, trajectories: trajectories, savedTimes: 5)
      let exact = try junction.density(law, savedTimes: 5).record
      #expect(exact.times.count == 5 && outcome.times.count == 5)
      for time in exact.times.indices {
        for (bin, density) in exact.polarDensity[time].enumerated() {
          let probability = density * Double.pi / 60
          guard probability * Double(trajectories) > 20 else { continue }
          let found = outcome.polarDensity[time][bin] * Double.pi / 60
          let error = (probability * (1 - probability) / Double(trajectories)).squareRoot()
          #expect(abs(found - probability) < 4.5 * error, "\(name) at \(time), bin \(bin)")
        }
        // Sixty roundings.
        let sum = outcome.polarDensity[time].reduce(0, +)
        #expect(abs(sum * Double.pi / 60 - 1) < 1e-13)
      }
    }
  }

  /// ⟨n·m⟩ = coth κ − 1/κ, and no preferred azimuth about n.
  @Test(arguments: [0, 1e-9, 1e-3, 0.7, 20, 671.7, .infinity])
  func initialEnsemble(concentration: Double) throws {
    let start = GibbsEnsemble(concentration: concentration, polarAngle: 2.2, azimuth: 0.4)
    let trajectories = samples(100_000)
    let outcome = try SpinTorqueEnsemble(
      law: SpinTorqueLaw(torque: .init(1, 1), noise: .init(0, 0)), start: start, duration: 0,
      timeStep: 1, trajectories: trajectories, savedTimes: 11, seed: 5, point: 0
    ).run {}
    #expect(outcome.times == [0])
    let length: Double
    switch concentration {
    case ..<1e-2: length = concentration / 3
    case ..<300:
      let q = exponential(-2 * concentration)
      length = (1 + q) / (1 - q) - 1 / concentration
    default: length = 1 - 1 / concentration
    }
    let mean = outcome.means[0]
    for (found, expected, deviation) in zip3(
      mean.components, (length * start.direction).components,
      outcome.standardDeviations[0].components)
    {
      let error = deviation / Double(trajectories).squareRoot()
      #expect(abs(found - expected) <= 4 * error + 1e-12)
    }
  }

  private func zip3(_ a: [Double], _ b: [Double], _ c: [Double]) -> [(Double, Double, Double)] {
    zip(zip(a, b), c).map { ($0.0, $0.1, $1) }
  }

  /// Without noise and spread the scheme follows Tassi et al., Eq. (15), with an error of second
  /// order in the time step.
  @Test func secondOrderWithoutNoise() throws {
    let junction = try #require(try Self.dynamics.get().named("paper"))
    let law = junction.transfer().law(form: .appendix, calculus: .stratonovich).withoutNoise
    let (theta, azimuth) = (2.8, 1.0)
    let time = junction.inputs.duration
    // tan(θ/2) falls as e^(−Im C₁ t).
    let decay = exponential(-law.torque.imaginary * time)
    let half = Elementary.sineCosine(theta / 2)
    let tangent = half.sine / half.cosine * decay
    let opening = 1 + tangent * tangent
    let radius = 2 * tangent / opening
    let (sine, cosine) = Elementary.sineCosine(azimuth + law.torque.real * time)
    let exact = Vector3(radius * cosine, radius * sine, (1 - tangent * tangent) / opening)
    var errors: [Double] = []
    for steps in [400.0, 800] {
      let outcome = try SpinTorqueEnsemble(
        law: law,
        start: GibbsEnsemble(concentration: .infinity, polarAngle: theta, azimuth: azimuth),
        duration: time, timeStep: time / steps, trajectories: 3, savedTimes: 2, seed: 1, point: 0
      ).run {}
      errors.append(outcome.means[1].distance(to: exact))
      #expect(outcome.standardDeviations[1] == .zero)
    }
    #expect(errors[1] < 1e-5)
    // Half the step, a quarter of the error; the next order adds some per cent.
    #expect((3.8...4.2).contains(errors[0] / errors[1]))
  }

  /// eˣ by its series, for |x| up to 40.
  private func exponential(_ x: Double) -> Double {
    var term = 1.0
    var sum = 1.0
    for n in 1...200 {
      term *= abs(x) / Double(n)
      sum += term
    }
    return x < 0 ? 1 / sum : sum
  }

  /// No trajectory knows of the others, of the saved times or of the block it falls into, and each
  /// keeps its length: ⟨m²⟩ = |⟨m⟩|² + σ² is 1.
  @Test func sameBitsWhateverTheBlock() throws {
    let junction = try #require(try Self.dynamics.get().named("opposite_leads"))
    let law = junction.transfer().law(form: .appendix, calculus: .ito)
    func run(_ trajectories: Int, savedTimes: Int = 5, seed: UInt64 = 1) throws
      -> SpinTorqueRecord
    {
      try junction.ensemble(
        law, trajectories: trajectories, savedTimes: savedTimes, steps: 100, seed: seed)
    }
    // Sums over the first n trajectories, from whatever blocks: their differences are single ones.
    let counts = [1, 8, 9, 256, 257, 300]
    for count in counts {
      let some = try run(count)
      #expect(try run(count) == some)
      #expect(try run(count, savedTimes: 2).means.last == some.means.last)
      #expect(try run(count, savedTimes: 101).means.last == some.means.last)
      #expect(try run(count, seed: 2) != some)
      for (mean, deviation) in zip(some.means, some.standardDeviations) {
        let square = mean.dot(mean) + deviation.dot(deviation)
        #expect(abs(square - 1) < 1e-14)
      }
    }
    let (before, after) = (try run(256), try run(257))
    let last = 257 * after.means[4] - 256 * before.means[4]
    // The 257th, alone in its block, from a difference of sums: their rounding.
    #expect(abs(last.norm - 1) < 1e-12)
  }

  @Test func whatCannotBeRun() {
    let start = GibbsEnsemble(concentration: 1, polarAngle: 1, azimuth: 0)
    let law = SpinTorqueLaw(torque: .init(1, 1), noise: .init(1, 0))
    func make(_ trajectories: Int, savedTimes: Int, timeStep: Double) throws {
      _ = try SpinTorqueEnsemble(
        law: law, start: start, duration: 1, timeStep: timeStep, trajectories: trajectories,
        savedTimes: savedTimes, seed: 1, point: 0)
    }
    #expect(throws: MacrospinError.trajectories(0)) {
      try make(0, savedTimes: 2, timeStep: 0.1)
    }
    #expect(throws: MacrospinError.savedTimes(-1)) {
      try make(1, savedTimes: -1, timeStep: 0.1)
    }
    #expect(throws: MacrospinError.timeStep(0)) { try make(1, savedTimes: 2, timeStep: 0) }
  }

  /// Saved times count as work: `poll` is asked in an ensemble of few steps too, and ends it.
  @Test func pollEndsARun() throws {
    let start = GibbsEnsemble(concentration: 1, polarAngle: 1, azimuth: 0)
    let ensemble = try SpinTorqueEnsemble(
      law: SpinTorqueLaw(torque: .init(1, 1), noise: .init(0.1, 0)), start: start, duration: 1,
      timeStep: 0.1, trajectories: 100_000, savedTimes: 11, seed: 1, point: 0)
    var calls = 0
    #expect(throws: EvaluationError.stopped) {
      try ensemble.run { () throws(EvaluationError) in
        calls += 1
        if calls == 5 { throw .stopped }
      }
    }
    #expect(calls == 5)
  }
}
