public import Numerics

/// The three stages of Fig. 3 of Zheng et al. (voltage pulse, current pulse, relaxation) and how
/// the start, the noise and the time step are chosen. SI units, angles in rad.
public struct SwitchingProtocol: Sendable, Equatable {
  /// Polar angle of the initial magnetization in rad, from +z.
  public var initialPolarAngle = Double.pi / 180
  /// Azimuth of the initial magnetization in rad, from +x.
  public var initialAzimuth = 0.0
  /// External field H_ext in A/m.
  public var externalField = Vector3(30_000, 0, 0)
  /// Whether the external field stays on after the current pulse.
  public var fieldDuringRelaxation = true
  /// Duration of the voltage pulse in s.
  public var voltagePulse = 20e-9
  /// Duration of the current pulse in s.
  public var currentPulse = 115e-12
  /// Duration of the free relaxation in s.
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

  /// The protocol of Fig. 3 of Zheng et al.
  public init() {}
}

extension SwitchingProtocol {
  /// The stages of Fig. 3 of Zheng et al.: V_b without current, current without V_b, neither.
  ///
  /// The thermal field acts in all of them, the quantum field while the current flows: it is the
  /// uncertainty of the electrons that cross.
  ///
  /// - Parameter magnet: What the protocol is applied to.
  public func stages(of magnet: Magnet) -> [MacrospinStage] {
    let torques = magnet.torques(in: torqueForm)
    func stage(
      _ duration: Double, field: Vector3, bias: Double, torques: (Double, Double) = (0, 0),
      quantumNoise: Bool = false
    ) -> MacrospinStage {
      MacrospinStage(
        duration: duration,
        terms: [
          .externalField(field),
          .uniaxialAnisotropy(magnet.anisotropyField(atBias: bias)),
          .dampingLikeTorque(rate: torques.0, polarization: magnet.polarization),
          .fieldLikeTorque(rate: torques.1, polarization: magnet.polarization),
        ],
        noise: RandomField(
          thermalStrength: thermalNoise ? magnet.thermalFieldStrength : 0,
          quantumCoefficient: quantumNoise ? magnet.quantumFieldCoefficient : 0,
          polarization: magnet.electronMoments, convention: noiseConvention))
    }
    return [
      stage(voltagePulse, field: externalField, bias: magnet.biasVoltage),
      stage(
        currentPulse, field: externalField, bias: 0, torques: torques, quantumNoise: quantumNoise),
      stage(relaxation, field: fieldDuringRelaxation ? externalField : .zero, bias: 0),
    ]
  }

  /// The steps of the protocol and the times at which states can be saved.
  ///
  /// - Throws: As `TimeGrid.init`.
  public func timeGrid() throws(MacrospinError) -> TimeGrid {
    try TimeGrid(durations: [voltagePulse, currentPulse, relaxation], timeStep: timeStep)
  }

  /// The unit vector in which every trajectory starts.
  public var initialMagnetization: Vector3 {
    Vector3(polarAngle: initialPolarAngle, azimuth: initialAzimuth)
  }
}

/// The form of the equation of motion to which the torques of the current are added.
public enum TorqueForm: String, Sendable, CaseIterable {
  /// To dm/dt as a function of m, as Eq. (25) of Zheng et al. has it.
  case landauLifshitz = "landau-lifshitz"
  /// To Gilbert's equation, in which the damping is α m × dm/dt and so acts on the torques too.
  case gilbert
}
