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

  /// |C₂|²/W⊥ in 1/(J s) for a lead with itself, whatever the pairs that count.
  var noisePowerPerBias: Double { noisePerBias.squaredMagnitude }

  /// The Gilbert damping α that the electrons cause, the term D₁ of Tassi et al., Eq. (D5): 2ħJ
  /// times |C₂|²/W⊥, and twice that if all pairs of leads count. It depends on neither bias,
  /// temperature nor angle, and belongs to the thermal part of the noise by the
  /// fluctuation-dissipation theorem.
  public var equilibriumDamping: Double {
    let ofOwnLeads =
      2 * PhysicalConstants.reducedPlanck * barrier.spin * noisePowerPerBias
    return switch bias.leads {
    case .same: ofOwnLeads
    case .all: 2 * ofOwnLeads
    }
  }

  /// The equation of motion.
  ///
  /// - Parameters:
  ///   - form: Which component of the noise carries the cosine of the polar angle.
  ///   - calculus: How products of the noise with the state are meant.
  ///   - surroundings: What acts besides the current.
  public func law(
    form: NoiseForm, calculus: NoiseCalculus, surroundings: MagnetSurroundings = .init()
  ) -> SpinTorqueLaw {
    let transverse = bias.transverseNoise
    let current = SpinTorqueLaw(
      torque: torqueCoefficient,
      noise: form == .appendix ? noiseCoefficient : .i * noiseCoefficient,
      longitudinalRatio: transverse > 0 ? bias.longitudinalNoise / transverse : 0,
      calculus: calculus)
    return
      current
      .turned(by: MagnetSurroundings.gyromagneticRatio * surroundings.field)
      .heated(by: surroundings.noisePower(spin: barrier.spin))
      .damped(
        by: surroundings.damping + (surroundings.electronDamping ? equilibriumDamping : 0))
  }
}

/// Which component of the noise carries the cosine of the polar angle.
public enum NoiseForm: String, Sendable, CaseIterable {
  /// C₂ (cos θ I₁ + i I₂), as the action of Tassi et al., Eqs. (D10)–(D14), implies.
  case appendix
  /// C₂ (I₂ + i cos θ I₁), as Tassi et al., Eqs. (12) and (17), have it: C₂ times i, in law.
  case printed
}
