public import Numerics

extension MacrospinStage {
  /// The backward generator of the macrospin's direction, in 1/s: Zheng et al., Eqs. (21) and (30)
  /// with the precession that (30) leaves out,
  ///
  ///     L f = T·grad f + κ Lap f ,   κ = γ² (1 + α²) (D_T + D_Q0 (1 − m·p)) ,
  ///
  /// and T the deterministic part of Eq. (25). The stratonovich convention adds ½ grad κ to T.
  ///
  /// - Parameters:
  ///   - damping: α.
  ///   - polarization: p, a unit vector.
  ///   - convention: Which stochastic equation the quantum field's amplitude belongs to.
  public func generator(
    damping: Double, polarization p: Vector3, convention: NoiseConvention
  ) -> SphericalOperator {
    let rate = PhysicalConstants.gyromagneticRatio / (1 + damping * damping)
    let diffusion = rate * rate * (1 + damping * damping)
    let thermal = diffusion * thermalFieldStrength
    let quantum = diffusion * quantumFieldCoefficient
    // −γ m × H = γ H × m and −γ α m × (m × H) = γ α m × (H × m); a m × (m × p) = −a m × (p × m).
    // ½ grad κ = −½ κ_Q0 m × (p × m).
    let spurious = convention == .stratonovich ? quantum / 2 : 0
    let constant = SphericalOperator.drift(
      rotation: rate * externalField - fieldLikeTorque * p,
      attraction: (rate * damping) * externalField - (dampingLikeTorque + spurious) * p)
    let anisotropy =
      rate * anisotropyField
      * (.z * .rotation(.z) + damping * (.z * .tangential(.z)))
    let spreading =
      SphericalOperator(thermal + quantum) - quantum * SphericalOperator.projection(on: p)
    return constant + anisotropy + spreading * .laplacian
  }
}
