import Glibc

/// exp(A t) as a sum of Chebyshev polynomials of A, for a matrix whose field of values lies in a
/// known rectangle.
///
/// The polynomials belong to a segment of length 2f about the rectangle's center, along the
/// imaginary axis where drift prevails, along the real one where diffusion does. Outside of the
/// segment they grow, with the confocal ellipse through the point; of several segments and
/// lengths of step the cheapest is taken whose terms do not grow so far beyond their sum that their
/// rounding shows.
package struct ChebyshevExpansion: Sendable {
  /// Length of a step in s.
  package let step: Double
  /// Number of steps.
  package let steps: Int
  /// The factors of the polynomials.
  package let coefficients: [Double]
  /// f in 1/s.
  package let focus: Double
  /// The center of the rectangle in 1/s.
  package let center: Double
  /// Whether the segment is along the real axis.
  package let isReal: Bool

  private static let longestSegment = 400.0

  /// The expansion with the fewest terms.
  ///
  /// - Parameters:
  ///   - bounds: The rectangle.
  ///   - duration: The time in s, positive.
  ///   - accuracy: Terms left out, and what rounding makes of large terms, are below this share of
  ///     the sum.
  package init(_ bounds: SpectralBounds, duration: Double, accuracy: Double = 1e-14) {
    let (a, k) = ((bounds.highest - bounds.lowest) / 2, bounds.imaginary)
    // In no time nothing happens: the squares of what follows would overflow.
    guard !(max(abs(bounds.highest), abs(bounds.lowest), k) * duration < 1e-40) else {
      self = ChebyshevExpansion(identityFor: duration)
      return
    }
    let scale = max(a, k, 1e-3 / duration)
    var best: ChebyshevExpansion?
    for (isReal, length) in [
      (false, k), (false, 1.1 * k), (false, 1.3 * k), (true, a), (true, 0.7 * a), (true, 0.4 * a),
      (false, 0.2 * scale),
    ] where length >= 0.1 * scale {
      let candidate = ChebyshevExpansion(bounds, duration, a, k, length, isReal, accuracy)
      if best.map({ candidate.cost < $0.cost }) ?? true { best = candidate }
    }
    self = best ?? ChebyshevExpansion(bounds, duration, a, k, scale, false, accuracy)
  }

  /// The expansion on a segment along the imaginary axis that just fits: for matrices close to
  /// anti-Hermitian ones.
  package init(alongImaginaryAxis bounds: SpectralBounds, duration: Double) {
    self.init(
      bounds, duration, (bounds.highest - bounds.lowest) / 2, bounds.imaginary,
      max(bounds.imaginary, 1e-3 / duration), false, 1e-14)
  }

  /// The highest order of the polynomials.
  package var order: Int { coefficients.count - 1 }

  /// Applications of the matrix.
  private var cost: Double { Double(steps) * Double(coefficients.count) }

  private init(identityFor duration: Double) {
    (step, steps, coefficients, focus, center, isReal) = (duration, 1, [1], 1, 0, true)
  }

  private init(
    _ bounds: SpectralBounds, _ duration: Double, _ a: Double, _ k: Double, _ f: Double,
    _ isReal: Bool, _ accuracy: Double
  ) {
    // Semi-axes of the confocal ellipse through the corner (a, k).
    let b = isReal ? f * f - a * a - k * k : a * a + k * k - f * f
    let (alpha, beta): (Double, Double)
    if isReal {
      let square = (-b + (b * b + 4 * k * k * f * f).squareRoot()) / 2
      (alpha, beta) = ((square + f * f).squareRoot(), square.squareRoot())
    } else {
      let square = (b + (b * b + 4 * a * a * f * f).squareRoot()) / 2
      (alpha, beta) = (square.squareRoot(), (square + f * f).squareRoot())
    }
    // Terms up to 400 roundings beyond the sum are allowed for in any case.
    let growthLimit = max(6, log(accuracy / 1e-16))
    let longest = min(
      duration, Self.longestSegment / f, growthLimit / max(alpha - a, 1e-300))
    // Models refuse what takes so many; nothing must overflow before they are asked.
    let wanted = (duration / longest).rounded(.up)
    steps = wanted < 1e15 ? max(1, Int(wanted)) : Int(1e15)
    step = duration / Double(steps)
    focus = f
    self.isReal = isReal
    center = (bounds.highest + bounds.lowest) / 2
    let growth = (alpha + beta) / f
    let x = f * step
    let order = 1.5 * x * growth + 12 * growth
    let last = order < 1e6 ? Int(order) + 60 : Int(1e6)
    let bessel = MillerRecurrence(
      x, from: last, isModified: isReal, seed: 1e-280, shrink: 1e-250)
    let (values, sum) = (bessel.values, bessel.sum)
    // Relative to the growth e^{t highest} that the field of values allows.
    let damping = isReal ? exp((f - a) * step) : exp(-a * step)
    var count = last
    var power = pow(growth, Double(last))
    while count > 2, 2 * abs(values[count - 1] / sum) * power * damping < 1e-2 * accuracy {
      count -= 1
      power /= growth
    }
    let prefactor = isReal ? exp((f + center) * step) : exp(center * step)
    coefficients = (0..<count).map { ($0 == 0 ? 1 : 2) * prefactor * values[$0] / sum }
  }
}
