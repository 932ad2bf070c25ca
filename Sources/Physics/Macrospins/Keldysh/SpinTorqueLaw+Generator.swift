extension SpinTorqueLaw {
  /// The backward generator of the direction of m, in 1/s,
  ///
  ///     L = Re C₁ R_z + Im C₁ V_z + ½ Σ_k ρ_k² (Re K R_k + Im K V_k)² ,   ρ_x = ρ_y = 1 , ρ_z = ρ ,
  ///
  /// the equation (E3) of Tassi et al. with the geometric terms of the sphere. It is axial: with all
  /// three axes alike the sum is |K|² Lap, and what the z axis lacks is subtracted.
  public var generator: SphericalOperator {
    let field = noise.real * .rotation(.z) + noise.imaginary * .tangential(.z)
    let drift = torque.real * .rotation(.z) + torque.imaginary * .tangential(.z)
    let correction = driftCorrection
    let corrected =
      correction.real * (.z * .rotation(.z)) + correction.imaginary * (.z * .tangential(.z))
    let spreading =
      noise.squaredMagnitude * .laplacian - (1 - longitudinalRatio) * (field * field)
    return drift + corrected + 0.5 * spreading
  }
}
