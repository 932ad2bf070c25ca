public import Numerics

extension TorqueTerm {
  /// A field H that is applied from outside. Zheng et al., Eq. (25).
  ///
  /// - Parameter field: H in A/m.
  public static func externalField(_ field: Vector3) -> TorqueTerm {
    .effectiveField(VectorPolynomial(field))
  }
}
