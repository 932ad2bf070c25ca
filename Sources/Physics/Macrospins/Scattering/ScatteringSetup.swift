import Numerics

/// An electron on its way to a local moment: everything that decides the scattering (Zheng et al.,
/// Eqs. 4, 5, 11 and 15), in natural units ħ = m_e = 1.
public struct ScatteringSetup: Sendable, Equatable {
  /// L.
  public var spinQuantumNumber = 2.0
  /// m of the state |L, m⟩. As long as it is not set it is L, whatever L is.
  public var magneticNumber: Double {
    get { chosenMagneticNumber ?? spinQuantumNumber }
    set { chosenMagneticNumber = newValue }
  }
  private var chosenMagneticNumber: Double?
  /// Whether m is L because nothing else was chosen.
  public var magneticNumberFollows: Bool { chosenMagneticNumber == nil }
  /// k.
  public var waveNumber = 1.0
  /// λ.
  public var exchange = -1.0
  /// λ₀.
  public var potential = 0.0
  /// Angle of the electron's spin from +z in rad.
  public var electronPolarAngle = Double.pi
  /// Angle of the electron's spin about z from +x in rad.
  public var electronAzimuth = 0.0
  /// |s|.
  public var electronPolarization = 1.0
  /// Whether the moment is in a coherent state instead of |L, m⟩.
  public var coherentState = false
  /// Θ of the coherent state in rad.
  public var coherentPolarAngle = 0.0
  /// Φ of the coherent state in rad.
  public var coherentAzimuth = 0.0

  /// L = 2, m = L, and an electron of opposite spin.
  public init() {}

  /// The phases of the scattering.
  public var phases: ScatteringPhases {
    ScatteringPhases(
      exchange: exchange, waveNumber: waveNumber, spinQuantumNumber: spinQuantumNumber,
      potential: potential)
  }

  /// The electron's spin.
  ///
  /// - Throws: `ScatteringError`.
  public func electron() throws(ScatteringError) -> ElectronSpin {
    try ElectronSpin(
      polarAngle: electronPolarAngle, azimuth: electronAzimuth, polarization: electronPolarization)
  }

  /// The state of the moment in the basis |L, m⟩.
  ///
  /// - Throws: `ScatteringError`.
  public func spinState() throws(ScatteringError) -> SpinState {
    coherentState
      ? try .coherent(
        polarAngle: coherentPolarAngle, azimuth: coherentAzimuth,
        spinQuantumNumber: spinQuantumNumber)
      : try .dicke(magneticNumber: magneticNumber, spinQuantumNumber: spinQuantumNumber)
  }

  /// The state of the moment as an eigenstate along an axis.
  ///
  /// - Throws: `ScatteringError`.
  public func orientedState() throws(ScatteringError) -> OrientedState {
    coherentState
      ? try OrientedState(
        magneticNumber: spinQuantumNumber,
        along: Vector3(polarAngle: coherentPolarAngle, azimuth: coherentAzimuth),
        spinQuantumNumber: spinQuantumNumber)
      : try OrientedState(magneticNumber: magneticNumber, spinQuantumNumber: spinQuantumNumber)
  }
}
