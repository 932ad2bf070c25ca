import Numerics

/// The random fields on the magnetisation, ⟨h_i(t) h_j(t′)⟩ = 2D δ_ij δ(t − t′), that a bath and
/// the quantum uncertainty of the scattered electrons cause, and the temperatures they amount to.
///
/// Below, `cosine` is m·p: 1 where the magnetisation is parallel to the electrons' moments, where
/// the quantum field vanishes, −1 where it is antiparallel and the quantum field is strongest.
extension Magnet {
  /// D_T = α k_B T/(γ₀ μ₀ M_s V) in (A/m)² s (Zheng et al., Eq. 32).
  public var thermalFieldStrength: Double {
    damping * PhysicalConstants.boltzmann * temperature
      / (PhysicalConstants.gyromagneticRatio * momentPerField)
  }

  /// The factor of 1 − m·p in D_Q: (1 + α²) R sin²(η₋ − η₊)/(γ₀ N_L (2L + 1))², in (A/m)² s
  /// (Zheng et al., Eq. 39).
  public var quantumFieldCoefficient: Double {
    -dampingLikeTorque * (1 + damping * damping)
      / (PhysicalConstants.gyromagneticRatio * PhysicalConstants.gyromagneticRatio * momentStates)
  }

  /// D_Q(m·p) in (A/m)² s (Zheng et al., Eq. 39).
  public func quantumFieldStrength(cosine: Double) -> Double {
    quantumFieldCoefficient * (1 - cosine)
  }

  /// T_Q = γ₀ μ₀ M_s V D_Q/(α k_B) in K (Zheng et al., Eq. 40); infinite without damping.
  public func quantumTemperature(cosine: Double) -> Double {
    PhysicalConstants.gyromagneticRatio * momentPerField * quantumFieldStrength(cosine: cosine)
      / (damping * PhysicalConstants.boltzmann)
  }

  /// T* = T + T_Q in K (Zheng et al., Eq. 41).
  public func effectiveTemperature(cosine: Double) -> Double {
    temperature + quantumTemperature(cosine: cosine)
  }

  /// D_Q/(D_Q + D_T); NaN, "not defined", without any noise.
  public func quantumFraction(cosine: Double) -> Double {
    let quantum = quantumFieldStrength(cosine: cosine)
    return quantum / (quantum + thermalFieldStrength)
  }

  /// κ = γ² (1 + α²) D in 1/s: the diffusion of the direction that a field of strength D causes.
  ///
  /// - Parameter strength: D in (A/m)² s.
  public func directionDiffusion(strength: Double) -> Double {
    landauLifshitzRate * landauLifshitzRate * (1 + damping * damping) * strength
  }

  /// Bath temperature in K at which thermal and quantum noise contribute alike to a transverse
  /// component at the end of a current pulse that follows thermal equilibrium:
  /// T_x = 2 γ α H t T_Q, for pulses that are short against 1/(γ α H) and without the torque.
  ///
  /// - Parameters:
  ///   - cosine: m·p.
  ///   - stiffness: The field H in A/m that holds the magnetisation in its state.
  ///   - pulse: The duration t of the current pulse in s.
  public func crossoverTemperature(cosine: Double, stiffness: Double, pulse: Double) -> Double {
    2 * landauLifshitzRate * damping * stiffness * pulse * quantumTemperature(cosine: cosine)
  }
}
