public import Numerics

/// The three stages of Fig. 3 of Zheng et al. (voltage pulse, current pulse, relaxation) and how
/// the start, the noise and the time step are chosen. SI units, angles in rad.
public struct SwitchingProtocol: Sendable, Equatable {
  /// Polar angle of the initial magnetisation in rad, from +z.
  public var initialPolarAngle = Double.pi / 180
  /// Azimuth of the initial magnetisation in rad, from +x.
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

/// The rule by which a noise amplitude that depends on the state is evaluated.
public enum NoiseConvention: String, Sendable, CaseIterable {
  /// Amplitude taken at the start of a step: reproduces Eq. (21) of Zheng et al.
  case fokkerPlanck = "fokker-planck"
  /// Amplitude re-evaluated at the predictor: adds the drift ½ grad κ.
  case stratonovich
}

/// The form of the equation of motion to which the torques of the current are added.
public enum TorqueForm: String, Sendable, CaseIterable {
  /// To dm/dt as a function of m, as Eq. (25) of Zheng et al. has it.
  case landauLifshitz = "landau-lifshitz"
  /// To Gilbert's equation, in which the damping is α m × dm/dt and so acts on the torques too.
  case gilbert
}
