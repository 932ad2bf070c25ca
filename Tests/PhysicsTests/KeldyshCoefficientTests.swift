import Macrospins
import Numerics
import Testing

/// Amplitudes, coefficients and stationary laws of a magnet in a spin-polarized current.
@Suite struct KeldyshCoefficientTests {
  private static func matches(_ number: Complex, _ expected: [Double]) -> Bool {
    // Relative to the modulus: one part may be a difference of nearly equal numbers.
    let size = (expected[0] * expected[0] + expected[1] * expected[1]).squareRoot()
    return abs(number.real - expected[0]) <= 1e-10 * size
      && abs(number.imaginary - expected[1]) <= 1e-10 * size
  }

  /// Some twenty roundings in either evaluation: 1e-10 is far above them and far below any change
  /// of a constant.
  @Test func closedForms() throws {
    let cases = try reference("keldysh_coefficients", as: CoefficientReference.self).cases
    #expect(cases.count == 17)
    for expected in cases {
      let transfer = expected.transfer
      let barrier = transfer.barrier
      #expect(Self.matches(barrier.transmissionUp, expected.transmissionUp), "\(expected.name)")
      #expect(Self.matches(barrier.transmissionDown, expected.transmissionDown), "\(expected.name)")
      #expect(Self.matches(barrier.spinMixing, expected.spinMixing), "\(expected.name)")
      #expect(agree(barrier.fermiEnergy, expected.fermiEnergy, 1e-10))
      #expect(Self.matches(transfer.torqueCoefficient, expected.torque), "\(expected.name)")
      #expect(agree(transfer.bias.transverseNoise, expected.transverseNoise, 1e-10))
      #expect(agree(transfer.bias.longitudinalNoise, expected.longitudinalNoise, 1e-10))
      #expect(Self.matches(transfer.noiseCoefficient, expected.noise), "\(expected.name)")
      #expect(agree(transfer.equilibriumDamping, expected.equilibriumDamping, 1e-10))
      if let variance = expected.coldVariance {
        var cold = transfer
        cold.bias.temperature = 0
        let law = cold.law(form: .appendix, calculus: .stratonovich)
        #expect(agree(law.smallAngleVariance, variance, 1e-10))
      }
    }
  }

  @Test func noiseOfAllLeads() throws {
    let all = try reference("keldysh_all_leads", as: AllLeadsReference.self).cases
    let dynamics = try reference("keldysh_dynamics", as: DynamicsReference.self)
    for expected in all {
      let junction = try #require(dynamics.named(expected.name))
      let transfer = junction.transfer(leads: .all)
      #expect(agree(transfer.bias.transverseNoise, expected.transverseNoise, 1e-10))
      #expect(agree(transfer.bias.longitudinalNoise, expected.longitudinalNoise, 1e-10))
      let law = transfer.law(form: .appendix, calculus: .stratonovich)
      #expect(agree(law.longitudinalRatio, expected.longitudinalRatio, 1e-10))
      #expect(
        Self.matches(
          junction.inputs.duration.squareRoot() * law.noise, expected.noise))
      #expect(Self.matches(junction.inputs.duration * law.torque, expected.torque))
      if junction.inputs.temperature == 0 {
        // The zero-point value of an aligned spin.
        #expect(agree(2 * junction.inputs.spin * law.smallAngleVariance, 1, 1e-10))
      }
      let stationary = try #require(StationaryLaw(law))
      #expect(abs(stationary.mean - expected.stationary.mean) < 1e-10)
      #expect(
        agree(
          stationary.transverseVariance, expected.stationary.transverseVariance, 1e-8))
    }
  }

  /// Tassi et al., Table I, computed there with ħ = 1.06e-34 and m_e = 9.11e-31: tolerances are
  /// what these roundings change, and half a unit of the last printed digit of C₂.
  @Test func tableOne() {
    let duration = 1e-9
    let bias = SpinBias(left: SpinBias.bias(ofElectrons: 1.5e5, in: duration), right: 0)
    let transfer = SpinTransfer(barrier: SpinDependentBarrier(), bias: bias)
    #expect(agree(bias.total * duration, 9.990e-29, 6e-3))
    let (up, down) = (transfer.barrier.transmissionUp, transfer.barrier.transmissionDown)
    for (number, printed) in zip(
      [up.real, up.imaginary, down.real, down.imaginary], [0.067, -0.251, 0.924, -0.265])
    {
      #expect(abs(number - printed) < 0.003)
    }
    #expect(agree(transfer.torqueCoefficient.real * duration, 3.312, 1e-3))
    #expect(agree(transfer.torqueCoefficient.imaginary * duration, 5.509, 1e-3))
    let noise = duration.squareRoot() * transfer.noiseCoefficient
    #expect(abs(noise.real - 0.009) < 5e-4 && abs(noise.imaginary - 0.014) < 5e-4)
  }

  /// |C₂|²/(2 |Im C₁|) = (|Δμ_L| + |Δμ_R|)/(4J |Δμ_L + Δμ_R|), whatever the barrier; the sign of
  /// the bias is that of the damping.
  @Test func exactIdentity() {
    var generator = TestGenerator(seed: 3)
    for _ in 0..<100 {
      var barrier = SpinDependentBarrier()
      barrier.potential = Double.random(in: -1e-27...1e-27, using: &generator)
      barrier.exchange = Double.random(in: 1e-33...1e-31, using: &generator)
      barrier.spin = Double.random(in: 10...1e5, using: &generator)
      let (left, right) = (
        Double.random(in: -1e-19...1e-19, using: &generator),
        Double.random(in: -1e-19...1e-19, using: &generator)
      )
      let transfer = SpinTransfer(barrier: barrier, bias: SpinBias(left: left, right: right))
      let law = transfer.law(form: .appendix, calculus: .stratonovich)
      let expected = (abs(left) + abs(right)) / (4 * barrier.spin * abs(left + right))
      #expect(agree(law.smallAngleVariance, expected, 1e-12))
      #expect((law.torque.imaginary > 0) == (left + right > 0))
      #expect(law.withoutNoise.torque == law.torque)
    }
  }

  /// Without a bias the noise is thermal and isotropic, of the strength 2 α k_BT/ħJ that the
  /// fluctuation-dissipation theorem asks for. The series for y coth y meets its limits.
  @Test func thermalLimits() {
    var transfer = SpinTransfer(
      barrier: SpinDependentBarrier(), bias: SpinBias(left: 0, right: 0, temperature: 300))
    let law = transfer.law(form: .appendix, calculus: .ito)
    #expect(law.torque == Complex(0, 0))
    #expect(law.longitudinalRatio == 1)
    let thermal = PhysicalConstants.boltzmann * 300
    let strength =
      2 * transfer.equilibriumDamping * thermal
      / (PhysicalConstants.reducedPlanck * transfer.barrier.spin)
    #expect(agree(law.noise.squaredMagnitude, strength, 1e-12))
    #expect(law.smallAngleVariance.isNaN)
    // Uniform on the sphere.
    let stationary = StationaryLaw(law)
    #expect(abs(stationary?.mean ?? .nan) < 1e-8)
    #expect(agree(stationary?.transverseVariance ?? .nan, 1 / 3, 1e-8))

    // Both sides of where the continued fraction gives way to |Δ|, and 1 + y²/3 near zero.
    for y in [19.999999, 20.000001] {
      transfer.bias.left = 2 * thermal * y
      #expect(agree(transfer.bias.transverseNoise, transfer.bias.left + 2 * thermal, 1e-14))
    }
    transfer.bias.left = 2 * thermal * 1e-3
    #expect(agree(transfer.bias.transverseNoise, 2 * thermal * (2 + 1e-6 / 3), 1e-13))
  }

  /// The closed form against an independent quadrature of it, for every form and calculus.
  @Test func stationaryLaws() throws {
    let dynamics = try reference("keldysh_dynamics", as: DynamicsReference.self)
    for junction in dynamics.cases where !junction.stationary.isEmpty {
      for (name, form, calculus) in DynamicsReference.variants {
        let expected = try #require(junction.stationary[name])
        let law = junction.transfer().law(form: form, calculus: calculus)
        let stationary = try #require(StationaryLaw(law))
        #expect(abs(stationary.mean - expected.mean) < 1e-10, "\(junction.name) \(name)")
        #expect(
          agree(stationary.transverseVariance, expected.transverseVariance, 1e-8),
          "\(junction.name) \(name)")
      }
    }
    #expect(StationaryLaw(SpinTorqueLaw(torque: .init(1, 1), noise: .init(0, 0))) == nil)
  }
}
