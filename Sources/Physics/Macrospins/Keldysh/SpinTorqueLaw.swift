public import Numerics

/// The noisy Landau-Lifshitz equation of Tassi et al., Eqs. (11), (12), in a form that is regular on
/// the whole sphere:
///
///     dm/dt = (Re C₁ ẑ + Re K ξ) × m + m × [(Im C₁ ẑ + Im K ξ) × m] ,  ξ = (ξ₁, ξ₂, ρ ξ₃)
///
/// with the polarization axis z and independent white noises ⟨ξᵢ(t) ξⱼ(t′)⟩ = δᵢⱼ δ(t − t′).
public struct SpinTorqueLaw: Sendable, Equatable {
  /// C₁ in 1/s.
  public var torque: Complex
  /// K in s^(-1/2).
  public var noise: Complex
  /// ρ², the share of the noise along the polarization axis.
  public var longitudinalRatio: Double
  /// How the noise is meant.
  public var calculus: NoiseCalculus

  public init(
    torque: Complex, noise: Complex, longitudinalRatio: Double = 0,
    calculus: NoiseCalculus = .stratonovich
  ) {
    self.torque = torque
    self.noise = noise
    self.longitudinalRatio = longitudinalRatio
    self.calculus = calculus
  }

  /// The same equation without noise.
  public var withoutNoise: SpinTorqueLaw {
    var law = self
    law.noise = Complex(0, 0)
    return law
  }

  /// What C₁ has more, as a factor of m_z, in Stratonovich's equation with the same solution:
  /// (i/2)(1 − ρ²) K² if the law is meant in the sense of Itô. In 1/s.
  public var driftCorrection: Complex {
    guard calculus == .ito else { return .zero }
    return ((1 - longitudinalRatio) / 2) * (Complex.i * (noise * noise))
  }

  /// Variance |K|²/(2 |Im C₁|) of m_x and of m_y about the pole that attracts, in linear order
  /// (Tassi et al., below Eq. (20)); NaN without damping, when no pole attracts.
  public var smallAngleVariance: Double {
    torque.imaginary != 0 ? noise.squaredMagnitude / (2 * abs(torque.imaginary)) : .nan
  }
}

/// The magnet of Tassi et al. in a spin-polarised current.
public struct SpinTransfer: Sendable, Equatable {
  /// What an electron sees of the magnet.
  public var barrier: SpinDependentBarrier
  /// What drives the electrons.
  public var bias: SpinBias

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
  public func law(form: NoiseForm, calculus: NoiseCalculus) -> SpinTorqueLaw {
    let transverse = bias.transverseNoise
    return SpinTorqueLaw(
      torque: torqueCoefficient,
      noise: form == .appendix ? noiseCoefficient : .i * noiseCoefficient,
      longitudinalRatio: transverse > 0 ? bias.longitudinalNoise / transverse : 0,
      calculus: calculus)
  }
}
