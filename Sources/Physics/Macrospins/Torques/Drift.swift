import Numerics

/// The deterministic change m × (W + m × U) of a unit vector m in a time, with polynomials W and U
/// of m. Every drift on the sphere can be written so.
struct Drift: Sendable, Equatable {
  /// W, the time included: minus the angle by which m precesses about each axis, in rad.
  var precession = VectorPolynomial.zero
  /// U, the time included: minus what draws m along each axis.
  var relaxation = VectorPolynomial.zero

  /// The derivative along the drift: minus W times the rotations minus U times the attractions,
  /// since these have the axis as the first factor of each product.
  var generator: SphericalOperator {
    var sum = SphericalOperator.zero
    for (powers, vector) in precession.coefficients {
      sum = sum + .product(of: powers) * .drift(rotation: -1 * vector, attraction: .zero)
    }
    for (powers, vector) in relaxation.coefficients {
      sum = sum + .product(of: powers) * .drift(rotation: .zero, attraction: -1 * vector)
    }
    return sum
  }
}

extension SphericalOperator {
  /// Multiplication by powers of the components of m.
  fileprivate static func product(of powers: VectorPolynomial.Powers) -> SphericalOperator {
    [(powers.x, SphericalOperator.x), (powers.y, .y), (powers.z, .z)].reduce(1) { product, factor in
      (0..<factor.0).reduce(product) { power, _ in power * factor.1 }
    }
  }
}
