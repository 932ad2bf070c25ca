import Foundation
import Macrospins
import Numerics
import QuantumChains
import Testing

/// Ensembles against laws that are known exactly: Boltzmann's, and the axial Fokker-Planck equation
/// of Zheng et al., Eqs. (21) and (30), in both conventions of the noise.
///
/// A mean of n independent trajectories is within 4 σ/√n of the law, plus the bias of the step: of
/// second order in ω Δt and of first order in κ Δt.
@Suite struct EquilibriumTests {
  struct Cases: Decodable {
    struct Boltzmann: Decodable {
      let biasVoltage, temperature: Double
      let externalField, mean, square: [Double]
    }
    struct Relaxation: Decodable, CustomTestStringConvertible {
      struct Inputs: Decodable {
        let damping, anisotropyField, axialField, omegaA: Double
        let thermalDiffusion, quantumDiffusion, start: Double
        let polarization: [Double]
      }
      struct Moments: Decodable { let time, mean, square: Double }
      let label: String
      let inputs: Inputs
      let fokkerPlanck: [Moments]
      let stratonovich: [Moments]?
      var testDescription: String { label }
    }
    let boltzmann: [Boltzmann]
    let relaxation: [Relaxation]
  }

  /// After 12 relaxation times 1/(γ α H_ext) the start is forgotten to e⁻¹².
  @Test func boltzmann() throws {
    for (index, expected) in try reference("equilibrium", as: Cases.self).boltzmann.enumerated() {
      var magnet = Magnet()
      magnet.biasVoltage = expected.biasVoltage
      magnet.temperature = expected.temperature
      let field = Vector3(expected.externalField)
      let rate = magnet.landauLifshitzRate
      let timeStep = 1e-12
      let stage = MacrospinStage(
        duration: 12 / (rate * magnet.damping * field.norm),
        terms: [.externalField(field), .uniaxialAnisotropy(magnet.anisotropyField)],
        noise: RandomField(thermalStrength: magnet.thermalFieldStrength))
      let outcome = try MacrospinEnsemble(
        stages: [stage], damping: magnet.damping, start: field.unit, timeStep: timeStep,
        trajectories: samples(4000), seed: 11, point: UInt64(index)
      ).run()
      let rotation = rate * (field.norm + abs(magnet.anisotropyField)) * timeStep
      let bias = rotation * rotation
      let n = Double(outcome.trajectories)
      for component in 0..<3 {
        let exact = expected.mean[component]
        let variance = expected.square[component] - exact * exact
        let mean = outcome.meanMagnetization.components[component]
        let spread = outcome.magnetizationVariance.components[component]
        #expect(abs(mean - exact) < 4 * (variance / n).squareRoot() + bias, "case \(index)")
        // The variance of a variance is 2 σ⁴/n for a normal law and more for a skewed one.
        #expect(
          abs(spread - variance) < 4 * variance * (3 / n).squareRoot() + bias * variance,
          "case \(index)")
      }
    }
  }

  /// The relaxation of ⟨m_z⟩ and ⟨m_z²⟩ in both conventions, which differ by up to 0.2 where the
  /// quantum field dominates.
  @Test(arguments: try reference("equilibrium", as: Cases.self).relaxation)
  func relaxation(_ expected: Cases.Relaxation) throws {
    try check(expected.fokkerPlanck, expected.inputs, .fokkerPlanck)
    if let moments = expected.stratonovich { try check(moments, expected.inputs, .stratonovich) }
  }

  private func check(
    _ moments: [Cases.Relaxation.Moments], _ inputs: Cases.Relaxation.Inputs,
    _ convention: NoiseConvention
  ) throws {
    var magnet = Magnet()
    magnet.damping = inputs.damping
    let diffusionOfUnitStrength = magnet.directionDiffusion(strength: 1)
    let end = try #require(moments.last).time
    // The times are multiples of the first one, and whole numbers of steps.
    let intervals = Int((end / moments[0].time).rounded())
    let kappa = inputs.thermalDiffusion + 2 * inputs.quantumDiffusion
    let rate =
      magnet.landauLifshitzRate * (abs(inputs.anisotropyField) + abs(inputs.axialField))
      + inputs.omegaA
    let longest = min(0.02 / rate, 1e-3 / kappa)
    let timeStep = end / Double(intervals) / (end / Double(intervals) / longest).rounded(.up)
    let polarization = Vector3(inputs.polarization)
    let stage = MacrospinStage(
      duration: end,
      terms: [
        .externalField(Vector3(0, 0, inputs.axialField)),
        .uniaxialAnisotropy(inputs.anisotropyField),
        .dampingLikeTorque(rate: -inputs.omegaA, polarization: polarization),
      ],
      noise: RandomField(
        thermalStrength: inputs.thermalDiffusion / diffusionOfUnitStrength,
        quantumCoefficient: inputs.quantumDiffusion / diffusionOfUnitStrength,
        polarization: polarization, convention: convention))
    let outcome = try MacrospinEnsemble(
      stages: [stage], damping: inputs.damping,
      start: Vector3((1 - inputs.start * inputs.start).squareRoot(), 0, inputs.start),
      timeStep: timeStep, trajectories: samples(20_000), savedTimes: intervals + 1, seed: 12,
      point: 0
    ).run()
    for expected in moments {
      let index = Int((expected.time / end * Double(intervals)).rounded())
      #expect(agree(outcome.times[index], expected.time, 1e-9))
      let n = Double(outcome.trajectories)
      let (mean, deviation) = (outcome.means[index].z, outcome.standardDeviations[index].z)
      let bias = 1e-3
      let sigma = (expected.square - expected.mean * expected.mean).squareRoot()
      #expect(abs(mean - expected.mean) < 4 * sigma / n.squareRoot() + bias)
      // m_z² varies by at most its own mean: ⟨m_z⁴⟩ ≤ ⟨m_z²⟩.
      let second = deviation * deviation + mean * mean
      let spread = (expected.square * (1 - expected.square)).squareRoot()
      #expect(abs(second - expected.square) < 4 * spread / n.squareRoot() + bias)
    }
  }

  struct Convention: Decodable {
    struct Case: Decodable {
      let thermalDiffusion, quantumDiffusion, omegaA, start: Double
      let fokkerPlanck, stratonovich: Double
    }
    let cases: [Case]
  }

  /// Each convention gives its own law and is far from the other's.
  @Test(arguments: NoiseConvention.allCases) func conventions(_ convention: NoiseConvention) throws
  {
    for expected in try reference("convention_check", as: Convention.self).cases {
      let magnet = Magnet()
      let unit = magnet.directionDiffusion(strength: 1)
      let end = 1.5 / (expected.thermalDiffusion + expected.quantumDiffusion)
      let stage = MacrospinStage(
        duration: end,
        terms: [.dampingLikeTorque(rate: -expected.omegaA, polarization: Vector3(0, 0, 1))],
        noise: RandomField(
          thermalStrength: expected.thermalDiffusion / unit,
          quantumCoefficient: expected.quantumDiffusion / unit, convention: convention))
      let outcome = try MacrospinEnsemble(
        stages: [stage], damping: magnet.damping,
        start: Vector3((1 - expected.start * expected.start).squareRoot(), 0, expected.start),
        timeStep: 2.5e-12, trajectories: samples(40_000), seed: 13, point: 0
      ).run()
      let (own, other) =
        convention == .fokkerPlanck
        ? (expected.fokkerPlanck, expected.stratonovich)
        : (expected.stratonovich, expected.fokkerPlanck)
      let error = (outcome.magnetizationVariance.z / Double(outcome.trajectories)).squareRoot()
      #expect(abs(outcome.meanMagnetization.z - own) < 4 * error + 1e-3)
      #expect(abs(outcome.meanMagnetization.z - other) > 0.1 - 4 * error)
    }
  }
}
