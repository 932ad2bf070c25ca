public import Numerics

/// A linear operator on functions of the direction m, as a polynomial in elementary ones.
///
/// Backward generators of diffusions on the sphere are written down as in a paper:
///
///     let uniaxial: SphericalOperator = 2 * .z * .tangential(.z) + 0.1 * .laplacian
///
/// Products act from the right: `.z * .tangential(.z)` differentiates first.
public struct SphericalOperator: Sendable, Equatable {
  /// What operators are made of.
  enum Factor: Sendable, Equatable {
    case coordinate(CartesianAxis), rotation(CartesianAxis), tangential(CartesianAxis), laplacian

    /// The most by which the factor changes the degree or the order of a spherical harmonic.
    var reach: Int { self == .laplacian ? 0 : 1 }
  }

  struct Term: Sendable, Equatable {
    var coefficient: Double
    var factors: [Factor]
  }

  private(set) var terms: [Term]

  private init(_ factors: Factor...) {
    terms = [Term(coefficient: 1, factors: factors)]
  }

  /// Multiplication by a number.
  public init(_ value: Double) {
    terms = value == 0 ? [] : [Term(coefficient: value, factors: [])]
  }

  /// Multiplication by zero.
  public static let zero: SphericalOperator = 0

  /// Multiplication by m_x.
  public static let x = SphericalOperator(.coordinate(.x))
  /// Multiplication by m_y.
  public static let y = SphericalOperator(.coordinate(.y))
  /// Multiplication by m_z.
  public static let z = SphericalOperator(.coordinate(.z))
  /// The Laplacian on the sphere.
  public static let laplacian = SphericalOperator(.laplacian)

  /// Multiplication by a component of m.
  public static func coordinate(_ axis: CartesianAxis) -> SphericalOperator {
    SphericalOperator(.coordinate(axis))
  }

  /// R_k = (e_k × m)·grad, the derivative along a rotation about an axis.
  ///
  /// - Parameter axis: The axis k.
  public static func rotation(_ axis: CartesianAxis) -> SphericalOperator {
    SphericalOperator(.rotation(axis))
  }

  /// V_k = grad(m_k)·grad, the derivative along the tangential part m × (e_k × m) of an axis.
  ///
  /// - Parameter axis: The axis k.
  public static func tangential(_ axis: CartesianAxis) -> SphericalOperator {
    SphericalOperator(.tangential(axis))
  }

  /// The sum.
  public static func + (a: SphericalOperator, b: SphericalOperator) -> SphericalOperator {
    var sum = a
    for term in b.terms {
      if let same = sum.terms.firstIndex(where: { $0.factors == term.factors }) {
        sum.terms[same].coefficient += term.coefficient
      } else {
        sum.terms.append(term)
      }
    }
    sum.terms.removeAll { $0.coefficient == 0 }
    return sum
  }

  /// The difference.
  public static func - (a: SphericalOperator, b: SphericalOperator) -> SphericalOperator {
    a + -1 * b
  }

  /// The product a b, which lets b act first.
  public static func * (a: SphericalOperator, b: SphericalOperator) -> SphericalOperator {
    var product = SphericalOperator.zero
    for left in a.terms {
      for right in b.terms {
        var word = SphericalOperator.zero
        word.terms = [
          Term(
            coefficient: left.coefficient * right.coefficient,
            factors: left.factors + right.factors)
        ]
        product = product + word
      }
    }
    return product
  }

  /// The operator multiplied by a number.
  public static func * (factor: Double, operand: SphericalOperator) -> SphericalOperator {
    SphericalOperator(factor) * operand
  }

  /// The most by which the operator changes the degree or the order of a spherical harmonic.
  var reach: Int {
    terms.map { $0.factors.reduce(0) { $0 + $1.reach } }.max() ?? 0
  }
}

extension SphericalOperator: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  /// Multiplication by a number.
  public init(floatLiteral value: Double) {
    self.init(value)
  }

  /// Multiplication by a number.
  public init(integerLiteral value: Int) {
    self.init(Double(value))
  }
}

extension SphericalOperator {
  /// Multiplication by v·m.
  public static func projection(on v: Vector3) -> SphericalOperator {
    v.x * .x + v.y * .y + v.z * .z
  }

  /// The derivative along the drift u × m + m × (w × m) of constant vectors: a rotation about u and
  /// an attraction toward w.
  ///
  /// - Parameters:
  ///   - u: What m turns about, with the angular velocity |u|.
  ///   - w: What m is drawn to.
  public static func drift(rotation u: Vector3, attraction w: Vector3) -> SphericalOperator {
    u.x * .rotation(.x) + u.y * .rotation(.y) + u.z * .rotation(.z)
      + (w.x * .tangential(.x) + w.y * .tangential(.y) + w.z * .tangential(.z))
  }

  /// ½ Σ_k (a R_k + b V_k)², the generator of independent unit noises g_k along the axes in the
  /// Stratonovich sense, dm = Σ_k [a e_k × m + b m × (e_k × m)] g_k dt.
  ///
  /// - Parameters:
  ///   - a: The amplitude of the rotations.
  ///   - b: The amplitude of the attractions.
  ///   - axes: The axes of the noises.
  public static func stratonovichNoise(
    rotation a: Double, attraction b: Double, axes: [CartesianAxis]
  ) -> SphericalOperator {
    axes.reduce(.zero) { sum, axis in
      let field = a * rotation(axis) + b * tangential(axis)
      return sum + 0.5 * (field * field)
    }
  }
}
