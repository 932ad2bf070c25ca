import Foundation
import Macrospins
import Numerics
import Testing

/// Drives that follow waveforms, against single trajectories of an integrator of eighth order.
@Suite struct WaveformTests {
  struct Case: Decodable, CustomTestStringConvertible {
    let label: String
    let inputs: DeviceInputs
    let initial: [Double]
    let fieldKnots: [FieldKnot]?
    let externalField: [Double]?
    let voltageKnots, currentKnots: [[Double]]
    let t: [Double]?
    let m: [[Double]]?
    let end, switchingProbability, standardError: Double?
    var testDescription: String { label }

    /// The protocol up to a time in s.
    func pulses(until end: Double) -> SwitchingProtocol {
      var pulses = SwitchingProtocol()
      let start = Vector3(initial)
      pulses.initialPolarAngle = acos(start.z)
      pulses.initialAzimuth = atan2(start.y, start.x)
      pulses.voltageWaveform = Waveform(
        knots: voltageKnots.map { .init(time: $0[0], value: $0[1]) })
      pulses.currentWaveform = Waveform(
        knots: currentKnots.map { .init(time: $0[0], value: $0[1]) })
      pulses.fieldWaveform = fieldKnots.flatMap { Waveform(knots: $0.map(\.knot)) }
      if let externalField { pulses.externalField = Vector3(externalField) }
      pulses.givenPeriod = end
      // The single trajectories at 0 K are those without any noise.
      pulses.quantumNoise = inputs.temperature > 0
      return pulses
    }
  }
  /// [time, [x, y, z]].
  struct FieldKnot: Decodable {
    let knot: Waveform<Vector3>.Knot

    init(from decoder: any Decoder) throws {
      var list = try decoder.unkeyedContainer()
      let time = try list.decode(Double.self)
      knot = .init(time: time, value: Vector3(try list.decode([Double].self)))
    }
  }
  struct File: Decodable {
    let cases, stochastic: [Case]
  }

  private static func end(
    of pulses: SwitchingProtocol, _ magnet: Magnet
  ) throws -> Vector3 {
    try MacrospinEnsemble(
      magnet: magnet, protocol: pulses, trajectories: 1, seed: 1, point: 1
    ).run().meanMagnetization
  }

  /// The references hold to 2e-10. A step of 0.25 ps turns m by 0.005 rad, of which a method of
  /// fourth order loses 1e-12 a radian, and there are some hundred.
  @Test(arguments: try reference("device_waveforms", as: File.self).cases)
  func trajectory(_ expected: Case) throws {
    let (times, states) = (try #require(expected.t), try #require(expected.m))
    for number in [5, 10, 15, 20] {
      var pulses = expected.pulses(until: times[number])
      pulses.timeStep = 0.25e-12
      let end = try Self.end(of: pulses, expected.inputs.magnet)
      #expect(end.distance(to: Vector3(states[number])) < 1e-9, "at \(times[number])")
    }
  }

  /// Half the step leaves a sixteenth of the error, edges included.
  @Test func fourthOrder() throws {
    let expected = try reference("device_waveforms", as: File.self).cases[0]
    let (time, state) = (try #require(expected.t?.last), try #require(expected.m?.last))
    let errors = try [8e-12, 4e-12, 2e-12].map { step in
      var pulses = expected.pulses(until: time)
      pulses.timeStep = step
      return try Self.end(of: pulses, expected.inputs.magnet).distance(to: Vector3(state))
    }
    for (long, short) in zip(errors, errors.dropFirst()) {
      #expect(long / short > 11 && long / short < 24, "\(errors)")
    }
  }

  /// Cycles are what the same knots say one after the other, and each has its outcome.
  @Test func cycles() throws {
    let expected = try reference("device_waveforms", as: File.self).cases[1]
    let magnet = expected.inputs.magnet
    let period = 2.4e-9
    let explicit = try Self.end(of: expected.pulses(until: 3 * period), magnet)
    var once = expected.pulses(until: period)
    for path in [\SwitchingProtocol.voltageWaveform, \SwitchingProtocol.currentWaveform] {
      once[keyPath: path]?.knots.removeAll { $0.time > period }
    }
    once.fieldWaveform = nil
    once.externalField = Vector3(30_000, 0, 0)
    once.cycles = 3
    let outcome = try MacrospinEnsemble(
      magnet: magnet, protocol: once, trajectories: 3, savedTimes: 4, seed: 1, point: 1
    ).run()
    #expect(outcome.meanMagnetization.distance(to: explicit) < 1e-8)
    #expect(outcome.cycles == 3)
    var side = false
    for cycle in 0..<3 {
      let below = outcome.means[cycle + 1].z < 0
      #expect(outcome.switchedInCycles[cycle] == (below ? 3 : 0))
      #expect(outcome.toggledInCycles[cycle] == (below != side ? 3 : 0))
      side = below
    }
  }

  /// The outcomes of cycles do not depend on how trajectories are grouped, and the last one is that
  /// of the ensemble.
  @Test func cyclesOfAnEnsemble() throws {
    let expected = try reference("device_waveforms", as: File.self).stochastic[0]
    var pulses = expected.pulses(until: 3e-9)
    pulses.cycles = 2
    pulses.timeStep = 4e-12
    let outcome = try MacrospinEnsemble(
      magnet: expected.inputs.magnet, protocol: pulses, trajectories: 600, seed: 3, point: 4
    ).run()
    #expect(outcome.switchedInCycles[1] == outcome.switched)
    // Who is on the other side after two cycles toggled once, who is not twice or never.
    #expect(outcome.toggledInCycles[0] == outcome.switchedInCycles[0])
    let parity = (outcome.toggledInCycles[0] + outcome.toggledInCycles[1] - outcome.switched) % 2
    #expect(parity == 0)
  }

  /// A beginning without noise, in which all trajectories are one, belongs to the first cycle.
  @Test(arguments: [0.3e-9, 0.45e-9, 0.6e-9])
  func cyclesThatBeginWithoutNoise(pulse: Double) throws {
    var magnet = Magnet()
    magnet.temperature = 0
    magnet.biasVoltage = 1.2
    var pulses = SwitchingProtocol()
    (pulses.voltagePulse, pulses.relaxation, pulses.cycles) = (pulse, 1e-9, 2)
    let outcome = try MacrospinEnsemble(
      magnet: magnet, protocol: pulses, trajectories: 20, seed: 7, point: 0
    ).run()
    // All do the same: who is on the other side after a cycle, and was not before, has toggled.
    #expect(outcome.switchedInCycles.allSatisfy { $0 == 0 || $0 == 20 })
    let before = [0] + outcome.switchedInCycles.dropLast()
    #expect(
      outcome.toggledInCycles == zip(outcome.switchedInCycles, before).map { abs($0 - $1) })
  }

  /// Density, splitting and Heun's method give the same law, which is that of an independent
  /// ensemble. 4σ of both ensembles.
  @Test func densityAndEnsembles() throws {
    let expected = try reference("device_waveforms", as: File.self).stochastic[0]
    let end = try #require(expected.end)
    let magnet = expected.inputs.magnet
    let density = try MacrospinDensity(
      magnet: magnet, protocol: expected.pulses(until: end),
      evolution: DensityEvolution(tolerance: 1e-6)
    ).run {}
    let probability = density.density.probabilityBelowPlane
    let reference = try #require(expected.switchingProbability)
    #expect(abs(probability - reference) < 4 * (expected.standardError ?? 0))
    let count = samples(8000)
    let error = 4 * (0.25 / Double(count)).squareRoot()
    for (integrator, step) in [(Integrator.splitting, 4e-12), (.heun, 1e-12)] {
      var pulses = expected.pulses(until: end)
      pulses.timeStep = step
      pulses.givenIntegrator = integrator
      let outcome = try MacrospinEnsemble(
        magnet: magnet, protocol: pulses, trajectories: count, seed: 8, point: 1
      ).run()
      #expect(abs(outcome.switchingProbability - probability) < error, "\(integrator)")
    }
  }

  /// A stage that settles late, in one piece and in four that are followed step by step.
  @Test func weaklyDampedLongStage() throws {
    var magnet = Magnet()
    magnet.radius = 10e-9
    magnet.damping = 1e-5
    magnet.interfacialAnisotropy = 0
    (magnet.demagnetizationAxial, magnet.demagnetizationTransverse) = (0.33, 0.33)
    magnet.temperature = 300
    magnet.current = 0
    var pulses = SwitchingProtocol()
    pulses.initialState = .boltzmann
    pulses.fieldWaveform = Waveform(
      knots: [
        .init(time: 0, value: Vector3(30_000, 0, 0)),
        .init(time: 1e-12, value: Vector3(30_000, 0, 0)),
        .init(time: 1e-12, value: Vector3(0, 3000, 0)),
      ])
    func mean() throws -> Vector3 {
      try MacrospinDensity(
        magnet: magnet, protocol: pulses, evolution: DensityEvolution(tolerance: 1e-8)
      ).run {}.density.mean
    }
    let time = 76e-6
    (pulses.voltagePulse, pulses.currentPulse, pulses.relaxation) = (0, 0, time - 1e-12)
    let whole = try mean()
    (pulses.voltagePulse, pulses.currentPulse, pulses.relaxation) = (time / 4, time / 4, time / 4)
    pulses.currentStart = time / 2
    #expect(whole.distance(to: try mean()) < 1e-6)
  }

  /// A millisecond at once: what one microsecond leaves decays with the slowest rate, which comes
  /// from the mode and Boltzmann's weights.
  @Test func longStage() throws {
    var magnet = Magnet()
    magnet.radius = 17e-9
    magnet.interfacialAnisotropy = 1.0e-3
    magnet.temperature = 300
    magnet.current = 0
    var pulses = SwitchingProtocol()
    pulses.initialState = .boltzmannWell
    pulses.externalField = Vector3(8000, 0, 0)
    (pulses.voltagePulse, pulses.currentPulse) = (0, 0)
    func rest(after time: Double) throws -> Double {
      pulses.relaxation = time
      let outcome = try MacrospinDensity(
        magnet: magnet, protocol: pulses, evolution: DensityEvolution(tolerance: 1e-9)
      ).run {}
      return 1 - 2 * outcome.density.probabilityBelowPlane
    }
    let rate = try Retention(
      pulses.constantStage(of: magnet), damping: magnet.damping, Retention.Request(), poll: {}
    ).slowestRate
    let (first, last) = (0.2e-6, 0.2e-6 + 1 / rate)
    #expect(last > 2e-6)
    let measured = -log(try rest(after: last) / rest(after: first)) / (last - first)
    #expect(agree(measured, rate, 1e-6), "\(measured) \(rate)")
    // After many of these times nothing of the start is left.
    #expect(abs(try rest(after: 1e3 / rate)) < 1e-7)
  }
}
