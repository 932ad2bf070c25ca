import Numerics

extension SphericalDensity {
  /// The density at a direction, per solid angle: negative where the expansion is not resolved.
  ///
  /// - Parameter direction: A unit vector.
  public func value(at direction: Vector3) -> Double {
    var sum = 0.0
    Self.forEachHarmonic(at: direction, degree: degree, order: order) { l, m, x, y in
      let index = layout.index(degree: l, order: m)
      // c_{l,−m} Y_{l,−m} is the complex conjugate of c_lm Y_lm.
      sum += (m == 0 ? 1 : 2) * (real[index] * x - imaginary[index] * y)
    }
    return sum
  }

  /// The Fourier coefficients of the density on a ring of latitude, by orders m ≥ 0 (real and
  /// imaginary part): Σ_l c_lm Y_lm(θ, 0).
  func orders(at polarAngle: Double) -> [(Double, Double)] {
    var sums = [(Double, Double)](repeating: (0, 0), count: min(order, degree) + 1)
    let meridian = Vector3(polarAngle: polarAngle, azimuth: 0)
    Self.forEachHarmonic(at: meridian, degree: degree, order: order) { l, m, x, _ in
      let index = layout.index(degree: l, order: m)
      sums[m].0 += real[index] * x
      sums[m].1 += imaginary[index] * x
    }
    return sums
  }

  /// The expansion of points with weights, each degree multiplied by a factor.
  ///
  /// - Parameters:
  ///   - points: Unit vectors and what of the density belongs to them.
  ///   - factors: By degree; their number sets the largest one.
  init(_ points: [(direction: Vector3, weight: Double)], factors: [Double]) {
    self.init(uniformOfDegree: factors.count - 1)
    real[0] = 0
    let layout = layout
    for point in points {
      Self.forEachHarmonic(
        at: point.direction, degree: min(degree, factors.count - 1), order: order
      ) { l, m, x, y in
        let index = layout.index(degree: l, order: m)
        real[index] += point.weight * factors[l] * x
        imaginary[index] -= point.weight * factors[l] * y
      }
    }
  }

  /// Calls `body` with l, m and Y_lm (real, imaginary) for m ≥ 0.
  private static func forEachHarmonic(
    at n: Vector3, degree: Int, order: Int, _ body: (Int, Int, Double, Double) -> Void
  ) {
    let sine = (n.x * n.x + n.y * n.y).squareRoot()
    let azimuth = sine > 0 ? (n.x / sine, n.y / sine) : (1, 0)
    var phase = (1.0, 0.0)
    var diagonal = 1 / (4 * Double.pi).squareRoot()
    for m in 0...min(order, degree) {
      var (below, legendre) = (0.0, diagonal)
      for l in m...degree {
        body(l, m, legendre * phase.0, legendre * phase.1)
        let next = (n.z * legendre - coupling(l, m) * below) / coupling(l + 1, m)
        (below, legendre) = (legendre, next)
      }
      let next = Double(m + 1)
      diagonal *= -sine * ((2 * next + 1) / (2 * next)).squareRoot()
      phase = (
        phase.0 * azimuth.0 - phase.1 * azimuth.1, phase.1 * azimuth.0 + phase.0 * azimuth.1
      )
    }
  }
}
