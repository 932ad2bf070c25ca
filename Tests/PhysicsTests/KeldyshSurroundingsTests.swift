import Glibc
import Macrospins
import Numerics
import Testing

/// A field and Gilbert's damping on a magnet, with a current and without.
@Suite struct KeldyshSurroundingsTests {
  private static let gyromagneticRatio =
    PhysicalConstants.elementaryCharge / PhysicalConstants.electronMass

  private static func surroundings(
    _ field: Vector3, damping: Double = 0, temperature: Double = 0, electrons: Bool = false
  ) -> MagnetSurroundings {
    var surroundings = MagnetSurroundings()
    surroundings.field = field
    surroundings.damping = damping
    surroundings.temperature = temperature
    surroundings.electronDamping = electrons
    return surroundings
  }

  /// No current.
  private static func idle(
    spin: Double, temperature: Double = 0, leads: LeadPairs = .same
  ) -> SpinTransfer {
    var barrier = SpinDependentBarrier()
    barrier.spin = spin
    return SpinTransfer(
      barrier: barrier,
      bias: SpinBias(left: 0, right: 0, temperature: temperature, leads: leads))
  }

  /// dm/dt without noise, term by term.
  private static func rate(_ law: SpinTorqueLaw, at m: Vector3) -> Vector3 {
    let axis = Vector3(0, 0, 1)
    return (law.torque.real * axis + law.rotation).cross(m)
      + m.cross((law.torque.imaginary * axis + law.attraction).cross(m))
  }

  @Test func nothingAroundChangesNothing() throws {
    let dynamics = try reference("keldysh_dynamics", as: DynamicsReference.self)
    for junction in dynamics.cases {
      for (_, form, calculus) in DynamicsReference.variants {
        let law = junction.transfer().law(form: form, calculus: calculus)
        let same = junction.transfer().law(
          form: form, calculus: calculus,
          surroundings: Self.surroundings(.zero, temperature: 300))
        #expect(same == law)
        #expect(law.isAxial && law.axialTorque == law.torque)
      }
    }
  }

  /// dm/dt = γB × m + … − α m × dm/dt, as Eq. (11) with a damping has it: the law solves it for
  /// dm/dt. Some twenty roundings.
  @Test(arguments: [0.01, 0.3, 2])
  func gilbertsEquation(damping: Double) {
    var generator = TestGenerator(seed: 11)
    let bias = SpinBias(left: 2e-20, right: -0.7e-20)
    let transfer = SpinTransfer(barrier: SpinDependentBarrier(), bias: bias)
    let field = Vector3(0.3, -0.2, 0.5)
    let free = transfer.law(
      form: .appendix, calculus: .stratonovich, surroundings: Self.surroundings(field))
    let damped = transfer.law(
      form: .appendix, calculus: .stratonovich,
      surroundings: Self.surroundings(field, damping: damping))
    #expect(free.rotation == Self.gyromagneticRatio * field)
    for _ in 0..<50 {
      let m = Vector3(
        polarAngle: Double.random(in: 0...3, using: &generator),
        azimuth: Double.random(in: 0...6, using: &generator))
      let (f, v) = (Self.rate(free, at: m), Self.rate(damped, at: m))
      #expect(v.distance(to: f - damping * m.cross(v)) < 1e-14 * free.turning)
    }
    // The noise is a field too.
    #expect(
      agree(
        damped.noise.squaredMagnitude * (1 + damping * damping), free.noise.squaredMagnitude, 1e-14)
    )
    // That of the electrons adds to it.
    var both = Self.surroundings(field, damping: damping, electrons: true)
    let more = transfer.law(form: .appendix, calculus: .ito, surroundings: both)
    both.damping += transfer.equilibriumDamping
    both.electronDamping = false
    #expect(more == transfer.law(form: .appendix, calculus: .ito, surroundings: both))
  }

  /// Without a current and at zero temperature the Landau-Lifshitz-Gilbert equation: about −B the
  /// tangent of half the angle falls as exp(−αγBt/(1 + α²)), and m turns with γB/(1 + α²).
  @Test func withoutACurrent() throws {
    let damping = 0.2
    let field = Vector3(0.3, -0.2, 0.5)
    let law = Self.idle(spin: 1e4).law(
      form: .appendix, calculus: .stratonovich,
      surroundings: Self.surroundings(field, damping: damping))
    #expect(!law.isAxial && law.noise == .zero && StationaryLaw(law) == nil)
    let start = GibbsEnsemble(concentration: .infinity, polarAngle: 0.7, azimuth: 2)
    let speed = Self.gyromagneticRatio * field.norm / (1 + damping * damping)
    let duration = 5 / speed
    let axis = -1 * field.unit
    let cosine = axis.dot(start.direction)
    let tangent = ((1 - cosine) / (1 + cosine)).squareRoot() * exp(-damping * 5)
    let perpendicular = (start.direction - cosine * axis).unit
    // Turning with +γB about B.
    let turned = cos(5.0) * perpendicular + sin(5.0) * field.unit.cross(perpendicular)
    let opening = 1 + tangent * tangent
    let exact =
      ((1 - tangent * tangent) / opening) * axis + (2 * tangent / opening) * turned
    var errors: [Double] = []
    for steps in [500.0, 1000] {
      let outcome = try SpinTorqueEnsemble(
        law: law, start: start, duration: duration, timeStep: duration / steps, trajectories: 2,
        savedTimes: 2, seed: 1, point: 0
      ).run {}
      errors.append(outcome.means[1].distance(to: exact))
    }
    // Second order: half the step, a quarter of the error.
    #expect(errors[1] < 1e-4 && (3.8...4.2).contains(errors[0] / errors[1]))
  }

  /// exp(−E/k_BT) of the energy ħγJ B·m: ⟨m_z⟩ = −L(κ), whoever damps and at whatever strength.
  /// The closed form is a quadrature good to 1e-10.
  @Test func brownsEquilibrium() throws {
    let (spin, temperature, field) = (100.0, 2.0, Vector3(0, 0, 0.1))
    let concentration = GibbsEnsemble.concentration(
      spin: spin, field: field.z, temperature: temperature)
    let mean = -(1 / tanh(concentration) - 1 / concentration)
    for leads in LeadPairs.allCases {
      let law = Self.idle(spin: spin, temperature: temperature, leads: leads).law(
        form: .printed, calculus: .ito, surroundings: Self.surroundings(field, electrons: true))
      #expect(abs(try #require(StationaryLaw(law)).mean - mean) < 1e-9)
    }
    for damping in [0.01, 1] {
      let law = Self.idle(spin: spin).law(
        form: .appendix, calculus: .stratonovich,
        surroundings: Self.surroundings(field, damping: damping, temperature: temperature))
      #expect(law.longitudinalRatio == 1)
      #expect(abs(try #require(StationaryLaw(law)).mean - mean) < 1e-9)
    }
    // Both at one temperature.
    let law = Self.idle(spin: spin, temperature: temperature).law(
      form: .appendix, calculus: .stratonovich,
      surroundings: Self.surroundings(
        field, damping: 1e-5, temperature: temperature, electrons: true))
    #expect(abs(try #require(StationaryLaw(law)).mean - mean) < 1e-9)
    // Neither: the noise of the electrons alone heats the magnet until all directions are alike.
    let undamped = Self.idle(spin: spin, temperature: temperature).law(
      form: .appendix, calculus: .stratonovich, surroundings: Self.surroundings(field))
    #expect(abs(try #require(StationaryLaw(undamped)).mean) < 1e-8)
  }

  /// The same in a field that points anywhere, from the density after 30 relaxation times and from
  /// trajectories within 4 standard errors.
  @Test func equilibriumInAnyField() throws {
    let (spin, temperature, damping) = (100.0, 2.0, 0.3)
    let field = 0.1 * Vector3(polarAngle: 1.1, azimuth: 2.5)
    let concentration = GibbsEnsemble.concentration(
      spin: spin, field: field.norm, temperature: temperature)
    let exact = -(1 / tanh(concentration) - 1 / concentration) * field.unit
    let law = Self.idle(spin: spin).law(
      form: .appendix, calculus: .stratonovich,
      surroundings: Self.surroundings(field, damping: damping, temperature: temperature))
    let start = GibbsEnsemble(concentration: 5, polarAngle: 0.4, azimuth: 1)
    let duration = 30 / (damping * Self.gyromagneticRatio * field.norm)
    let density = try SpinTorqueDensity(law: law, start: start)
      .run(times: [0, duration], bins: 20) {}
    #expect(density.record.means[1].distance(to: exact) < 1e-9)
    let trajectories = samples(20_000)
    let ensemble = try SpinTorqueEnsemble(
      law: law, start: start, duration: duration / 4, timeStep: 0.02 / law.turning,
      trajectories: trajectories, savedTimes: 2, seed: 4, point: 0
    ).run {}
    for (found, (expected, deviation)) in zip(
      ensemble.means[1].components,
      zip(exact.components, density.record.standardDeviations[1].components))
    {
      // Beside the sampling error what is left of the start, and 1e-3 for a step of 0.02 rad.
      #expect(
        abs(found - expected) < 4 * deviation / Double(trajectories).squareRoot() + 2e-3)
    }
  }

  /// Without a current no direction is special: a field along the axis, for which three orders of
  /// harmonics do, and one that is tilted, for which all are needed, tell the same.
  @Test func noDirectionIsSpecial() throws {
    let transfer = Self.idle(spin: 200, temperature: 300)
    func mean(of field: Vector3, _ polarAngle: Double) throws -> [Vector3] {
      let law = transfer.law(
        form: .appendix, calculus: .stratonovich,
        surroundings: Self.surroundings(field, damping: 0.1, temperature: 50, electrons: true))
      let start = GibbsEnsemble(concentration: 20, polarAngle: polarAngle, azimuth: 0)
      let turn = Self.gyromagneticRatio * 0.5
      return try SpinTorqueDensity(law: law, start: start)
        .run(times: [0, 1 / turn, 8 / turn], bins: 10) {}.record.means
    }
    let tilt = 0.9
    let axial = try mean(of: Vector3(0, 0, 0.5), 1.3)
    let tilted = try mean(of: 0.5 * Vector3(polarAngle: tilt, azimuth: 0), 1.3 + tilt)
    for (a, b) in zip(axial, tilted) {
      let turned = Vector3(
        cos(tilt) * a.x + sin(tilt) * a.z, a.y, cos(tilt) * a.z - sin(tilt) * a.x)
      #expect(b.distance(to: turned) < 1e-9)
    }
  }

  /// Everything at once, both ways.
  @Test func densityAndEnsembleAgree() throws {
    let dynamics = try reference("keldysh_dynamics", as: DynamicsReference.self)
    let junction = try #require(dynamics.named("J100_large_noise"))
    let rate = junction.transfer().law(form: .appendix, calculus: .ito).turning
    let field = rate / Self.gyromagneticRatio * Vector3(0.4, -0.1, 0.2)
    for (_, form, calculus) in DynamicsReference.variants {
      let law = junction.transfer().law(
        form: form, calculus: calculus,
        surroundings: Self.surroundings(field, damping: 0.1, temperature: 4, electrons: true))
      let trajectories = samples(20_000)
      let ensemble = try junction.ensemble(law, trajectories: trajectories, steps: 2000)
      let density = try junction.density(law).record
      let root = Double(trajectories).squareRoot()
      for time in density.times.indices {
        for component in 0..<3 {
          let difference =
            ensemble.means[time].components[component] - density.means[time].components[component]
          let deviation = density.standardDeviations[time].components[component]
          #expect(abs(difference) < 4.5 * deviation / root + 1e-4, "\(form) \(calculus) \(time)")
        }
      }
    }
  }

  /// In the frame that turns with Δμ/ħ about the axis, electrons of one bias in both leads are in
  /// equilibrium, and their damping is a torque: Im C₁ = αΔμ/ħ, once all pairs of leads count. A
  /// field in which m turns as fast leaves nothing that moves it to either pole.
  @Test func torqueIsDampingInATurningFrame() {
    for bias in [1e-22, -3e-20] {
      let transfer = SpinTransfer(
        barrier: SpinDependentBarrier(), bias: SpinBias(left: bias, right: bias, leads: .all))
      let turning = bias / PhysicalConstants.reducedPlanck
      #expect(
        agree(
          transfer.torqueCoefficient.imaginary, transfer.equilibriumDamping * turning, 1e-13))
      let field = Vector3(0, 0, turning / Self.gyromagneticRatio)
      let law = transfer.law(
        form: .appendix, calculus: .stratonovich,
        surroundings: Self.surroundings(field, electrons: true))
      // A small difference of αΔμ/ħ and α(γB + Re C₁).
      let rest = law.axialTorque.imaginary + transfer.equilibriumDamping * law.torque.real
      #expect(abs(rest) < 1e-9 * abs(transfer.torqueCoefficient.imaginary))
    }
  }

  /// ⟨Ĩ Ĩ⟩ as Eq. (20) has it, for the printed form; for the other one the parts change places.
  @Test func azimuthalNoise() {
    let transfer = SpinTransfer(
      barrier: SpinDependentBarrier(), bias: SpinBias(left: 1e-20, right: 0))
    let c = transfer.noiseCoefficient
    let (re2, im2) = (c.real * c.real, c.imaginary * c.imaginary)
    let printed = transfer.law(form: .printed, calculus: .stratonovich)
    let appendix = transfer.law(form: .appendix, calculus: .stratonovich)
    for angle in [0.01, 0.7, 1.5, 2.8] {
      let (cos2, sin2) = (cos(angle) * cos(angle), sin(angle) * sin(angle))
      #expect(
        agree(printed.azimuthalNoise(atPolarAngle: angle), (im2 * cos2 + re2) / sin2, 1e-12))
      #expect(
        agree(appendix.azimuthalNoise(atPolarAngle: angle), (re2 * cos2 + im2) / sin2, 1e-12))
    }
    #expect(appendix.azimuthalNoise(atPolarAngle: 0).isNaN)
    // Isotropic noise: |C₂|²/sin²θ.
    let warm = Self.idle(spin: 1e4, temperature: 300).law(form: .printed, calculus: .ito)
    #expect(
      agree(
        warm.azimuthalNoise(atPolarAngle: 0.3), warm.noise.squaredMagnitude / (sin(0.3) * sin(0.3)),
        1e-12))
  }

  /// What trajectories do: the variance of φ grows by the strength of its noise, as long as the
  /// polar angle is what it was.
  @Test func azimuthsSpread() throws {
    let law = SpinTorqueLaw(torque: .init(0.3, 0), noise: .init(0.9, 0.4), longitudinalRatio: 0.2)
    let angle = 1.1
    let (duration, trajectories) = (1e-4, samples(40_000))
    let outcome = try SpinTorqueEnsemble(
      law: law, start: GibbsEnsemble(concentration: .infinity, polarAngle: angle, azimuth: 0),
      duration: duration, timeStep: duration / 20, trajectories: trajectories, savedTimes: 2,
      seed: 8, point: 0
    ).run {}
    let spread = outcome.standardDeviations[1].y / sin(angle)
    // 4 standard errors of a variance; the curvature adds some 1e-4 of it.
    let expected = law.azimuthalNoise(atPolarAngle: angle) * duration
    #expect(
      abs(spread * spread / expected - 1) < 4 * (2 / Double(trajectories)).squareRoot() + 1e-3)
  }
}
