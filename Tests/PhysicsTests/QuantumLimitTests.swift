import Macrospins
import Numerics
import Teams
import Testing

/// Whether a device is quantum-limited, against closed forms and against ensembles.
@Suite struct QuantumLimitTests {
  /// A perpendicular junction of 15 nm without a field, magnetized opposite to the polarization.
  private static func perpendicular(current: Double) -> (Magnet, SwitchingProtocol) {
    var magnet = Magnet()
    magnet.radius = 15e-9
    magnet.polarization = Vector3(0, 0, -1)
    magnet.current = current
    var switching = SwitchingProtocol()
    switching.externalField = .zero
    switching.initialPolarAngle = 0
    return (magnet, switching)
  }

  /// What holds the state is the field in the plane for the paper's device, the anisotropy field
  /// and a field along the axis for a perpendicular one, at the bias while the current flows.
  @Test func whatHoldsTheState() {
    let paper = QuantumLimit(Magnet(), SwitchingProtocol())
    let magnet = Magnet()
    #expect(paper.holdingField == 30_000)
    #expect(paper.stabilityRatio == magnet.stabilityRatio(stiffness: 30_000))
    #expect(
      paper.crossoverTemperature
        == magnet.crossoverTemperature(cosine: -1, stiffness: 30_000, pulse: 115e-12))
    var (other, switching) = Self.perpendicular(current: 50e-6)
    other.biasVoltage = 0.5
    let (h0, h1) = (other.anisotropyField(atBias: 0), other.anisotropyField)
    #expect(agree(QuantumLimit(other, switching).holdingField, h0, 1e-15))
    switching.externalField = Vector3(1e4, 2e4, 5e3)
    #expect(agree(QuantumLimit(other, switching).holdingField, h0 + 5e3, 1e-14))
    switching.externalField = .zero
    switching.voltagePulse = 1e-9
    switching.currentPulse = 2e-9
    switching.currentStart = 0
    #expect(agree(QuantumLimit(other, switching).holdingField, (h0 + h1) / 2, 1e-14))
    // An easy plane does not hold a state along the axis, nor does a field along p.
    other.interfacialAnisotropy = 0
    #expect(QuantumLimit(other, switching).temperature.isNaN)
    switching.externalField = Vector3(-3e4, 0, 0)
    #expect(QuantumLimit(Magnet(), switching).stabilityRatio.isNaN)
  }

  /// Short pulses without much torque give T_x, long ones T_Q where the state is stable, and
  /// 2L/(2L + 1) ħ γ₀ H/k_B whatever the current where it is not.
  @Test func limits() {
    var (magnet, switching) = Self.perpendicular(current: 1e-9)
    switching.currentPulse = 1e-13
    let short = QuantumLimit(magnet, switching)
    #expect(agree(short.temperature, short.crossoverTemperature, 1e-3))
    switching.currentPulse = 1e-3
    let stable = QuantumLimit(magnet, switching)
    #expect(agree(stable.temperature, magnet.quantumTemperature(cosine: -1), 1e-12))
    for current in [1e-3, 1e-2] {
      magnet.current = current
      let torn = QuantumLimit(magnet, switching)
      let expected =
        0.8 * PhysicalConstants.reducedPlanck * PhysicalConstants.gyromagneticRatio
        * torn.holdingField / PhysicalConstants.boltzmann
      #expect(torn.stabilityRatio > 1)
      #expect(agree(torn.temperature, expected, 1e-12))
    }
  }

  /// The variance that thermal noise has left at the end of the pulse, from equilibrium on, at the
  /// limit's temperature is that of quantum noise alone: pulses that hold, tear slowly and fast.
  /// Means of squares of 2n normal numbers, 4σ of their ratio, and 2 % for what is not linear.
  @Test(arguments: [(20e-6, 2e-9), (60e-6, 1e-9), (300e-6, 0.2e-9)])
  func equalVariances(current: Double, pulse: Double) throws {
    var (magnet, switching) = Self.perpendicular(current: current)
    switching.currentPulse = pulse
    switching.voltagePulse = 4e-9
    switching.relaxation = 0
    switching.timeStep = 1e-12
    let limit = QuantumLimit(magnet, switching)
    let count = samples(4000)
    func variance(thermal: Bool) throws -> Double {
      switching.thermalNoise = thermal
      switching.quantumNoise = !thermal
      magnet.temperature = limit.temperature
      let outcome = try MacrospinEnsemble(
        magnet: magnet, protocol: switching, trajectories: count, seed: 8, point: thermal ? 1 : 0
      ).run()
      return outcome.magnetizationVariance.x + outcome.magnetizationVariance.y
    }
    let ratio = try variance(thermal: true) / variance(thermal: false)
    #expect(abs(ratio - 1) < 4 * (2 / Double(count)).squareRoot() + 0.02)
    magnet.temperature = 3 * limit.temperature
    #expect(agree(QuantumLimit(magnet, switching).varianceFraction, 0.25, 1e-12))
  }
}
