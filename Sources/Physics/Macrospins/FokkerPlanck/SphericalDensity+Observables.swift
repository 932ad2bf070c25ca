import Glibc
public import Numerics

/// What a density says. With a truncated expansion every number is exact to the size of the
/// coefficients left out.
extension SphericalDensity {
  /// The probability of all directions, 1.
  public var total: Double { (4 * Double.pi).squareRoot() * real[0] }

  /// ⟨m⟩.
  public var mean: Vector3 {
    let (z, plus) = (coefficient(degree: 1, order: 0), coefficient(degree: 1, order: 1))
    let transverse = -(8 * Double.pi / 3).squareRoot()
    return Vector3(
      transverse * plus.real, -transverse * plus.imaginary,
      (4 * Double.pi / 3).squareRoot() * z.real)
  }

  /// ⟨m_i m_j⟩, row by row.
  public var secondMoments: [Vector3] {
    let zero = coefficient(degree: 2, order: 0)
    let one = coefficient(degree: 2, order: 1)
    let two = coefficient(degree: 2, order: 2)
    let zz = (total + (16 * Double.pi / 5).squareRoot() * zero.real) / 3
    let difference = (32 * Double.pi / 15).squareRoot() * two.real
    let xy = -(8 * Double.pi / 15).squareRoot() * two.imaginary
    let xz = -(8 * Double.pi / 15).squareRoot() * one.real
    let yz = (8 * Double.pi / 15).squareRoot() * one.imaginary
    let xx = (total - zz + difference) / 2
    let yy = (total - zz - difference) / 2
    return [Vector3(xx, xy, xz), Vector3(xy, yy, yz), Vector3(xz, yz, zz)]
  }

  /// ⟨m_i m_j⟩ − ⟨m_i⟩⟨m_j⟩, row by row.
  public var covariance: [Vector3] {
    let mean = self.mean
    let second = secondMoments
    return [
      second[0] - mean.x * mean, second[1] - mean.y * mean, second[2] - mean.z * mean,
    ]
  }

  /// The probability of m_z < 0, within [0, 1]: a truncated expansion may miss these by its error.
  public var probabilityBelowPlane: Double { probability(sign: -1) }

  /// The probability of m_z > 0, within [0, 1], not as a difference from 1.
  public var probabilityAbovePlane: Double { probability(sign: 1) }

  private func probability(sign: Double) -> Double {
    // ∫₀¹ P_l dz = (P_{l−1}(0) − P_{l+1}(0))/(2l + 1), which is 0 for even l > 0.
    var probability = total / 2
    var legendre = 1.0  // P_{l−1}(0)
    for l in stride(from: 1, through: degree, by: 2) {
      let next = -legendre * Double(l) / Double(l + 1)
      let integral = (legendre - next) / Double(2 * l + 1)
      let norm = (Double(2 * l + 1) * Double.pi).squareRoot()
      probability += sign * (norm * integral * real[layout.index(degree: l, order: 0)])
      legendre = next
    }
    // NaN stays NaN.
    return probability < 0 ? 0 : probability > 1 ? 1 : probability
  }

  /// The density of the polar angle θ, 2π sin θ times the mean of P over the azimuth, in 1/rad.
  ///
  /// - Parameter angle: θ in rad.
  public func polarDensity(at angle: Double) -> Double {
    let z = cos(angle)
    var (below, legendre) = (0.0, 1.0)  // P_{l−1}, P_l
    var sum = 0.0
    for l in 0...degree {
      let norm = (Double(2 * l + 1) / (4 * Double.pi)).squareRoot()
      sum += norm * legendre * real[layout.index(degree: l, order: 0)]
      let next = (Double(2 * l + 1) * z * legendre - Double(l) * below) / Double(l + 1)
      (below, legendre) = (legendre, next)
    }
    return 2 * Double.pi * sin(angle) * sum
  }

  /// The density of the polar angle in 1/rad, averaged over each of some bins of equal width from 0
  /// to π.
  ///
  /// - Parameter bins: Their number, at least 1.
  public func polarDensity(bins: Int) -> [Double] {
    let width = Double.pi / Double(bins)
    let edges = (0...bins).map { $0 < bins ? cos(Double($0) * width) : -1 }
    // The probability above each edge: ∫ₓ¹ P_l = (P_{l−1}(x) − P_{l+1}(x))/(2l + 1).
    var above = edges.map { total / 2 * (1 - $0) }
    var (below, legendre) = (edges.map { _ in 1.0 }, edges)  // P_{l−1}, P_l
    for l in 1...degree {
      let norm = (Double.pi / Double(2 * l + 1)).squareRoot()
      let factor = norm * real[layout.index(degree: l, order: 0)]
      let (a, b) = (Double(2 * l + 1) / Double(l + 1), Double(l) / Double(l + 1))
      for i in edges.indices {
        let next = a * edges[i] * legendre[i] - b * below[i]
        above[i] += factor * (below[i] - next)
        below[i] = legendre[i]
        legendre[i] = next
      }
    }
    return (0..<bins).map { (above[$0 + 1] - above[$0]) / width }
  }

  /// The standard deviation of each component; zero where rounding leaves a negative variance.
  public var standardDeviation: Vector3 {
    let matrix = covariance
    return Vector3(
      max(matrix[0].x, 0).squareRoot(), max(matrix[1].y, 0).squareRoot(),
      max(matrix[2].z, 0).squareRoot())
  }

  /// The largest |c_lm| of each degree.
  private var envelope: [Double] {
    var squares = Array(repeating: 0.0, count: degree + 1)
    for m in 0...order {
      let row = layout.start(order: m)
      for i in 0..<layout.length(order: m) {
        let (x, y) = (real[row + i], imaginary[row + i])
        squares[m + i] = max(squares[m + i], x * x + y * y)
      }
    }
    return squares.map { $0.squareRoot() }
  }

  /// The largest |c_lm| of the three highest degrees: how far the expansion is from having
  /// converged.
  public var tail: Double { envelope.suffix(3).max() ?? 0 }

  /// The lowest degree at which the tail would be below a bound, as would all that is left out.
  func lowestDegree(withTail bound: Double) -> Int {
    (envelope.lastIndex { !($0 < bound) } ?? -1) + 3
  }
}
