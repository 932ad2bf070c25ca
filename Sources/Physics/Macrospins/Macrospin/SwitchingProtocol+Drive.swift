public import Numerics

/// Voltage, current and field as functions of time, and cycles.
extension SwitchingProtocol {
  /// Whether voltage, current or field follow a waveform.
  public var hasWaveform: Bool {
    voltageWaveform != nil || currentWaveform != nil || fieldWaveform != nil
  }

  /// Whether there is more than pulses of constant height, one after the other.
  public var isDriven: Bool { hasWaveform || cycles > 1 || givenPeriod != nil }

  /// How trajectories are integrated.
  public var integrator: Integrator { givenIntegrator ?? (hasWaveform ? .splitting : .heun) }

  /// When the voltage has come to its end, in s since the start of a cycle.
  var voltageEnd: Double { voltageWaveform?.end ?? voltageStart + voltagePulse }

  /// When voltage, current and field have come to their ends, in s since the start of a cycle.
  public var pulseEnd: Double {
    max(
      voltageEnd, currentWaveform?.end ?? currentStart + currentPulse, fieldWaveform?.end ?? 0)
  }

  /// Duration of a cycle in s: up to the ends of voltage, current and field and the relaxation,
  /// unless it is given.
  public var period: Double { givenPeriod ?? pulseEnd + relaxation }

  /// The external field at the start, in A/m.
  public var initialField: Vector3 { fieldWaveform?.value(at: 0) ?? externalField }

  /// The external field at the end, in A/m.
  public var finalField: Vector3 {
    guard fieldDuringRelaxation else { return .zero }
    return fieldWaveform?.value(at: period) ?? externalField
  }

  /// The voltage at the end, in V.
  public var finalVoltage: Double {
    voltageWaveform.map { $0.value(at: period) } ?? 0
  }

  /// The drive of all cycles.
  ///
  /// - Parameters:
  ///   - magnet: Whose bias and current pulses of constant height have.
  ///   - half: The longest piece of a drive that changes, in s; nil for the time step.
  public func drive(of magnet: Magnet, longestHalf half: Double? = nil) -> DriveSchedule {
    let voltage =
      voltageWaveform
      ?? Waveform(pulseFrom: voltageStart, lasting: voltagePulse, magnet.biasVoltage)
    let current =
      currentWaveform ?? Waveform(pulseFrom: currentStart, lasting: currentPulse, magnet.current)
    let (field, pulseEnd) = (fieldWaveform, pulseEnd)
    return DriveSchedule(
      { time in
        let isOff = !fieldDuringRelaxation && time > pulseEnd
        return DriveAmplitudes(
          voltage: voltage.value(at: time), current: current.value(at: time),
          field: isOff ? .zero : field?.value(at: time) ?? externalField)
      },
      breaks: voltage.breaks + current.breaks + (currentWaveform?.zeros ?? [])
        + (field?.breaks ?? []) + [pulseEnd],
      period: period, cycles: cycles, half: half ?? timeStep)
  }

  /// What acts when, in pieces as long as fourth order allows: for a density, which needs no steps.
  ///
  /// - Parameter magnet: What the protocol is applied to.
  public func coarseStages(of magnet: Magnet) -> [MacrospinStage] {
    guard isDriven else { return stages(of: magnet) }
    let rate = largestRate(of: magnet)
    let half = rate > 0 ? Self.coarseAngle / rate : period
    return drive(of: magnet, longestHalf: half).pieces.map { stage(of: magnet, $0) }
  }

  /// The angle in rad by which m turns in a piece of such a drive.
  private static let coarseAngle = 0.04

  /// How fast the magnetization turns at most, in rad/s; how fast m_z changes where all is axial.
  private func largestRate(of magnet: Magnet) -> Double {
    let extremes = extremes(of: magnet)
    let precession = magnet.landauLifshitzRate * extremes.field
    var strongest = magnet
    strongest.current = extremes.current
    let torque = abs(strongest.dampingLikeTorque) + abs(strongest.fieldLikeTorque)
    let isAxial =
      magnet.polarization.x == 0 && magnet.polarization.y == 0
      && (fieldWaveform?.knots.map(\.value) ?? [externalField]).allSatisfy {
        $0.x == 0 && $0.y == 0
      }
    return isAxial
      ? magnet.damping * precession + abs(strongest.dampingLikeTorque) : precession + torque
  }

  /// The largest |H_ext| + |H_k| in A/m and the largest |I| in A that there are at some time.
  ///
  /// - Parameter magnet: Whose bias and current pulses of constant height have.
  public func extremes(of magnet: Magnet) -> (field: Double, current: Double) {
    let voltages = voltageWaveform?.range ?? min(0, magnet.biasVoltage)...max(0, magnet.biasVoltage)
    // H_k is linear in the bias.
    let anisotropy = [0, voltages.lowerBound, voltages.upperBound].map {
      abs(magnet.anisotropyField(atBias: $0))
    }
    let fields = fieldWaveform?.knots.map(\.value.norm) ?? [externalField.norm]
    let pulse = currentPulse > 0 ? magnet.current : 0
    let currents = currentWaveform?.range ?? pulse...pulse
    return (
      (fields.max() ?? 0) + (anisotropy.max() ?? 0),
      max(abs(currents.lowerBound), abs(currents.upperBound))
    )
  }
}

/// How trajectories are integrated.
public enum Integrator: String, Sendable, CaseIterable {
  /// Heun's method with drift and noise together.
  case heun
  /// The drift by the method of Runge and Kutta, of fourth order, and a random turn after it.
  case splitting
}
