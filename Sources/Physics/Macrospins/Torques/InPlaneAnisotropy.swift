public import Numerics

extension TorqueTerm {
  /// The field H (m·u) u of an anisotropy along an axis u, of the energy −½ μ₀ M_s V H (m·u)²: that
  /// of an elliptic disc across its axis.
  ///
  /// - Parameters:
  ///   - field: H in A/m; negative for a hard axis.
  ///   - axis: u, a unit vector.
  public static func anisotropy(_ field: Double, along axis: Vector3) -> TorqueTerm {
    .effectiveField(
      (field * axis.x) * VectorPolynomial(axis, x: 1)
        + (field * axis.y) * VectorPolynomial(axis, y: 1)
        + (field * axis.z) * VectorPolynomial(axis, z: 1))
  }
}
