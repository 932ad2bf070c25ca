import Glibc

/// A shape whose demagnetizing factors are known in closed form.
public enum DemagnetizationShape: String, Sendable, Equatable, CaseIterable {
  /// A circular cylinder that is magnetized uniformly.
  case disc

  /// The demagnetizing factor N_z along the axis, averaged over the volume; the one across it is
  /// (1 − N_z)/2.
  ///
  /// Joseph, J. Appl. Phys. 37, 4639 (1966): N_z = 1 + 4/(3π τ) − ₂F₁(−½, ½; 2; −1/τ²). With
  /// x = −1/τ² the function is (4/(3π x)) [(1 + x) E(x) − (1 − x) K(x)] of the complete elliptic
  /// integrals of parameter x. The mean of Gauss gives both; what cancels for a long cylinder,
  /// where x is small, is taken out of the bracket by hand.
  ///
  /// - Parameter aspectRatio: Thickness by diameter, τ = t/(2r), above 0.
  public func axialFactor(aspectRatio: Double) -> Double {
    // At the ends the terms below cancel, and series are exact to rounding.
    if aspectRatio < 1e-3 {
      let logarithm = log(4 / aspectRatio)
      let cube = aspectRatio * aspectRatio * aspectRatio
      return 1 - (2 * aspectRatio * (logarithm - 0.5) + cube * (4 * logarithm + 1) / 16) / .pi
    }
    if aspectRatio > 1e3 {
      let inverse = 1 / aspectRatio
      return inverse * (4 / (3 * .pi) - inverse * (1 - inverse * inverse / 8) / 8)
    }
    let parameter = -1 / (aspectRatio * aspectRatio)
    var mean = 1.0
    var other = (1 - parameter).squareRoot()
    // Σ 2ⁿ⁻¹ cₙ² from n = 1, where E/K = 1 − x/2 − Σ.
    var sum = 0.0
    var weight = 1.0
    // Converges quadratically: the difference of the two means is squared each time.
    while abs(mean - other) > 1e-9 * other {
      let difference = (mean - other) / 2
      sum += weight * difference * difference
      weight *= 2
      (mean, other) = ((mean + other) / 2, (mean * other).squareRoot())
    }
    let integral = .pi / (mean + other)
    let bracket = 1.5 - parameter / 2 - (1 + parameter) * sum / parameter
    return 1 + 4 / (3 * .pi) * (1 / aspectRatio - integral * bracket)
  }
}
