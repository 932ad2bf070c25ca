import Glibc

/// The nodes and weights with which sums are exact integrals from 0 to 1 of polynomials up to the
/// degree 2n − 1.
package struct GaussLegendre: Sendable {
  /// In ascending order, within 0…1.
  package let nodes: [Double]
  /// Their sum is 1.
  package let weights: [Double]

  /// By Newton's method on the Legendre polynomial, from Tricomi's approximation of its zeros.
  ///
  /// - Parameter count: n, at least 1.
  package init(count: Int) {
    var (nodes, weights) = ([Double](), [Double]())
    for i in (1...count).reversed() {
      var x = cos(Double.pi * (Double(i) - 0.25) / (Double(count) + 0.5))
      var slope = 1.0
      // Quadratic convergence from a few digits: five steps reach rounding.
      for _ in 0..<6 {
        var (below, value) = (0.0, 1.0)
        for l in 0..<count {
          let next = (Double(2 * l + 1) * x * value - Double(l) * below) / Double(l + 1)
          (below, value) = (value, next)
        }
        slope = Double(count) * (x * value - below) / (x * x - 1)
        x -= value / slope
      }
      nodes.append((1 + x) / 2)
      weights.append(1 / ((1 - x * x) * slope * slope))
    }
    (self.nodes, self.weights) = (nodes, weights)
  }
}
