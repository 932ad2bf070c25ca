import Numerics

extension SphericalGenerator {
  /// The density after a time: exp(M† t) c, to rounding.
  ///
  /// - Parameters:
  ///   - density: The density at the start; cut off at, or continued with zeros to, this degree.
  ///   - duration: The time in s; zero or negative leaves the density as it is.
  ///   - poll: Called every millisecond or so; what it throws ends the calculation.
  /// - Throws: What `poll` throws.
  public func propagate<Failure: Error>(
    _ density: SphericalDensity, by duration: Double, poll: () throws(Failure) -> Void
  ) throws(Failure) -> SphericalDensity {
    guard duration > 0 else { return density.resized(toDegree: degree, order: order) }
    let expansion = ChebyshevExpansion(bounds, duration: duration)
    var state = density
    for _ in 0..<expansion.steps {
      state = try propagate(state, one: expansion, poll: poll)
    }
    return state
  }

  /// The density after a time: exp(M† t) c, to rounding.
  public func propagate(_ density: SphericalDensity, by duration: Double) -> SphericalDensity {
    propagate(density, by: duration) {}
  }

  /// One step of an expansion.
  func propagate<Failure: Error>(
    _ density: SphericalDensity, one expansion: ChebyshevExpansion,
    poll: () throws(Failure) -> Void
  ) throws(Failure) -> SphericalDensity {
    let interval = max(1, Self.pollInterval / max(table.count, 1))
    var current = HarmonicVector(density, layout)
    var previous = HarmonicVector(layout)
    var sum = current
    sum.scale(by: expansion.coefficients[0])
    for n in 1..<expansion.coefficients.count {
      // On the real axis T_{n+1} = 2 A T_n − T_{n−1}; on the imaginary one iⁿ T_n has a plus.
      table.apply(
        to: &current, scale: (n == 1 ? 1 : 2) / expansion.focus, shift: -expansion.centre,
        into: &previous, weight: n == 1 ? 0 : expansion.isReal ? -1 : 1, sum: &sum,
        share: expansion.coefficients[n])
      swap(&current, &previous)
      if n % interval == 0 { try poll() }
    }
    return sum.density(layout)
  }

  /// Coefficients applied between two calls of `poll`: about a millisecond.
  private static let pollInterval = 1 << 22
}
