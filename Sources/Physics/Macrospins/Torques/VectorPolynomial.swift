public import Numerics

/// A vector that depends on the direction m of the magnetization as a polynomial: a sum of constant
/// vectors times powers of m_x, m_y and m_z.
///
///     let cubic = anisotropyField * VectorPolynomial(Vector3(0, 0, 1), z: 3)  // H m_z³ ẑ
public struct VectorPolynomial: Sendable, Equatable {
  /// m_x^x m_y^y m_z^z.
  struct Powers: Sendable, Equatable {
    let x: Int
    let y: Int
    let z: Int

    static let zero = Powers(x: 0, y: 0, z: 0)

    var degree: Int { x + y + z }
  }

  private struct Summand: Sendable, Equatable {
    /// Kept apart from the vector, so that a factor is rounded once before each of its components
    /// is.
    var factor: Double
    let vector: Vector3
    let powers: Powers
  }

  private var summands: [Summand]

  /// A constant vector, times powers of the components of m.
  ///
  /// - Parameters:
  ///   - vector: The vector.
  ///   - x: The power of m_x, zero or positive.
  ///   - y: The power of m_y, zero or positive.
  ///   - z: The power of m_z, zero or positive.
  public init(_ vector: Vector3, x: Int = 0, y: Int = 0, z: Int = 0) {
    precondition(min(x, y, z) >= 0, "a negative power of a component")
    summands = [Summand(factor: 1, vector: vector, powers: Powers(x: x, y: y, z: z))]
  }

  private init(_ summands: [Summand]) { self.summands = summands }

  /// No vector anywhere.
  public static let zero = VectorPolynomial([])

  /// The sum.
  public static func + (a: VectorPolynomial, b: VectorPolynomial) -> VectorPolynomial {
    VectorPolynomial(a.summands + b.summands)
  }

  /// Adds a polynomial.
  public static func += (sum: inout VectorPolynomial, other: VectorPolynomial) {
    sum.summands += other.summands
  }

  /// The difference.
  public static func - (a: VectorPolynomial, b: VectorPolynomial) -> VectorPolynomial {
    a + -1 * b
  }

  /// The polynomial multiplied by a number.
  public static func * (factor: Double, polynomial: VectorPolynomial) -> VectorPolynomial {
    var product = polynomial
    for i in product.summands.indices {
      product.summands[i].factor = factor * product.summands[i].factor
    }
    return product
  }

  /// The vector that each product of powers is multiplied by, each product once.
  var coefficients: [(powers: Powers, vector: Vector3)] {
    var sums: [(powers: Powers, vector: Vector3)] = []
    for summand in summands {
      let vector = summand.factor * summand.vector
      if let same = sums.firstIndex(where: { $0.powers == summand.powers }) {
        sums[same].vector = sums[same].vector + vector
      } else {
        sums.append((summand.powers, vector))
      }
    }
    return sums
  }

  /// The vector that a product of powers is multiplied by.
  func coefficient(of powers: Powers) -> Vector3 {
    coefficients.first { $0.powers == powers }?.vector ?? .zero
  }

  /// The vector at m = 0.
  public var constant: Vector3 { coefficient(of: .zero) }

  /// A bound of the length, over all unit vectors m, of what depends on m.
  public var variationBound: Double {
    coefficients.reduce(0) { $0 + ($1.powers == .zero ? 0 : $1.vector.norm) }
  }

  /// The largest sum of powers.
  var degree: Int { summands.map(\.powers.degree).max() ?? 0 }
}
