public import Numerics

extension TorqueTerm {
  /// The torque a m × (m × p) of spins that are absorbed: it draws m toward −a p. Zheng et al.,
  /// Eqs. (25) and (36).
  ///
  /// - Parameters:
  ///   - rate: a in 1/s, `Magnet.dampingLikeTorque` for electrons scattered by local moments.
  ///   - polarization: p, a unit vector.
  public static func dampingLikeTorque(rate: Double, polarization: Vector3) -> TorqueTerm {
    .dampingLike(rate * VectorPolynomial(polarization))
  }
}
