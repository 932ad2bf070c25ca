import Numerics

extension TorqueTerm {
  /// The field H_k m_z ẑ of an anisotropy along z, of the energy −½ μ₀ M_s V H_k m_z². Zheng et
  /// al., Eq. (42).
  ///
  /// - Parameter field: H_k in A/m; negative for an easy plane.
  public static func uniaxialAnisotropy(_ field: Double) -> TorqueTerm {
    .effectiveField(field * VectorPolynomial(Vector3(0, 0, 1), z: 1))
  }
}
