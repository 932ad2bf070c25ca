public import Numerics

/// The magnet of Tassi et al. in a spin-polarized current.
public struct SpinTransfer: Sendable, Equatable {
  /// What an electron sees of the magnet.
  public var barrier: SpinDependentBarrier
  /// What drives the electrons.
  public var bias: SpinBias

  /// - Parameters:
  ///   - barrier: What an electron sees of the magnet.
  ///   - bias: What drives the electrons.
  public init(barrier: SpinDependentBarrier, bias: SpinBias) {
    self.barrier = barrier
    self.bias = bias
  }

  /// C₁ = X λ m_e (Δμ_L + Δμ_R)/(4π ħ³ k_F) in 1/s: the real part precesses, the imaginary part
  /// damps. Tassi et al., Eq. (14a).
  public var torqueCoefficient: Complex {
    let hbar = PhysicalConstants.reducedPlanck
    let rate =
      barrier.exchange * PhysicalConstants.electronMass * bias.total
      / (4 * Double.pi * hbar * hbar * hbar * barrier.fermiWaveNumber)
    return rate * barrier.spinMixing
  }

  /// C₂/√W⊥ = X λ √(m_e/(16π ε_F ħ³)), in (J s)^(-1/2).
  private var noisePerBias: Complex {
    let hbar = PhysicalConstants.reducedPlanck
    let square =
      PhysicalConstants.electronMass
      / (16 * Double.pi * barrier.fermiEnergy * hbar * hbar * hbar)
    return (barrier.exchange * square.squareRoot()) * barrier.spinMixing
  }

  /// C₂ in s^(-1/2), at the temperature of the electrons. Tassi et al., Eqs. (14b), (D15) at T = 0.
  public var noiseCoefficient: Complex {
    bias.transverseNoise.squareRoot() * noisePerBias
  }

  /// The Gilbert damping α = 2ħJ |C₂|²/W⊥ that belongs to the thermal part of the noise by the
  /// fluctuation-dissipation theorem. The equation of motion leaves it out, as Tassi et al. do
  /// below Eq. (D5).
  public var equilibriumDamping: Double {
    2 * PhysicalConstants.reducedPlanck * barrier.spin * noisePerBias.squaredMagnitude
  }

  /// The equation of motion.
  ///
  /// - Parameters:
  ///   - form: Which component of the noise carries the cosine of the polar angle.
  ///   - calculus: How products of the noise with the state are meant.
  public func law(form: NoiseForm, calculus: NoiseCalculus) -> SpinTorqueLaw {
    let transverse = bias.transverseNoise
    return SpinTorqueLaw(
      torque: torqueCoefficient,
      noise: form == .appendix ? noiseCoefficient : .i * noiseCoefficient,
      longitudinalRatio: transverse > 0 ? bias.longitudinalNoise / transverse : 0,
      calculus: calculus)
  }
}

/// Which component of the noise carries the cosine of the polar angle.
public enum NoiseForm: String, Sendable, CaseIterable {
  /// C₂ (cos θ I₁ + i I₂), as the action of Tassi et al., Eqs. (D10)–(D14), implies.
  case appendix
  /// C₂ (I₂ + i cos θ I₁), as Tassi et al., Eqs. (12) and (17), have it: C₂ times i, in law.
  case printed
}
