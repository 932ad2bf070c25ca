import Glibc
import Numerics

extension SphericalDensity {
  /// Boltzmann's law of a magnet, cut off above a degree. Restricted to a side of the plane it has
  /// a step there, as high as the law is at the plane.
  ///
  /// The integral over the azimuth of exp(c cos φ) e^{−imφ} is 2π I_m(c); that over m_z is a sum
  /// over Gauss's nodes, as many as the degree and the width of the law need.
  ///
  /// - Parameters:
  ///   - law: The law.
  ///   - degree: Largest degree l.
  ///   - order: Largest order m; nil for the degree.
  public init(_ law: BoltzmannLaw, degree: Int, order: Int? = nil) {
    self.init(uniformOfDegree: degree, order: order)
    let nodes = BoltzmannNodes(law, degree: self.degree, order: self.order)
    let azimuth = law.azimuth
    // e^{−imφ}, and N_mm sin^m θ of the normalized associated Legendre functions at each node.
    var phase = (1.0, 0.0)
    var diagonal = nodes.heights.map { _ in 1 / (4 * Double.pi).squareRoot() }
    for m in 0...self.order {
      var below = nodes.heights.map { _ in 0.0 }
      var legendre = diagonal
      let row = layout.start(order: m)
      for l in m...self.degree {
        let (a, b) = (Self.coupling(l, m), 1 / Self.coupling(l + 1, m))
        var sum = 0.0
        for i in nodes.heights.indices {
          sum += nodes.weights[m][i] * legendre[i]
          let next = (nodes.heights[i] * legendre[i] - a * below[i]) * b
          (below[i], legendre[i]) = (legendre[i], next)
        }
        real[row + l - m] = sum * phase.0
        imaginary[row + l - m] = sum * phase.1
      }
      let next = Double(m + 1)
      let factor = -((2 * next + 1) / (2 * next)).squareRoot()
      for i in diagonal.indices { diagonal[i] *= factor * nodes.sines[i] }
      phase = (
        phase.0 * azimuth.cosine + phase.1 * azimuth.sine,
        phase.1 * azimuth.cosine - phase.0 * azimuth.sine
      )
    }
  }
}

/// Where the integrals over m_z are taken, and the law there.
private struct BoltzmannNodes {
  /// m_z.
  private(set) var heights: [Double] = []
  /// √(1 − m_z²).
  private(set) var sines: [Double] = []
  /// By order m and node: the node's weight times the integral over the azimuth, for a total of 1.
  private(set) var weights: [[Double]] = []

  init(_ law: BoltzmannLaw, degree: Int, order: Int) {
    let exponent = abs(law.stability) + law.field.norm
    // A polynomial of some 6 √x degrees is exp(−x (1 − z)) to rounding.
    let rule = GaussLegendre(count: (degree + Int(9 * exponent.squareRoot())) / 2 + 30)
    var exponents: [Double] = []
    var own: [Double] = []
    for side in law.sides {
      for (node, weight) in zip(rule.nodes, rule.weights) {
        let z = side == .above ? node : -node
        let square = (1 - node) * (1 + node)
        heights.append(z)
        sines.append(square.squareRoot())
        exponents.append(
          law.field.z * z - law.stability * square + law.transverseField * square.squareRoot())
        own.append(weight)
      }
    }
    let largest = exponents.max() ?? 0
    weights = Array(repeating: Array(repeating: 0, count: heights.count), count: order + 1)
    for i in heights.indices {
      let factor = own[i] * exp(exponents[i] - largest)
      let integrals = Self.besselIntegrals(law.transverseField * sines[i], order: order)
      for m in 0...order { weights[m][i] = factor * integrals[m] }
    }
    let total = weights[0].reduce(0, +)
    for m in 0...order {
      for i in heights.indices { weights[m][i] /= total }
    }
  }

  /// e^{−x} I_m(x) for m = 0…order, from the ratios I_m/I_{m−1}, whose recurrence downward is
  /// stable, and I_0 + 2 I_1 + 2 I_2 + … = e^x.
  private static func besselIntegrals(_ x: Double, order: Int) -> [Double] {
    guard x > 0 else { return [1] + Array(repeating: 0, count: order) }
    var ratios = Array(repeating: 0.0, count: order + 1)
    var (ratio, sum) = (0.0, 0.0)
    for m in stride(from: order + Int(9 * x.squareRoot()) + 40, through: 1, by: -1) {
      ratio = 1 / (Double(2 * m) / x + ratio)
      sum = ratio * (1 + sum)
      if m <= order { ratios[m] = ratio }
    }
    var values = [1 / (1 + 2 * sum)]
    for m in 1...order { values.append(values[m - 1] * ratios[m]) }
    return values
  }
}
