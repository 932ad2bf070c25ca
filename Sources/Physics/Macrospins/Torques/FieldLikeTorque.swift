public import Numerics

extension TorqueTerm {
  /// The torque b m × p of spins that precess: it turns m about p with the angular velocity −b.
  /// Zheng et al., Eqs. (25) and (36).
  ///
  /// - Parameters:
  ///   - rate: b in 1/s, `Magnet.fieldLikeTorque` for electrons scattered by local moments.
  ///   - polarization: p, a unit vector.
  public static func fieldLikeTorque(rate: Double, polarization: Vector3) -> TorqueTerm {
    .fieldLike(rate * VectorPolynomial(polarization))
  }
}
