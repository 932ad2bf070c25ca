import Foundation
import Macrospins
import Numerics
import QuantumChains
import Testing

/// The integrator without noise.
@Suite struct LandauLifshitzTests {
  struct Case: Decodable, CustomTestStringConvertible {
    struct Inputs: Decodable {
      let damping, anisotropyField, omegaA, fieldLikeTorque, duration: Double
      let externalField, polarization, start: [Double]
    }
    let label: String
    let inputs: Inputs
    let times: [Double]
    let states: [[Double]]
    let heunError: [String: Double]
    var testDescription: String { label }

    func run(timeStep: Double) throws -> EnsembleOutcome {
      let polarization = Vector3(inputs.polarization)
      let stage = MacrospinStage(
        duration: inputs.duration,
        terms: [
          .externalField(Vector3(inputs.externalField)),
          .uniaxialAnisotropy(inputs.anisotropyField),
          .dampingLikeTorque(rate: -inputs.omegaA, polarization: polarization),
          .fieldLikeTorque(rate: inputs.fieldLikeTorque, polarization: polarization),
        ])
      return try MacrospinEnsemble(
        stages: [stage], damping: inputs.damping, start: Vector3(inputs.start),
        timeStep: timeStep, trajectories: 1, savedTimes: times.count, seed: 0, point: 0
      ).run()
    }

    func finalError(timeStep: Double) throws -> Double {
      let exact = try #require(states.last)
      return try run(timeStep: timeStep).meanMagnetization.distance(to: Vector3(exact))
    }
  }
  struct Cases: Decodable { let cases: [Case] }

  static func cases() throws -> [Case] {
    try reference("llg_trajectories", as: Cases.self).cases
  }

  /// The error is that of another implementation of the same method, within a factor of two: it
  /// sums in another order, and cases near the precision of the reference are 10⁻¹⁰ off.
  @Test(arguments: try cases()) func errorOfHeun(_ trajectory: Case) throws {
    for (step, expected) in trajectory.heunError {
      let error = try trajectory.finalError(timeStep: try #require(Double(step)))
      #expect(error < 2 * expected + 1e-10)
    }
  }

  /// Second order: half the step divides the error by 4. Looked at where the step is shortest, so
  /// that the next order is small, and the error still 20 times the 10⁻¹⁰ of the reference.
  @Test(arguments: try cases()) func order(_ trajectory: Case) throws {
    let errors = try [4e-12, 2e-12, 1e-12, 0.5e-12, 0.25e-12, 0.125e-12, 0.0625e-12]
      .map(trajectory.finalError(timeStep:))
    let fine = try #require(errors.lastIndex { $0 > 2e-9 })
    try #require(fine > 0)
    #expect((3.6...4.4).contains(errors[fine - 1] / errors[fine]))
  }

  /// At every saved time the error is what the difference to twice the step predicts, a third of
  /// it; half as much again for the next order, and the error of the reference.
  @Test(arguments: try cases()) func wholeTrajectories(_ trajectory: Case) throws {
    let fine = try trajectory.run(timeStep: 0.25e-12)
    let coarse = try trajectory.run(timeStep: 0.5e-12)
    for (index, time) in trajectory.times.enumerated()
    where agree(fine.times[index], time, 1e-9) && agree(coarse.times[index], time, 1e-9) {
      let error = fine.means[index].distance(to: Vector3(trajectory.states[index]))
      #expect(error < 0.5 * fine.means[index].distance(to: coarse.means[index]) + 2e-10)
    }
  }

  struct Protocols: Decodable {
    struct Case: Decodable {
      let biasVoltage, field: Double
      let afterVoltage, afterCurrent, end: [Double]
      let switched: Bool
    }
    let cases: [Case]
  }

  /// The protocol of Fig. 3 without noise, stage by stage. After 20 ns the phase error of the
  /// method at 0.5 ps is ω t (ω Δt)²/6 < 0.005, on amplitudes that have decayed to a few
  /// hundredths.
  @Test func switchingProtocolWithoutNoise() throws {
    for expected in try reference("protocol_deterministic", as: Protocols.self).cases {
      var magnet = Magnet()
      magnet.spinQuantumNumber = 2.5
      magnet.biasVoltage = expected.biasVoltage
      var switching = SwitchingProtocol()
      switching.externalField = Vector3(expected.field, 0, 0)
      switching.quantumNoise = false
      let outcome = try run(magnet, switching)
      #expect(outcome.switched == (expected.switched ? 1 : 0))
      // Relaxation forgets the phase: only the distance to the minimum, 10⁻⁷, is left.
      #expect(outcome.meanMagnetization.distance(to: Vector3(expected.end)) < 1e-6)

      switching.relaxation = 0
      let afterCurrent = try run(magnet, switching).meanMagnetization
      #expect(afterCurrent.distance(to: Vector3(expected.afterCurrent)) < 4e-4)

      switching.currentPulse = 0
      let afterVoltage = try run(magnet, switching).meanMagnetization
      #expect(afterVoltage.distance(to: Vector3(expected.afterVoltage)) < 2e-4)
    }
  }

  private func run(_ magnet: Magnet, _ switching: SwitchingProtocol) throws -> EnsembleOutcome {
    try MacrospinEnsemble(
      magnet: magnet, protocol: switching, trajectories: 1, seed: 0, point: 0
    ).run()
  }

  /// Nothing acts, nothing moves: no trajectory leaves the others by a bit, and the mean is what
  /// sums in units of 2⁻⁵² make of it.
  @Test func withoutFieldsNothingMoves() throws {
    let start = Vector3(0.6, 0, 0.8)
    for terms: [TorqueTerm] in [[], [.externalField(.zero), .uniaxialAnisotropy(0)]] {
      let outcome = try MacrospinEnsemble(
        stages: [MacrospinStage(duration: 1e-9, terms: terms)], damping: 0.05, start: start,
        timeStep: 1e-12, trajectories: 3, seed: 0, point: 0
      ).run()
      #expect(outcome.meanMagnetization.distance(to: start) <= 0x1p-52)
      #expect(outcome.magnetizationVariance == .zero)
    }
  }

  /// dm/dt = α m × dm/dt + a m × (m × p) + b m × p, to some roundings; Eq. (25) has a and b as they
  /// are.
  @Test func gilbertForm() {
    var magnet = Magnet()
    magnet.damping = 0.3
    magnet.polarization = Vector3(0.6, 0, -0.8)
    let (a, b, p) = (magnet.dampingLikeTorque, magnet.fieldLikeTorque, magnet.polarization)
    var switching = SwitchingProtocol()
    func torques() -> [TorqueTerm] { switching.stages(of: magnet)[1].terms.suffix(2) }
    #expect(
      torques() == [
        .dampingLikeTorque(rate: a, polarization: p), .fieldLikeTorque(rate: b, polarization: p),
      ])
    switching.torqueForm = .gilbert
    let gilbert = magnet.torques(in: .gilbert)
    #expect(
      torques() == [
        .dampingLikeTorque(rate: gilbert.dampingLike, polarization: p),
        .fieldLikeTorque(rate: gilbert.fieldLike, polarization: p),
      ])
    var generator = TestGenerator(seed: 8)
    for _ in 0..<20 {
      let m = Vector3(
        polarAngle: .random(in: 0...3, using: &generator),
        azimuth: .random(in: 0...6, using: &generator))
      func torque(_ a: Double, _ b: Double) -> Vector3 {
        a * m.cross(m.cross(p)) + b * m.cross(p)
      }
      let rate = torque(gilbert.dampingLike, gilbert.fieldLike)
      let residual = rate - magnet.damping * m.cross(rate) - torque(a, b)
      #expect(residual.norm < 1e-15 * 10 * (abs(a) + abs(b)))
    }
  }

  /// Turning the field, p and the start about the axis turns the trajectory: exact for the
  /// equation; rounding grows along the trajectory, 2000 steps of some 10 roundings here.
  @Test func rotationAboutTheAxis() throws {
    let angle = 0.7
    func turned(_ v: Vector3) -> Vector3 {
      Vector3(cos(angle) * v.x - sin(angle) * v.y, sin(angle) * v.x + cos(angle) * v.y, v.z)
    }
    func end(_ rotation: (Vector3) -> Vector3) throws -> Vector3 {
      let stage = MacrospinStage(
        duration: 1e-9,
        terms: [
          .externalField(rotation(Vector3(2e4, -1e4, 5e3))), .uniaxialAnisotropy(5e4),
          .dampingLikeTorque(rate: -2e9, polarization: rotation(Vector3(0.6, 0, -0.8))),
          .fieldLikeTorque(rate: 1e9, polarization: rotation(Vector3(0.6, 0, -0.8))),
        ])
      return try MacrospinEnsemble(
        stages: [stage], damping: 0.05, start: rotation(Vector3(0, 0.28, 0.96)),
        timeStep: 0.5e-12, trajectories: 1, seed: 0, point: 0
      ).run().meanMagnetization
    }
    #expect(try turned(end { $0 }).distance(to: end(turned)) < 2000 * 10 * 0x1p-53)
  }

  /// One step's renormalization leaves |m|² within three roundings of 1, by the series (0.5 ps) and
  /// by division (steps of 20 ps in a strong field), with noise and without.
  @Test(arguments: [(0.5e-12, 0.0), (0.5e-12, 300.0), (20e-12, 0.0), (20e-12, 300.0)])
  func length(timeStep: Double, temperature: Double) throws {
    var magnet = Magnet()
    magnet.temperature = temperature
    var switching = SwitchingProtocol()
    switching.timeStep = timeStep
    switching.voltagePulse = 2e-9
    switching.relaxation = 2e-9
    switching.externalField = Vector3(1e5, 2e4, -1e4)
    for convention in NoiseConvention.allCases {
      switching.noiseConvention = convention
      let outcome = try MacrospinEnsemble(
        magnet: magnet, protocol: switching, trajectories: 1, savedTimes: 100, seed: 3, point: 1
      ).run()
      for m in outcome.means { #expect(abs(m.dot(m) - 1) <= 3 * 0x1p-52) }
    }
  }
}
