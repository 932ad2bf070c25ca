import Base
import Glibc
import Macrospins
import Numerics

extension SwitchingProtocol {
  /// Rules for start, pulses and time step.
  static let rules: [@Sendable (SwitchingProtocol, Magnet) -> Conflict?] = [
    { pulses, _ in
      let waveforms = [
        ("voltage_waveform", pulses.voltageWaveform?.isOrdered),
        ("current_waveform", pulses.currentWaveform?.isOrdered),
        ("field_waveform", pulses.fieldWaveform?.isOrdered),
      ]
      guard let (name, _) = waveforms.first(where: { $0.1 == false }) else { return nil }
      return Conflict(name, "the times of '\(name)' must begin at 0 or later and never fall")
    },
    { pulses, _ in
      Conflict(
        "period",
        "'period' is \(pulses.period) s, but voltage, current and field take "
          + "\(Format.significant(pulses.pulseEnd, 4)) s of it",
        where: pulses.isDriven && pulses.period < pulses.pulseEnd * (1 - 1e-9))
    },
    { pulses, _ in
      let pieces = Double(pulses.cycles) * pulses.piecesOfCycle
      return Conflict(
        "cycles",
        "'cycles' is \(pulses.cycles), but \(Format.significant(pieces, 3)) pieces of the drive "
          + "are more than the \(mostPieces) that are followed",
        where: pieces > Double(mostPieces))
    },
    { pulses, _ in
      Conflict(
        "time_step",
        "the pulses take more time steps than the \(UInt32.max) that a random stream has",
        where: (try? pulses.timeGrid()) == nil)
    },
    { pulses, magnet in
      // Heun's scheme follows a precession of 0.02 rad a step to 1e-6, and is unstable above 1 rad.
      let turn = pulses.largestPrecessionRate(of: magnet)
      let angle = turn * pulses.timeStep
      guard angle > largestAngle else { return nil }
      return Conflict(
        "time_step",
        "'time_step' is too long: the magnetization would precess by "
          + "\(Format.significant(angle, 2)) rad a step (at most 0.5; 0.02 for accuracy)",
        remedy: Remedy("time_step", atMost: largestAngle / turn))
    },
    { pulses, magnet in
      guard pulses.initialState != .direction else { return nil }
      if pulses.initialLaw(of: magnet) == nil {
        return Conflict(
          "initial_state",
          "'initial_state' is \"\(pulses.initialState.rawValue)\", but at \(magnet.temperature) K "
            + "Boltzmann's law is "
            + (magnet.temperature > 0 ? "too narrow to be computed" : "not a density")
            + "; take \"direction\"")
      }
      return Conflict(
        "initial_state",
        "'initial_state' is \"boltzmann-well\", but the initial direction lies in the plane "
          + "between the wells",
        where: pulses.initialState == .boltzmannWell
          && abs(pulses.initialMagnetization.z) < 1e-12)
    },
  ]

  /// Pieces of a drive that fit into some 100 MiB.
  private static let mostPieces = 100_000

  /// Pieces of the drive of one cycle.
  private var piecesOfCycle: Double {
    guard isDriven, timeStep > 0, timeStep.isFinite, period.isFinite else { return 0 }
    var once = self
    once.cycles = 1
    return Double(once.drive(of: Magnet()).pieces.count)
  }

  /// Rules of models that integrate trajectories, whose steps have to follow torque and noise too.
  static let ensembleRules: [@Sendable (SwitchingProtocol, Magnet) -> Conflict?] =
    rules + [
      { pulses, magnet in
        let turn = pulses.largestTurn(of: magnet)
        let noise = pulses.typicalNoiseAngle(of: magnet)
        let angle = turn * pulses.timeStep + noise * pulses.timeStep.squareRoot()
        guard angle > largestAngle else { return nil }
        // Where turn Δt + noise √Δt reaches the limit.
        let root =
          2 * largestAngle / (noise + (noise * noise + 4 * turn * largestAngle).squareRoot())
        return Conflict(
          "time_step",
          "'time_step' is too long: field, torque and noise would turn the magnetization by "
            + "\(Format.significant(angle, 2)) rad a step (at most 0.5; 0.02 for accuracy)",
          remedy: Remedy("time_step", atMost: root * root))
      }
    ]

  /// What has been given beside a waveform that takes its place, and still enters closed forms.
  private func overriddenByWaveforms(_ magnet: Magnet) -> Caution? {
    let (pulses, usual) = (SwitchingProtocol(), Magnet())
    let given = [
      (
        "voltage_waveform", "bias_voltage", voltageWaveform != nil,
        magnet.biasVoltage != usual.biasVoltage
      ),
      (
        "voltage_waveform", "voltage_pulse", voltageWaveform != nil,
        voltagePulse != pulses.voltagePulse || voltageStart != pulses.voltageStart
      ),
      ("current_waveform", "current", currentWaveform != nil, magnet.current != usual.current),
      (
        "current_waveform", "current_pulse", currentWaveform != nil,
        currentPulse != pulses.currentPulse
      ),
      (
        "field_waveform", "external_field", fieldWaveform != nil,
        externalField != pulses.externalField
      ),
    ]
    guard let (waveform, name, _, _) = given.first(where: { $0.2 && $0.3 }) else { return nil }
    return Caution(
      "'\(waveform)' takes the place of '\(name)' in time; only quantities without time, such as "
        + "'energy_barrier' and 'quantum_temperature', are of '\(name)'")
  }

  /// Upper bounds of the angle in rad by which field and torque turn the magnetization in all
  /// stages, and of the square of the angle by which noise spreads it.
  func extent(of magnet: Magnet) -> (turn: Double, spread: Double) {
    let noise = typicalNoiseAngle(of: magnet)
    let torque = largestTurn(of: magnet) - largestPrecessionRate(of: magnet)
    return (
      largestPrecessionRate(of: magnet) * duration
        + torque * (isDriven ? Double(cycles) * pulseEnd : currentPulse),
      noise * noise * duration
    )
  }

  /// What users should know of pulses in which nothing can happen, and of the start of a density or
  /// an ensemble.
  static let cautions: [@Sendable (SwitchingProtocol, Magnet) -> Caution?] = [
    { pulses, magnet in pulses.overriddenByWaveforms(magnet) },
    { pulses, magnet in
      let (turn, spread) = pulses.extent(of: magnet)
      let pulse =
        pulses.voltagePulse >= pulses.relaxation ? "voltage_pulse" : "relaxation"
      return .tooShort(
        pulses.currentPulse > max(pulses.voltagePulse, pulses.relaxation) ? "current_pulse" : pulse,
        "the longest of stages that take \(Format.significant(pulses.duration, 3)) s together",
        unit: "s", turns: (turn + spread.squareRoot()) / (2 * .pi))
    },
    { pulses, magnet in
      guard pulses.initialState == .direction, pulses.thermalNoise, magnet.temperature > 0 else {
        return nil
      }
      let missing = pulses.missingSpread(of: magnet)
      guard missing > 0.1 else { return nil }
      return Caution(
        "every trajectory starts in one direction: of the thermal spread of a start in equilibrium "
          + "\(Format.fixed(100 * missing, decimals: 0)) % is still missing when the pulses end, "
          + "and the result may depend on it; initial_state = \"boltzmann-well\" starts with it")
    },
  ]

  /// What users should know of ensembles.
  static let ensembleCautions: [@Sendable (SwitchingProtocol, Magnet) -> Caution?] =
    cautions + [
      { pulses, magnet in
        pulses.inaccuracy(
          turn: pulses.largestTurn(of: magnet), noise: pulses.typicalNoiseAngle(of: magnet))
      }
    ]

  /// What users should know of densities, of which the time step matters before the first noise
  /// only.
  static let densityCautions: [@Sendable (SwitchingProtocol, Magnet) -> Caution?] =
    cautions + [
      { pulses, magnet in
        let first = pulses.stages(of: magnet).first { $0.duration > 0 }
        guard pulses.initialState == .direction, first?.isDeterministic == true else { return nil }
        return pulses.inaccuracy(turn: pulses.largestTurn(of: magnet), noise: 0)
      }
    ]

  /// - Parameters:
  ///   - turn: The angular velocity of what is not noise in rad/s.
  ///   - noise: The angle in rad by which noise turns the magnetization in 1 s.
  private func inaccuracy(turn: Double, noise: Double) -> Caution? {
    let (byTurn, byNoise) = (
      Self.accurateAngle / turn, Self.accurateNoise * Self.accurateNoise / (noise * noise)
    )
    let largest = min(byTurn, byNoise)
    guard timeStep > largest * (1 + 1e-9) else { return nil }
    let (cause, angle, limit) =
      timeStep > byTurn
      ? ("field and torque", turn * timeStep, Self.accurateAngle)
      : ("noise", noise * timeStep.squareRoot(), Self.accurateNoise)
    return Caution(
      "'time_step' lets \(cause) turn the magnetization by up to "
        + "\(Format.significant(angle, 2)) rad a step, beyond the \(limit) rad of accurate results",
      remedy: Remedy("time_step", atMost: largest))
  }

  /// What a step may turn the magnetization by, in rad.
  private static let largestAngle = 0.5
  /// What field and torque may turn it by for accuracy, in rad.
  private static let accurateAngle = 0.02
  /// What noise may turn it by for accuracy, in rad, root mean square: κΔt = 10⁻³.
  private static let accurateNoise = 0.063

  /// The share of the thermal variance of a start in equilibrium that a start in one direction
  /// still lacks when the last pulse ends. It decays with twice the rate of relaxation, as far as
  /// the current lets it; without pulses there is nothing that the start could decide.
  private func missingSpread(of magnet: Magnet) -> Double {
    let stages = stages(of: magnet).dropLast()
    guard stages.contains(where: { $0.duration > 0 }) else { return 0 }
    let decay = stages.reduce(0) { sum, stage in
      let field = stage.effectiveField.constant.norm + stage.effectiveField.variationBound
      let rate =
        magnet.landauLifshitzRate * magnet.damping * field - stage.dampingLikeTorque.constant.norm
      return sum + 2 * max(rate, 0) * stage.duration
    }
    return exp(-decay)
  }

  /// Upper bound of the angular velocity in rad/s of what is not noise; the two parts of the
  /// current's torque are perpendicular.
  private func largestTurn(of magnet: Magnet) -> Double {
    let magnet = strongestDriven(magnet)
    let (a, b) = (magnet.dampingLikeTorque, magnet.fieldLikeTorque)
    return largestPrecessionRate(of: magnet)
      + (hasCurrent ? (a * a + b * b).squareRoot() : 0)
  }

  /// Whether a current flows at some time.
  private var hasCurrent: Bool { currentWaveform != nil || currentPulse > 0 }

  /// The magnet with the largest current that there is.
  private func strongestDriven(_ magnet: Magnet) -> Magnet {
    guard currentWaveform != nil else { return magnet }
    var strongest = magnet
    strongest.current = extremes(of: magnet).current
    return strongest
  }

  /// Root mean square of the angle in rad by which noise turns the magnetization in 1 s, where it
  /// is strongest; it grows with the square root of the time.
  private func typicalNoiseAngle(of magnet: Magnet) -> Double {
    let magnet = strongestDriven(magnet)
    let thermal = thermalNoise ? magnet.thermalFieldStrength : 0
    let quantum =
      quantumNoise && hasCurrent
      ? magnet.quantumFieldStrength(cosine: magnet.strongestCosine) : 0
    return 2 * magnet.directionDiffusion(strength: thermal + quantum).squareRoot()
  }

  /// Upper bound of the angular velocity in rad/s of the precession about the static field.
  private func largestPrecessionRate(of magnet: Magnet) -> Double {
    guard !hasWaveform else { return magnet.landauLifshitzRate * extremes(of: magnet).field }
    let field =
      externalField.norm + max(abs(magnet.anisotropyField(atBias: 0)), abs(magnet.anisotropyField))
    return magnet.landauLifshitzRate * field
  }
}
