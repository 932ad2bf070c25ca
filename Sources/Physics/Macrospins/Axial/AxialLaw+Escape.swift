import Glibc
import Numerics

/// How an axial magnet leaves a well under a law that does not change: rates and times by
/// quadrature, right at any height of the barrier.
///
/// With s = exp ∫A/κ du and w = s/κ the slowest mode obeys [(1 − u²) s f′]′ = −λ w f. Its inverse
/// is two integrals of positive numbers, so that rounding stays relative where a matrix, whose
/// largest eigenvalues are of order 1, loses an eigenvalue of 10⁻¹⁷ and less.
extension AxialLaw {
  /// Rates of the slowest mode.
  package struct Escape: Sendable, Equatable {
    /// λ in 1/s.
    package var slowestRate: Double
    /// From u > saddle to u < saddle, in 1/s; NaN where there is no barrier between two wells.
    package var downward: Double
    /// From u < saddle to u > saddle, in 1/s.
    package var upward: Double
    /// The logarithm of s at +z less that at the saddle: the barrier seen from above, in units of
    /// the noise; NaN where there is none.
    package var barrierFromAbove: Double
    /// The same from below.
    package var barrierFromBelow: Double
    /// Kramers' rate from above at a high barrier, in 1/s; NaN where there is no barrier.
    package var asymptoteDownward: Double
    /// The same from below.
    package var asymptoteUpward: Double
  }

  /// Number of panels over the sphere.
  private static let panels = 400
  /// Exponents whose powers of e are numbers.
  private static let largestExponent = 650.0

  /// The height of the barrier's top: where A rises through zero; nil if it does not, or nothing
  /// fluctuates somewhere. Of several the one where the stationary law is least.
  package var saddle: Double? {
    guard isSpreading else { return nil }
    let steps = 2000
    var best: (height: Double, exponent: Double)?
    var exponent = 0.0
    for k in 0..<steps {
      var (low, high) = (
        -1 + 2 * Double(k) / Double(steps), -1 + 2 * Double(k + 1) / Double(steps)
      )
      exponent += (high - low) * slope(at: (low + high) / 2)
      guard drift(at: low) < 0, drift(at: high) >= 0, high < 1 else { continue }
      for _ in 0..<60 {
        let middle = (low + high) / 2
        if drift(at: middle) < 0 { low = middle } else { high = middle }
      }
      if exponent < best?.exponent ?? .infinity { best = ((low + high) / 2, exponent) }
    }
    return best?.height
  }

  /// Whether something fluctuates everywhere.
  private var isSpreading: Bool { diffusion(at: 1) > 0 && diffusion(at: -1) > 0 }

  /// ln s at each node, 0 at a height.
  private func exponents(_ panels: AxialPanels, zeroAt height: Double) -> [Double] {
    let slopes = zip(panels.heights, panels.sines).map { -slope(at: $0) * $1 }
    let fromTop = panels.fromTop(slopes)
    let angle = acos(height)
    let offset = panels.sum(slopes) { $0 < angle }
    return fromTop.map { $0 - offset }
  }

  /// The slowest mode; nil where nothing fluctuates somewhere, or barriers are beyond some 600.
  package func escape() -> Escape? {
    guard isSpreading else { return nil }
    let saddle = saddle
    let panels = AxialPanels(edges: saddle.map { [acos($0)] } ?? [], count: Self.panels)
    let exponents = exponents(panels, zeroAt: saddle ?? 1)
    guard exponents.allSatisfy({ abs($0) < Self.largestExponent }) else { return nil }
    let weights = zip(exponents, zip(panels.heights, panels.sines)).map {
      exp($0) / diffusion(at: $1.0) * $1.1
    }
    let border = acos(saddle ?? 0)
    let above = panels.sum(weights) { $0 < border }
    let below = panels.sum(weights) { $0 >= border }
    // Equal wells may differ by rounding, either way around.
    guard above <= below * (1 + 1e-6) else {
      // The shallow well must be on top: what is integrated from there is not a difference.
      guard let turned = mirrored.escape() else { return nil }
      return Escape(
        slowestRate: turned.slowestRate, downward: turned.upward, upward: turned.downward,
        barrierFromAbove: turned.barrierFromBelow, barrierFromBelow: turned.barrierFromAbove,
        asymptoteDownward: turned.asymptoteUpward, asymptoteUpward: turned.asymptoteDownward)
    }
    let total = above + below
    var mode = panels.angles.map { $0 < border ? below / total : -above / total }
    var rate = 0.0
    for _ in 0..<200 {
      let flux = panels.fromTop(zip(weights, mode).map { $0 * $1 })
      // From the deep well's end, where the mode is least.
      let risen = panels.fromBottom(
        panels.angles.indices.map { flux[$0] / (panels.sines[$0] * exp(exponents[$0])) })
      let mean = panels.sum(zip(weights, risen).map { $0 * $1 }) / total
      let next = risen.map { $0 - mean }
      let overlap = panels.sum(zip(weights, zip(mode, next)).map { $0 * $1.0 * $1.1 })
      let square = panels.sum(zip(weights, next).map { $0 * $1 * $1 })
      let old = rate
      rate = overlap / square
      let size = 1 / next.reduce(0) { max($0, abs($1)) }
      mode = next.map { $0 * size }
      if abs(rate - old) <= 1e-14 * rate { break }
    }
    guard let saddle else {
      return Escape(
        slowestRate: rate, downward: .nan, upward: .nan, barrierFromAbove: .nan,
        barrierFromBelow: .nan, asymptoteDownward: .nan, asymptoteUpward: .nan)
    }
    // ln s at the poles, by way of the nodes next to them.
    let last = panels.angles.count - 1
    let top = exponents[0] + slope(at: 1) * (1 - panels.heights[0])
    let bottom = exponents[last] - slope(at: -1) * (panels.heights[last] + 1)
    return Escape(
      slowestRate: rate, downward: rate * (below / total), upward: rate * (above / total),
      barrierFromAbove: top, barrierFromBelow: bottom,
      asymptoteDownward: asymptote(from: 1, top, saddle),
      asymptoteUpward: asymptote(from: -1, bottom, saddle))
  }

  /// Kramers' rate over an axial barrier (Brown, Phys. Rev. 130, 1677 (1963), Eq. (4.51), for any
  /// axial law): κ |A/κ| at the pole times (1 − u²) [(A/κ)′/2π]^½ e^−barrier at the saddle.
  private func asymptote(from pole: Double, _ barrier: Double, _ saddle: Double) -> Double {
    let step = 1e-5
    let curvature = (slope(at: saddle + step) - slope(at: saddle - step)) / (2 * step)
    let attraction = pole * drift(at: pole)
    guard attraction > 0, curvature > 0 else { return .nan }
    return attraction * (1 - saddle * saddle) * (curvature / (2 * Double.pi)).squareRoot()
      * exp(-barrier)
  }

  /// The mean time in s until u first reaches a target; nil as `escape`, where both are the same,
  /// and for a pole, which is never reached.
  ///
  /// - Parameters:
  ///   - start: u at the start.
  ///   - target: The u that is waited for.
  package func meanFirstPassageTime(from start: Double, to target: Double) -> Double? {
    guard isSpreading, start != target, abs(target) < 1 else { return nil }
    guard start > target else {
      return mirrored.meanFirstPassageTime(from: -start, to: -target)
    }
    let (first, last) = (acos(min(start, 1)), acos(max(target, -1)))
    let panels = AxialPanels(edges: [first, last], count: Self.panels)
    let exponents = exponents(panels, zeroAt: target)
    // Differences of two exponents count, not each.
    let largest = exponents.reduce(-Double.infinity) { max($0, $1) }
    let smallest = exponents.reduce(Double.infinity) { min($0, $1) }
    guard largest - smallest < Self.largestExponent else { return nil }
    let weights = zip(exponents, zip(panels.heights, panels.sines)).map {
      exp($0 - smallest) / diffusion(at: $1.0) * $1.1
    }
    let inside = panels.fromTop(weights)
    let times = panels.angles.indices.map {
      inside[$0] * exp(smallest - exponents[$0]) / panels.sines[$0]
    }
    return panels.sum(times) { first - 1e-12 < $0 && $0 < last }
  }
}
