import Base
import Macrospins
import Numerics

extension SwitchingProtocol {
  /// Rules for pulses and time step.
  static let rules: [@Sendable (SwitchingProtocol, Magnet) -> Conflict?] = [
    { pulses, _ in
      Conflict(
        "time_step",
        "the pulses take more time steps than the \(UInt32.max) that a random stream has",
        where: (try? pulses.timeGrid()) == nil)
    },
    { pulses, magnet in
      // Heun's scheme follows a precession of 0.02 rad a step to 1e-6, and is unstable above 1 rad.
      let angle = pulses.largestPrecessionAngle(of: magnet, in: pulses.timeStep)
      guard angle > 0.5 else { return nil }
      return Conflict(
        "time_step",
        "'time_step' is too long: the magnetization would precess by "
          + "\(Format.significant(angle, 2)) rad a step (at most 0.5; 0.02 for accuracy)")
    },
  ]

  /// Rules of models that integrate trajectories, whose steps have to follow torque and noise too.
  static let ensembleRules: [@Sendable (SwitchingProtocol, Magnet) -> Conflict?] =
    rules + [
      { pulses, magnet in
        let angle =
          pulses.largestPrecessionAngle(of: magnet, in: pulses.timeStep)
          + pulses.largestTorqueAngle(of: magnet, in: pulses.timeStep)
          + pulses.typicalNoiseAngle(of: magnet, in: pulses.timeStep)
        guard angle > 0.5 else { return nil }
        return Conflict(
          "time_step",
          "'time_step' is too long: field, torque and noise would turn the magnetization by "
            + "\(Format.significant(angle, 2)) rad a step (at most 0.5; 0.02 for accuracy)")
      }
    ]

  /// Upper bounds of the angle in rad by which field and torque turn the magnetization in all
  /// stages, and of the square of the angle by which noise spreads it.
  func extent(of magnet: Magnet) -> (turn: Double, spread: Double) {
    let duration = voltagePulse + currentPulse + relaxation
    let noise = typicalNoiseAngle(of: magnet, in: duration)
    let turn =
      largestPrecessionAngle(of: magnet, in: duration)
      + largestTorqueAngle(of: magnet, in: currentPulse)
    return (turn, noise * noise)
  }

  /// What users should know of pulses in which nothing can happen.
  static let cautions: [@Sendable (SwitchingProtocol, Magnet) -> Caution?] = [
    { pulses, magnet in
      let (duration, current) = (
        pulses.voltagePulse + pulses.currentPulse + pulses.relaxation, pulses.currentPulse
      )
      let angle =
        pulses.largestPrecessionAngle(of: magnet, in: duration)
        + pulses.largestTorqueAngle(of: magnet, in: current)
        + pulses.typicalNoiseAngle(of: magnet, in: duration)
      let pulse =
        pulses.voltagePulse >= pulses.relaxation ? "voltage_pulse" : "relaxation"
      return .tooShort(
        current > max(pulses.voltagePulse, pulses.relaxation) ? "current_pulse" : pulse,
        "the longest of stages that take \(Format.significant(duration, 3)) s together", unit: "s",
        turns: angle / (2 * .pi))
    }
  ]

  /// Upper bound of the angle in rad by which the current's torque turns the magnetization in a
  /// time in s; its two parts are perpendicular.
  private func largestTorqueAngle(of magnet: Magnet, in time: Double) -> Double {
    guard currentPulse > 0 else { return 0 }
    let (a, b) = (magnet.dampingLikeTorque, magnet.fieldLikeTorque)
    return (a * a + b * b).squareRoot() * time
  }

  /// Root mean square of the angle in rad by which noise turns the magnetization in a time in s,
  /// where it is strongest.
  private func typicalNoiseAngle(of magnet: Magnet, in time: Double) -> Double {
    let thermal = thermalNoise ? magnet.thermalFieldStrength : 0
    let quantum =
      quantumNoise && currentPulse > 0
      ? magnet.quantumFieldStrength(cosine: magnet.strongestCosine) : 0
    return 2 * (magnet.directionDiffusion(strength: thermal + quantum) * time).squareRoot()
  }

  /// Upper bound of the angle in rad by which the magnetization turns about the static field in a
  /// time in s.
  private func largestPrecessionAngle(of magnet: Magnet, in time: Double) -> Double {
    let field =
      externalField.norm + max(abs(magnet.anisotropyField(atBias: 0)), abs(magnet.anisotropyField))
    return magnet.landauLifshitzRate * field * time
  }
}
