public import Numerics

/// What acts on the magnet besides the torque and the noise of the current: a field, and Gilbert's
/// damping by the electrons themselves and by everything else. Tassi et al., Eq. (11) and below
/// Eq. (D5).
public struct MagnetSurroundings: Sendable, Equatable {
  /// B in T, in the frame whose third axis is the polarization axis. The energy is ħγJ B·m
  /// (Eq. 1), so that m precesses with +γB, and a damping draws it against B.
  public var field = Vector3.zero
  /// Gilbert's damping α that is not of the electrons.
  public var damping = 0.0
  /// Temperature in K of what causes this damping, which sets the noise that belongs to it.
  public var temperature = 0.0
  /// Whether the damping acts that the electrons cause, `SpinTransfer.equilibriumDamping`.
  public var electronDamping = false

  /// No field and no damping, as while the current of Tassi et al. flows.
  public init() {}

  /// γ = e/m_e in rad/(s T), as Tassi et al. have it.
  static var gyromagneticRatio: Double {
    PhysicalConstants.elementaryCharge / PhysicalConstants.electronMass
  }

  /// Power |K|² = 2αk_BT/(ħJ) in 1/s of the white noise along each axis that belongs to `damping`
  /// (Brown, Phys. Rev. 130, 1677).
  ///
  /// - Parameter spin: J.
  func noisePower(spin: Double) -> Double {
    2 * damping * PhysicalConstants.boltzmann * temperature
      / (PhysicalConstants.reducedPlanck * spin)
  }
}

extension SpinTorqueLaw {
  /// The same equation with another field.
  ///
  /// - Parameter angularVelocity: The angular velocity about it in rad/s, γB.
  public func turned(by angularVelocity: Vector3) -> SpinTorqueLaw {
    guard angularVelocity != .zero else { return self }
    var law = self
    law.rotation = rotation + angularVelocity
    return law
  }

  /// The same equation with noise alike along all axes added.
  ///
  /// Isotropic noise has no phase, so that it can be given the one of the noise that is there: the
  /// Fokker-Planck equation is that of two independent noises.
  ///
  /// - Parameter power: |K|² of the added noise in 1/s.
  public func heated(by power: Double) -> SpinTorqueLaw {
    guard power > 0 else { return self }
    var law = self
    let own = noise.squaredMagnitude
    law.noise = own > 0 ? (1 + power / own).squareRoot() * noise : Complex(power.squareRoot())
    law.longitudinalRatio = (longitudinalRatio * own + power) / (own + power)
    return law
  }

  /// The equation dm/dt = f − α m × dm/dt, where f is the right side of this one, solved for dm/dt:
  /// every rotation a and attraction b becomes (a + ib)/(1 + iα).
  ///
  /// - Parameter damping: α.
  public func damped(by damping: Double) -> SpinTorqueLaw {
    guard damping != 0 else { return self }
    let factor = Complex(1, -damping) / (1 + damping * damping)
    var law = self
    law.torque = factor * torque
    law.noise = factor * noise
    law.rotation = factor.real * rotation - factor.imaginary * attraction
    law.attraction = factor.real * attraction + factor.imaginary * rotation
    return law
  }
}
