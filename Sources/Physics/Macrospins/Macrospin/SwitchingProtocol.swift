public import Numerics

/// What is done to a magnet: a pulse of voltage and one of current, whenever they begin, and a
/// relaxation after both; and how the start, the noise and the time step are chosen. SI units,
/// angles in rad. The defaults are the three stages of Fig. 3 of Zheng et al., one pulse after the
/// other.
public struct SwitchingProtocol: Sendable, Equatable {
  /// Which directions trajectories start in.
  public var initialState = InitialState.direction
  /// Polar angle of the initial magnetization in rad, from +z.
  public var initialPolarAngle = Double.pi / 180
  /// Azimuth of the initial magnetization in rad, from +x.
  public var initialAzimuth = 0.0
  /// External field H_ext in A/m.
  public var externalField = Vector3(30_000, 0, 0)
  /// Whether the external field stays on after the current pulse.
  public var fieldDuringRelaxation = true
  /// When the voltage pulse begins, in s.
  public var voltageStart = 0.0
  /// Duration of the voltage pulse in s.
  public var voltagePulse = 20e-9
  /// When the current pulse begins, in s; nil for the end of the voltage pulse.
  public var givenCurrentStart: Double?
  /// Duration of the current pulse in s.
  public var currentPulse = 115e-12
  /// Duration of the free relaxation after the last pulse in s.
  public var relaxation = 20e-9
  /// Time step in s; the last step of a stage is shortened to its end.
  public var timeStep = 0.5e-12
  /// Whether the thermal field acts.
  public var thermalNoise = true
  /// Whether the quantum field acts (only while the current flows).
  public var quantumNoise = true
  /// Which stochastic equation the amplitude of the quantum field belongs to.
  public var noiseConvention = NoiseConvention.fokkerPlanck
  /// Which form of the equation of motion the torques of the current are added to.
  public var torqueForm = TorqueForm.landauLifshitz
  /// The voltage in V over time; nil for the magnet's bias during `voltagePulse`.
  public var voltageWaveform: Waveform<Double>?
  /// The current in A over time; nil for the magnet's current during `currentPulse`.
  public var currentWaveform: Waveform<Double>?
  /// The external field in A/m over time; nil for `externalField`.
  public var fieldWaveform: Waveform<Vector3>?
  /// How often all of it comes, without a reset in between.
  public var cycles = 1
  /// The time from the start of a cycle to that of the next, in s; nil for its own duration.
  public var givenPeriod: Double?
  /// How trajectories are integrated; nil for Heun's method where voltage, current and field are
  /// constant in stages, and splitting where they follow a waveform.
  public var givenIntegrator: Integrator?

  /// The protocol of Fig. 3 of Zheng et al.
  public init() {}
}

extension SwitchingProtocol {
  /// When the current pulse begins, in s: where the voltage pulse ends, unless it is given.
  public var currentStart: Double {
    get { givenCurrentStart ?? voltageEnd }
    set { givenCurrentStart = newValue }
  }

  /// What acts when: V_b during the voltage pulse, the current during its own, neither else. By
  /// default the stages of Fig. 3 of Zheng et al.: V_b without current, current without V_b,
  /// neither.
  ///
  /// The thermal field acts in all of them, the quantum field while the current flows: it is the
  /// uncertainty of the electrons that cross.
  ///
  /// - Parameter magnet: What the protocol is applied to.
  public func stages(of magnet: Magnet) -> [MacrospinStage] {
    guard !isDriven else { return drive(of: magnet).pieces.map { stage(of: magnet, $0) } }
    return intervals.map { interval in
      stage(
        of: magnet, duration: interval.duration, hasVoltage: interval.hasVoltage,
        hasCurrent: interval.hasCurrent,
        field: interval.isRelaxation && !fieldDuringRelaxation ? .zero : externalField)
    }
  }

  /// What acts in a piece of a drive.
  func stage(of magnet: Magnet, _ piece: DriveSchedule.Piece) -> MacrospinStage {
    var driven = magnet
    driven.biasVoltage = piece.drive.voltage
    driven.current = piece.drive.current
    return stage(
      of: driven, duration: piece.duration, hasVoltage: true, hasCurrent: driven.current != 0,
      field: piece.drive.field)
  }

  /// What acts if voltage, current and field stay on for good.
  ///
  /// - Parameter magnet: What they are applied to.
  public func constantStage(of magnet: Magnet) -> MacrospinStage {
    stage(
      of: magnet, duration: .infinity, hasVoltage: true, hasCurrent: true, field: externalField)
  }

  private func stage(
    of magnet: Magnet, duration: Double, hasVoltage: Bool, hasCurrent: Bool, field: Vector3
  ) -> MacrospinStage {
    let (a, b) = hasCurrent ? magnet.torques(in: torqueForm) : (0, 0)
    return MacrospinStage(
      duration: duration,
      terms: [
        .externalField(field),
        .uniaxialAnisotropy(magnet.anisotropyField(atBias: hasVoltage ? magnet.biasVoltage : 0)),
        .dampingLikeTorque(rate: a, polarization: magnet.polarization),
        .fieldLikeTorque(rate: b, polarization: magnet.polarization),
      ],
      noise: RandomField(
        thermalStrength: thermalNoise ? magnet.thermalFieldStrength : 0,
        quantumCoefficient: quantumNoise && hasCurrent ? magnet.quantumFieldCoefficient : 0,
        polarization: magnet.electronMoments, convention: noiseConvention))
  }

  /// From the start to the end, in s.
  public var duration: Double {
    isDriven ? Double(cycles) * period : intervals.reduce(0) { $0 + $1.duration }
  }

  /// H_k in A/m while the current flows, averaged over its pulse; without a pulse, that of its
  /// beginning.
  ///
  /// - Parameter magnet: What the protocol is applied to.
  func meanAnisotropyField(whileCurrentFlowsIn magnet: Magnet) -> Double {
    let biased = voltageStart..<voltageStart + voltagePulse
    guard currentPulse > 0 else {
      return magnet.anisotropyField(
        atBias: biased.contains(currentStart) ? magnet.biasVoltage : 0)
    }
    let overlap =
      min(biased.upperBound, currentStart + currentPulse) - max(biased.lowerBound, currentStart)
    // H_k is linear in the bias.
    let share = overlap > 0 ? min(overlap / currentPulse, 1) : 0
    return magnet.anisotropyField(atBias: share * magnet.biasVoltage)
  }

  /// The steps of the protocol and the times at which states can be saved.
  ///
  /// - Throws: As `TimeGrid.init`.
  public func timeGrid() throws(MacrospinError) -> TimeGrid {
    guard timeStep > 0, timeStep.isFinite else { throw .timeStep(timeStep) }
    // Where pieces of a drive begin and end does not depend on the magnet.
    let durations =
      isDriven ? drive(of: Magnet()).pieces.map(\.duration) : intervals.map(\.duration)
    return try TimeGrid(durations: durations, timeStep: timeStep)
  }

  /// The unit vector about which trajectories start, or in which all of them do.
  public var initialMagnetization: Vector3 {
    Vector3(polarAngle: initialPolarAngle, azimuth: initialAzimuth)
  }
}

/// Which directions the trajectories of an ensemble start in.
public enum InitialState: String, Sendable, CaseIterable {
  /// All in one direction.
  case direction
  /// As Boltzmann's law has it without voltage and current, over the whole sphere.
  case boltzmann
  /// The same, restricted to the side of the plane m_z = 0 on which the initial direction lies.
  case boltzmannWell = "boltzmann-well"
}

/// The form of the equation of motion to which the torques of the current are added.
public enum TorqueForm: String, Sendable, CaseIterable {
  /// To dm/dt as a function of m, as Eq. (25) of Zheng et al. has it.
  case landauLifshitz = "landau-lifshitz"
  /// To Gilbert's equation, in which the damping is α m × dm/dt and so acts on the torques too.
  case gilbert
}
