public import Numerics

/// A circular free layer that is crossed by a spin-polarised current: what a job file fixes about
/// the device, in SI units. The defaults are the device of Zheng et al., Sec. V.
public struct Magnet: Sendable, Equatable {
  /// Saturation magnetisation M_s in A/m.
  public var saturationMagnetization = 1.2e6
  /// Radius of the disc in m.
  public var radius = 40e-9
  /// Thickness t_f of the free layer in m.
  public var thickness = 1.1e-9
  /// Demagnetising factor N_z along the axis of the disc.
  public var demagnetizationAxial = 0.96
  /// Demagnetising factor N_xy across the axis.
  public var demagnetizationTransverse = 0.02
  /// Interfacial anisotropy K_i at zero bias in J/m².
  public var interfacialAnisotropy = 1e-3
  /// Voltage-controlled anisotropy coefficient ξ in J/(V m).
  public var vcmaCoefficient = 70e-15
  /// Thickness t_ox of the oxide in m.
  public var oxideThickness = 1.4e-9
  /// Gilbert damping α.
  public var damping = 0.05
  /// Spin quantum number L of one local moment (half-integer).
  public var spinQuantumNumber = 2.0
  /// sin²(η₋ − η₊) of the two scattering phases.
  public var phaseSin2 = 0.55
  /// sin(η₋ − η₊) cos(η₋ − η₊) of the two scattering phases.
  public var phaseSinCos = -0.49
  /// Transmission χ: electrons that arrive for one that is counted in the current.
  public var transmission = 1.0
  /// Direction p of the electrons' magnetic moments (unit vector).
  public var polarization = Vector3(-1, 0, 0)
  /// Bias voltage V_b in V.
  public var biasVoltage = 0.0
  /// Current I in A.
  public var current = 2e-3
  /// Temperature T of the bath in K.
  public var temperature = 0.0

  /// The device of Zheng et al.
  public init() {}
}
