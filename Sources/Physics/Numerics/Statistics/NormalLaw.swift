import Glibc

/// The normal distribution with mean 0 and variance 1.
public enum NormalLaw {
  /// The probability of numbers below `x`.
  public static func probability(below x: Double) -> Double { 0.5 * erfc(-x * 0.5.squareRoot()) }

  /// The number below which others lie with a given probability, to rounding; infinite at 0 and 1.
  ///
  /// - Parameter probability: From 0 to 1.
  public static func quantile(_ probability: Double) -> Double {
    guard probability > 0 else { return probability == 0 ? -.infinity : .nan }
    guard probability < 1 else { return probability == 1 ? .infinity : .nan }
    // In the lower half, where the probability has all its digits.
    guard probability <= 0.5 else { return -quantile(1 - probability) }
    if probability == 0.5 { return 0 }
    // Abramowitz and Stegun 26.2.23, to 4.5e-4; then Newton's method with the curvature (Halley),
    // which triples the digits each time.
    let t = (-2 * log(probability)).squareRoot()
    var x =
      -(t - (2.515517 + t * (0.802853 + t * 0.010328))
        / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))))
    for _ in 0..<3 {
      let density = exp(-0.5 * x * x) / (2 * Double.pi).squareRoot()
      guard density > 0 else { break }
      let step = (Self.probability(below: x) - probability) / density
      x -= step / (1 + 0.5 * x * step)
    }
    return x
  }
}
