public import Numerics

/// A stretch of time during which everything that acts on the macrospin is constant.
public struct MacrospinStage: Sendable, Equatable {
  /// Duration in s; zero is allowed.
  public var duration: Double
  /// External field H_ext in A/m.
  public var externalField: Vector3
  /// Anisotropy field H_k in A/m: the effective field is H_ext + H_k m_z ẑ.
  public var anisotropyField: Double
  /// Rate in 1/s that multiplies m × (m × p).
  public var dampingLikeTorque: Double
  /// Rate in 1/s that multiplies m × p.
  public var fieldLikeTorque: Double
  /// D_T in (A/m)² s.
  public var thermalFieldStrength: Double
  /// The factor of 1 − m·p in D_Q, in (A/m)² s.
  public var quantumFieldCoefficient: Double

  /// A stage in the units of the properties; no torque and no noise unless they are given.
  public init(
    duration: Double, externalField: Vector3, anisotropyField: Double,
    dampingLikeTorque: Double = 0, fieldLikeTorque: Double = 0,
    thermalFieldStrength: Double = 0, quantumFieldCoefficient: Double = 0
  ) {
    self.duration = duration
    self.externalField = externalField
    self.anisotropyField = anisotropyField
    self.dampingLikeTorque = dampingLikeTorque
    self.fieldLikeTorque = fieldLikeTorque
    self.thermalFieldStrength = thermalFieldStrength
    self.quantumFieldCoefficient = quantumFieldCoefficient
  }

  /// Whether trajectories that are alike at the start of the stage are alike at its end: an
  /// ensemble integrates one for all of them up to the first stage that is not.
  public var isDeterministic: Bool {
    duration == 0 || (thermalFieldStrength == 0 && quantumFieldCoefficient == 0)
  }
}

extension SwitchingProtocol {
  /// The stages of Fig. 3 of Zheng et al.: V_b without current, current without V_b, neither.
  ///
  /// The thermal field acts in all of them, the quantum field while the current flows: it is the
  /// uncertainty of the electrons that cross.
  public func stages(of magnet: Magnet) -> [MacrospinStage] {
    let thermal = thermalNoise ? magnet.thermalFieldStrength : 0
    let free = MacrospinStage(
      duration: relaxation, externalField: fieldDuringRelaxation ? externalField : .zero,
      anisotropyField: magnet.anisotropyField(atBias: 0), thermalFieldStrength: thermal)

    var voltage = free
    voltage.duration = voltagePulse
    voltage.externalField = externalField
    voltage.anisotropyField = magnet.anisotropyField

    var current = free
    current.duration = currentPulse
    current.externalField = externalField
    (current.dampingLikeTorque, current.fieldLikeTorque) = magnet.torques(in: torqueForm)
    current.quantumFieldCoefficient = quantumNoise ? magnet.quantumFieldCoefficient : 0
    return [voltage, current, free]
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
