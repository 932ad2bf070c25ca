import Glibc
import Numerics

/// How much a well that gains little energy between visits of its saddle is depleted near the top.
/// Mel'nikov, Phys. Rep. 209, 1 (1991); Coffey, Garanin and McCarthy, Adv. Chem. Phys. 117, 483
/// (2001).
package enum Depopulation {
  /// A(δ) with ln A = (1/π) ∫₀^∞ ln[1 − e^{−δ(x² + ¼)}]/(x² + ¼) dx, from 0 to 1.
  ///
  /// - Parameter loss: δ > 0, the energy lost on the way from the saddle and back over k_B T.
  package static func factor(loss: Double) -> Double {
    // x = ½ tan φ makes it (2/π) ∫ ln[1 − e^{−δ/(4 cos² φ)}] dφ.
    let rule = GaussLegendre(count: 64)
    let pieces = 16
    var sum = 0.0
    for piece in 0..<pieces {
      for (node, weight) in zip(rule.nodes, rule.weights) {
        let angle = Double.pi / 2 * (Double(piece) + node) / Double(pieces)
        let cosine = cos(angle)
        sum += weight * log(-expm1(-loss / (4 * cosine * cosine)))
      }
    }
    return exp(2 / Double.pi * (Double.pi / 2 / Double(pieces)) * sum)
  }

  /// A(δ₁) A(δ₂)/A(δ₁ + δ₂) of two wells.
  package static func factor(losses first: Double, _ second: Double) -> Double {
    factor(loss: first) * factor(loss: second) / factor(loss: first + second)
  }
}
