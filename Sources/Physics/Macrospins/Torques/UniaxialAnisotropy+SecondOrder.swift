import Numerics

extension TorqueTerm {
  /// The field H m_z (1 − m_z²) ẑ of an anisotropy of second order, of the energy density
  /// K₂ sin⁴ θ with H = 4 K₂/(μ₀ M_s).
  ///
  /// - Parameter field: H in A/m.
  public static func uniaxialAnisotropy(secondOrder field: Double) -> TorqueTerm {
    .effectiveField(
      field * VectorPolynomial(Vector3(0, 0, 1), z: 1)
        - field * VectorPolynomial(Vector3(0, 0, 1), z: 3))
  }
}
