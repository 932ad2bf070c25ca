import Macrospins
import Numerics
import Testing

/// Switching probabilities of the protocol of Fig. 3 of Zheng et al.
@Suite struct SwitchingTests {
  struct Curves: Decodable { let curves: [Curve] }
  struct Curve: Decodable, CustomTestStringConvertible {
    let spinQuantumNumber, field, temperature, relaxation: Double
    let schedule: String
    let quantum: Bool
    let bias, probability: [Double]
    let trajectories: [Int]

    var testDescription: String {
      "L = \(spinQuantumNumber), H = \(field) A/m \(schedule), T = \(temperature) K, quantum field \(quantum)"
    }

    /// The field may go with the voltage, with the current, or not at all.
    func stages(atBias bias: Double) -> ([MacrospinStage], Magnet, SwitchingProtocol) {
      var magnet = Magnet()
      magnet.spinQuantumNumber = spinQuantumNumber
      magnet.temperature = temperature
      magnet.biasVoltage = bias
      var switching = SwitchingProtocol()
      switching.externalField = Vector3(field, 0, 0)
      switching.relaxation = relaxation
      switching.quantumNoise = quantum
      switching.fieldDuringRelaxation = schedule == "on"
      var stages = switching.stages(of: magnet)
      if schedule == "off_after_vcma" { stages[1].terms[0] = .externalField(.zero) }
      return (stages, magnet, switching)
    }
  }

  /// Biases that are looked at in a curve.
  #if DEBUG
    private let mostBiases = 5
  #else
    private let mostBiases = 61
  #endif

  /// Two estimates from n and n′ trajectories agree within four standard errors of their difference
  /// and 0.02 for the time steps. Where the probability follows the phase of the precession, which
  /// is where it moves by more than 0.2 between neighbors, the steps may make 0.1. At T = 0,
  /// between neighbors that agree with it, a probability of 0 or 1 is matched exactly.
  @Test(arguments: try reference("switching", as: Curves.self).curves)
  func probabilities(_ curve: Curve) throws {
    let stride = (curve.bias.count + mostBiases - 1) / mostBiases
    for index in Swift.stride(from: 0, to: curve.bias.count, by: stride) {
      let expected = curve.probability[index]
      let neighbors = [index - 1, index + 1].filter(curve.bias.indices.contains)
        .map { curve.probability[$0] }
      let (stages, magnet, switching) = curve.stages(atBias: curve.bias[index])
      let outcome = try MacrospinEnsemble(
        stages: stages, damping: magnet.damping, start: switching.initialMagnetization,
        timeStep: switching.timeStep, trajectories: samples(1000), seed: 5, point: UInt64(index)
      ).run()
      let seen = outcome.switchingProbability
      if curve.temperature == 0, expected == 0 || expected == 1,
        neighbors.allSatisfy({ $0 == expected })
      {
        #expect(seen == expected, "V_b = \(curve.bias[index]) V")
        continue
      }
      let counts = 1 / Double(outcome.trajectories) + 1 / Double(curve.trajectories[index])
      let error = (expected * (1 - expected) * counts).squareRoot()
      let followsPhase = neighbors.contains { abs($0 - expected) > 0.2 }
      #expect(
        abs(seen - expected) < 4 * error + (followsPhase ? 0.1 : 0.02),
        "V_b = \(curve.bias[index]) V: \(seen) instead of \(expected)")
    }
  }
}
