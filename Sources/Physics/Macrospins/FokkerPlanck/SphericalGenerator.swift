import Numerics
public import Teams

/// The generator of a Fokker-Planck equation on the sphere in spherical harmonics up to a degree:
/// dc/dt = M† c, where M holds the backward generator's matrix elements (Galerkin's method).
///
/// Probability is conserved exactly, since the row of c_00 is zero.
public struct SphericalGenerator: Sendable {
  let layout: HarmonicLayout
  let table: CouplingTable
  /// A rectangle of the complex plane that holds the field of values.
  let bounds: SpectralBounds
  /// The furthest coupling of orders.
  let orderReach: Int

  /// Largest degree l.
  public var degree: Int { layout.degree }
  /// Largest order m.
  public var order: Int { layout.order }

  /// The generator of the diffusion whose averages obey d⟨f⟩/dt = ⟨L f⟩.
  ///
  /// - Parameters:
  ///   - backward: L, which must map real functions to real ones and constants to zero.
  ///   - degree: Largest degree l; at least the reach of the operator.
  ///   - order: Largest order m; nil for the degree. Nothing is lost only if the operator is axial,
  ///     since then each order goes its own way.
  ///   - poll: Called every millisecond or so; what it throws ends the calculation.
  /// - Throws: What `poll` throws.
  public init(
    _ backward: SphericalOperator, degree: Int, order: Int? = nil, poll: Poll = {}
  ) throws(EvaluationError) {
    let radius = backward.reach
    let layout = HarmonicLayout(degree: max(degree, radius, 2), order: order, reach: radius)
    let couplings = try backward.couplings(layout, poll: poll)
    self.layout = layout
    orderReach = couplings.map { abs($0.dm) }.max() ?? 0
    bounds = try SpectralBounds(couplings, layout, poll: poll)
    table = CouplingTable(couplings, layout)
  }

  /// dc/dt of a density, in the unit of the operator.
  ///
  /// - Parameter density: Cut off at, or continued with zeros to, this degree and order.
  public func rate(of density: SphericalDensity) -> SphericalDensity {
    var state = HarmonicVector(density, layout)
    var image = HarmonicVector(layout)
    var unused = image
    table.apply(
      to: &state, scale: 1, shift: 0, into: &image, weight: 0, sum: &unused, share: 0)
    return image.density(layout)
  }

  /// Bytes that a generator takes while it is made and applied.
  ///
  /// - Parameters:
  ///   - degree: Largest degree l.
  ///   - order: Largest order m.
  ///   - couplings: Number of couplings of a harmonic.
  public static func memory(degree: Int, order: Int, couplings: Int) -> Int {
    let layout = HarmonicLayout(degree: degree, order: order, reach: 3)
    // Couplings as they are made and as they are used; state, image, sum and result.
    return (2 * couplings + 8) * layout.count * MemoryLayout<Double>.stride
  }
}

extension SphericalGenerator {
  /// The density after a time: exp(M† t) c, to rounding.
  ///
  /// - Parameters:
  ///   - density: The density at the start; cut off at, or continued with zeros to, this degree.
  ///   - duration: The time in s; zero or negative leaves the density as it is.
  ///   - poll: Called every millisecond or so; what it throws ends the calculation.
  /// - Throws: What `poll` throws.
  public func propagate(
    _ density: SphericalDensity, by duration: Double, poll: Poll = {}
  ) throws(EvaluationError) -> SphericalDensity {
    guard duration > 0 else { return density.resized(toDegree: degree, order: order) }
    let expansion = ChebyshevExpansion(bounds, duration: duration)
    var state = density
    for _ in 0..<expansion.steps {
      state = try propagate(state, one: expansion, poll: poll)
    }
    return state
  }

  /// One step of an expansion.
  func propagate(
    _ density: SphericalDensity, one expansion: ChebyshevExpansion, poll: Poll
  ) throws(EvaluationError) -> SphericalDensity {
    // Expansions of few harmonics are over before the first interval is, and there may be millions.
    try poll()
    let interval = max(1, Self.pollInterval / max(table.count, 1))
    var current = HarmonicVector(density, layout)
    var previous = HarmonicVector(layout)
    var sum = current
    sum.scale(by: expansion.coefficients[0])
    try ChebyshevRecurrence.run(through: expansion.order, &current, &previous) {
      (step, current, previous) throws(EvaluationError) in
      // On the real axis T_{n+1} = 2 A T_n − T_{n−1}; on the imaginary one iⁿ T_n has a plus.
      table.apply(
        to: &current, scale: step.factor / expansion.focus, shift: -expansion.center,
        into: &previous, weight: !step.usesOlder ? 0 : expansion.isReal ? -1 : 1, sum: &sum,
        share: expansion.coefficients[step.order])
      if step.order % interval == 0 { try poll() }
    }
    return sum.density(layout)
  }

  /// Coefficients applied between two calls of `poll`: about a millisecond.
  private static let pollInterval = 1 << 22
}
