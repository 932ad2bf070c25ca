import Glibc

/// Incomplete gamma and beta functions, from which the laws of test statistics follow.
///
/// Series and continued fractions in the form of the Digital Library of Mathematical Functions
/// (8.11.4, 8.9.2, 8.17.22), evaluated until they no longer change; relative error some 1e-14.
public enum IncompleteFunctions {
  private static let mostTerms = 10_000
  /// Keeps the recurrences of a continued fraction away from a division by zero.
  private static let tiny = 1e-300

  /// Q(a, x) = Γ(a, x)/Γ(a), the probability that a χ² variable with 2a degrees of freedom exceeds
  /// 2x.
  ///
  /// - Parameters:
  ///   - a: positive.
  ///   - x: zero or positive.
  public static func upperGamma(_ a: Double, _ x: Double) -> Double {
    guard x > 0 else { return 1 }
    let factor = exp(a * log(x) - x - logGamma(a))
    if x < a + 1 {
      var term = 1 / a
      var sum = term
      for n in 1..<mostTerms {
        term *= x / (a + Double(n))
        sum += term
        if term < sum * 1e-17 { break }
      }
      return 1 - sum * factor
    }
    return factor
      * continuedFraction(first: x + 1 - a) { n in
        (-Double(n) * (Double(n) - a), x + Double(2 * n + 1) - a)
      }
  }

  /// I_x(a, b), the probability that a beta variable is at most x.
  ///
  /// - Parameters:
  ///   - x: within 0…1.
  ///   - a: positive.
  ///   - b: positive.
  public static func beta(_ x: Double, _ a: Double, _ b: Double) -> Double {
    guard x > 0 else { return 0 }
    guard x < 1 else { return 1 }
    // The fraction converges fast on this side of the mean; the other side follows by symmetry.
    if x > (a + 1) / (a + b + 2) { return 1 - beta(1 - x, b, a) }
    let factor =
      exp(
        a * log(x) + b * log1p(-x) + logGamma(a + b) - logGamma(a) - logGamma(b)) / a
    let fraction = continuedFraction(first: 1) { n in
      let m = Double(n / 2)
      let numerator =
        n % 2 == 0
        ? m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        : -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      return (numerator, 1)
    }
    return factor * fraction
  }

  /// The x with I_x(a, b) = `probability`, by bisection to the last bit.
  public static func betaQuantile(_ probability: Double, _ a: Double, _ b: Double) -> Double {
    var (low, high) = (0.0, 1.0)
    while true {
      let middle = 0.5 * (low + high)
      guard middle > low, middle < high else { return middle }
      if beta(middle, a, b) < probability { low = middle } else { high = middle }
    }
  }

  /// 1/(first + a₁/(b₁ + a₂/(b₂ + …))) by the method of Lentz, where `next(n)` gives (aₙ, bₙ).
  private static func continuedFraction(
    first: Double, next: (Int) -> (Double, Double)
  ) -> Double {
    func nonzero(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
    var c = 1 / tiny
    var d = 1 / nonzero(first)
    var result = d
    for n in 1..<mostTerms {
      let (numerator, denominator) = next(n)
      d = 1 / nonzero(denominator + numerator * d)
      c = nonzero(denominator + numerator / c)
      let change = c * d
      result *= change
      if abs(change - 1) < 1e-16 { break }
    }
    return result
  }

  /// ln Γ(x) for positive x.
  static func logGamma(_ x: Double) -> Double {
    var sign: Int32 = 0
    // The sign is all it writes; unlike lgamma it touches no global variable.
    return unsafe lgamma_r(x, &sign)
  }
}
