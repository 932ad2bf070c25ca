import Foundation
import Macrospins
import Numerics
import Testing

/// The closed forms against an independent evaluation of the same equations.
@Suite struct MagnetTests {
  struct Case: Decodable {
    struct Inputs: Decodable {
      let saturationMagnetization, radius, thickness: Double
      let demagnetizationAxial, demagnetizationTransverse: Double
      let interfacialAnisotropy, vcmaCoefficient, oxideThickness, damping: Double
      let spinQuantumNumber, phaseSin2, phaseSinCos, transmission: Double
      let biasVoltage, current, temperature: Double
      let polarization, magnetization: [Double]
    }
    let label: String
    let inputs: Inputs
    let outputs: [String: Double]

    var magnet: Magnet {
      var magnet = Magnet()
      magnet.saturationMagnetization = inputs.saturationMagnetization
      magnet.radius = inputs.radius
      magnet.thickness = inputs.thickness
      magnet.demagnetizationAxial = inputs.demagnetizationAxial
      magnet.demagnetizationTransverse = inputs.demagnetizationTransverse
      magnet.interfacialAnisotropy = inputs.interfacialAnisotropy
      magnet.vcmaCoefficient = inputs.vcmaCoefficient
      magnet.oxideThickness = inputs.oxideThickness
      magnet.damping = inputs.damping
      magnet.spinQuantumNumber = inputs.spinQuantumNumber
      magnet.phaseSin2 = inputs.phaseSin2
      magnet.phaseSinCos = inputs.phaseSinCos
      magnet.transmission = inputs.transmission
      magnet.biasVoltage = inputs.biasVoltage
      magnet.current = inputs.current
      magnet.temperature = inputs.temperature
      magnet.polarization = Vector3(inputs.polarization)
      return magnet
    }
  }
  struct Cases: Decodable { let cases: [Case] }

  /// Against the hypergeometric function of 40 digits (mpmath).
  @Test(
    "Demagnetizing factors of a disc",
    arguments: [
      (1e-4, 0.99935722826859063),
      (1e-9, 0.99999998624292671),
      (1e-150, 1),
      (1e150, 4.2441318157838756e-151),
      (0.00099, 0.99508143743277991),
      (1001, 0.00042386444202706359),
      (0.01375, 0.95471671141741584),
      (0.1, 0.79667648247808674),
      (0.5, 0.47448997574807252),
      (1, 0.31157739267962331),
      (3, 0.1277686826760082),
      (30, 0.014008236447152781),
      (1000, 0.00042428818159401256),
    ] as [(Double, Double)])
  func disc(aspectRatio: Double, factor: Double) {
    var magnet = Magnet()
    magnet.thickness = 2 * magnet.radius * aspectRatio
    magnet.demagnetization = .disc
    #expect(abs(magnet.demagnetizationAxial - factor) < 1e-13 * max(1, 1 / aspectRatio) * 10)
    #expect(magnet.demagnetizationTransverse == (1 - magnet.demagnetizationAxial) / 2)
    // What is given stands in place of the shape.
    magnet.demagnetizationAxial = 0.5
    #expect(magnet.demagnetization == nil && magnet.demagnetizationTransverse == 0.02)
  }

  /// Each formula is a product of some twenty factors: 10⁻¹⁰ leaves 10⁵ roundings. E_b and H_k are
  /// differences, so theirs is relative to the larger term, K_i A.
  @Test func closedForms() throws {
    let tolerance = 1e-10
    for device in try reference("closed_form", as: Cases.self).cases {
      let magnet = device.magnet
      let cosine = Vector3(device.inputs.magnetization).dot(magnet.polarization)
      let values: [(String, Double)] = [
        ("area", magnet.area), ("volume", magnet.volume),
        ("landauLifshitzRate", magnet.landauLifshitzRate),
        ("localMoments", magnet.localMoments), ("omegaA", -magnet.dampingLikeTorque),
        ("fieldLikeTorque", magnet.fieldLikeTorque),
        ("thermalFieldStrength", magnet.thermalFieldStrength),
        ("quantumFieldCoefficient", magnet.quantumFieldCoefficient),
        ("quantumFieldStrength", magnet.quantumFieldStrength(cosine: cosine)),
        ("thermalDiffusion", magnet.directionDiffusion(strength: magnet.thermalFieldStrength)),
        ("quantumDiffusion", magnet.directionDiffusion(strength: magnet.quantumFieldCoefficient)),
        ("quantumTemperature", magnet.quantumTemperature(cosine: cosine)),
        ("antiparallelQuantumTemperature", magnet.quantumTemperature(cosine: -1)),
      ]
      for (name, value) in values {
        let expected = try #require(device.outputs[name])
        #expect(agree(value, expected, tolerance), "\(device.label): \(name) \(value) \(expected)")
      }
      let barrierScale = tolerance * magnet.interfacialAnisotropy * magnet.area
      let barrier = try #require(device.outputs["energyBarrier"])
      let field = try #require(device.outputs["anisotropyField"])
      #expect(abs(magnet.energyBarrier - barrier) < barrierScale)
      #expect(abs(magnet.anisotropyField - field) < 2 * barrierScale / magnet.momentPerField)
    }
  }

  struct Map: Decodable {
    struct Row: Decodable {
      let spinQuantumNumber, antiparallel, perpendicular, milliamperesFor1K: Double
      let currentDensityFor1K, nanometersFor1K, dampingFor10K: Double
    }
    struct Point: Decodable {
      let spinQuantumNumber, radius, current, degrees: Double
      let currentDensity, quantumTemperature, stabilityRatio: Double
    }
    let rows: [Row]
    let grid: [Point]
  }

  @Test func quantumTemperatureMap() throws {
    let map = try reference("tq_map", as: Map.self)
    for point in map.grid {
      var magnet = Magnet()
      magnet.spinQuantumNumber = point.spinQuantumNumber
      magnet.radius = point.radius
      magnet.current = point.current
      let cosine = cos(point.degrees * .pi / 180)
      #expect(agree(magnet.quantumTemperature(cosine: cosine), point.quantumTemperature, 1e-10))
      #expect(agree(magnet.currentDensity, point.currentDensity, 1e-10))
      #expect(
        agree(magnet.stabilityRatio(stiffness: 3e4), point.stabilityRatio, 1e-10))
    }
    for row in map.rows {
      var magnet = Magnet()
      magnet.spinQuantumNumber = row.spinQuantumNumber
      #expect(agree(magnet.quantumTemperature(cosine: -1), row.antiparallel, 1e-10))
      #expect(agree(magnet.quantumTemperature(cosine: 0), row.perpendicular, 1e-10))
      magnet.current = row.milliamperesFor1K * 1e-3
      #expect(agree(magnet.quantumTemperature(cosine: -1), 1, 1e-10))
      #expect(agree(magnet.currentDensity, row.currentDensityFor1K, 1e-10))
      magnet = Magnet()
      magnet.spinQuantumNumber = row.spinQuantumNumber
      magnet.radius = row.nanometersFor1K * 1e-9
      #expect(agree(magnet.quantumTemperature(cosine: -1), 1, 1e-10))
      magnet.radius = 40e-9
      // The reference leaves 1 + α² at its value for α = 0.05, so this root is only that good.
      magnet.damping = row.dampingFor10K
      #expect(agree(magnet.quantumTemperature(cosine: -1), 10, 0.05 * 0.05))
    }
  }

  /// T_Q is the temperature at which the bath's field is as strong as the quantum field.
  @Test func quantumTemperatureIsATemperature() {
    var magnet = Magnet()
    magnet.temperature = magnet.quantumTemperature(cosine: -0.3)
    #expect(
      agree(magnet.thermalFieldStrength, magnet.quantumFieldStrength(cosine: -0.3), 1e-14))
    #expect(agree(magnet.quantumFraction(cosine: -0.3), 0.5, 1e-14))
    #expect(agree(magnet.effectiveTemperature(cosine: -0.3), 2 * magnet.temperature, 1e-14))
  }

  /// Below threshold T_Q cannot exceed (2L/(2L+1)) ħ γ₀ H/k_B, and reaches it there.
  @Test func stabilityBound() {
    let stiffness = 3e4
    var magnet = Magnet()
    magnet.current /= magnet.stabilityRatio(stiffness: stiffness)
    let (l, constants) = (magnet.spinQuantumNumber, PhysicalConstants.self)
    let bound =
      2 * l / (2 * l + 1) * constants.reducedPlanck * constants.gyromagneticRatio * stiffness
      / constants.boltzmann
    #expect(agree(magnet.quantumTemperature(cosine: -1), bound, 1e-13))
    #expect(agree(magnet.stabilityRatio(stiffness: stiffness), 1, 1e-14))
  }

  /// Minima are tilted by sin θ = h and the barrier between them is E_b (1 − h)², h = H_x/H_k.
  @Test func energyLandscape() {
    let magnet = Magnet()
    let field = Vector3(30_000, 0, 0)
    let h = 30_000 / magnet.anisotropyField
    let well = magnet.energy(of: Vector3(h, 0, (1 - h * h).squareRoot()), in: field)
    let saddle = magnet.energy(of: Vector3(1, 0, 0), in: field)
    #expect(agree(saddle - well, magnet.energyBarrier * (1 - h) * (1 - h), 1e-12))
    #expect(magnet.energy(of: Vector3(0, 1, 0), in: field) == 0)
    for angle in [0.1, 0.5, 2.0] {
      let m = Vector3(polarAngle: angle, azimuth: 0)
      #expect(magnet.energy(of: m, in: field) > well)
    }
  }

  /// 0.076 T_Q for the paper's pulse in 30 kA/m.
  @Test func crossoverTemperature() {
    let magnet = Magnet()
    let ratio =
      magnet.crossoverTemperature(cosine: -1, stiffness: 3e4, pulse: 115e-12)
      / magnet.quantumTemperature(cosine: -1)
    #expect(abs(ratio - 0.076) < 0.0005)
  }

  @Test("A current of the other sign is one of electrons with opposite moments")
  func reversedCurrent() {
    var reversed = Magnet()
    reversed.current = -reversed.current
    var opposite = Magnet()
    opposite.polarization = -1 * opposite.polarization
    #expect(reversed.electronMoments == opposite.polarization)
    #expect(reversed.dampingLikeTorque == -opposite.dampingLikeTorque)
    #expect(reversed.fieldLikeTorque == -opposite.fieldLikeTorque)
    #expect(reversed.quantumFieldCoefficient == opposite.quantumFieldCoefficient)
    for cosine in [-1, -0.3, 0, 0.5, 1] {
      // The same state: m.p changes its sign with p.
      #expect(
        reversed.quantumTemperature(cosine: cosine) == opposite.quantumTemperature(cosine: -cosine))
    }
    #expect(reversed.quantumTemperature(cosine: -1) == 0)
    let pulses = SwitchingProtocol()
    #expect(pulses.stages(of: reversed)[1].noise == pulses.stages(of: opposite)[1].noise)
  }

  @Test("A current density is that of the disc's area")
  func currentDensity() {
    var magnet = Magnet()
    let density = magnet.currentDensity
    magnet.givenCurrentDensity = density
    #expect(agree(magnet.current, 2e-3, 1e-15))
    magnet.radius /= 2
    #expect(agree(magnet.current, 0.5e-3, 1e-15))
    #expect(magnet.currentDensity == density)
    magnet.current = 1e-3
    #expect(magnet.givenCurrentDensity == nil && magnet.current == 1e-3)
  }

  @Test("Without damping there is no T_Q, but the crossover is the limit of small damping")
  func noDamping() {
    var magnet = Magnet()
    magnet.damping = 0
    #expect(magnet.quantumTemperature(cosine: -1).isNaN)
    #expect(magnet.effectiveTemperature(cosine: -1).isNaN)
    let limit = magnet.crossoverTemperature(cosine: -1, stiffness: 3e4, pulse: 1e-10)
    magnet.damping = 1e-9
    let small = magnet.crossoverTemperature(cosine: -1, stiffness: 3e4, pulse: 1e-10)
    // Corrections are of the second order of the damping.
    #expect(agree(limit, small, 1e-14))
  }

  @Test func whatIsNotDefined() {
    var magnet = Magnet()
    magnet.current = 0
    #expect(magnet.quantumFraction(cosine: -1).isNaN)
    #expect(MagnetSummary(magnet, cosine: -1, law: SwitchingLaw()).switchingProbability.isNaN)
    magnet.temperature = 300
    magnet.biasVoltage = 2
    let summary = MagnetSummary(magnet, cosine: -1, law: SwitchingLaw())
    #expect(summary.energyBarrier < 0 && summary.switchingProbability.isNaN)
    #expect(summary.thermalStability < 0)
  }

  @Test func switchingLaw() {
    let law = SwitchingLaw(attemptTime: 1e-9, dwellTime: 20e-9)
    // Certain for a low barrier; the first term of the series for a high one, where it is below
    // the rounding of 1 − exp(…).
    #expect(law.probability(thermalStability: 0.1) == 1 - exp(-20 * exp(-0.1)))
    #expect(agree(law.probability(thermalStability: 60), 20 * exp(-60), 1e-14))
    var magnet = Magnet()
    magnet.temperature = 300
    let summary = MagnetSummary(magnet, cosine: -1, law: law)
    #expect(
      agree(
        summary.thermalStability,
        magnet.energyBarrier / (PhysicalConstants.boltzmann * summary.effectiveTemperature), 1e-15))
  }
}
