import Numerics

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
  public init<Failure: Error>(
    _ backward: SphericalOperator, degree: Int, order: Int? = nil,
    poll: () throws(Failure) -> Void
  ) throws(Failure) {
    let radius = backward.reach
    let layout = HarmonicLayout(degree: max(degree, radius, 2), order: order, reach: radius)
    let couplings = try backward.couplings(layout, poll: poll)
    self.layout = layout
    orderReach = couplings.map { abs($0.dm) }.max() ?? 0
    bounds = try SpectralBounds(couplings, layout, poll: poll)
    table = CouplingTable(couplings, layout)
  }

  /// The generator of the diffusion whose averages obey d⟨f⟩/dt = ⟨L f⟩.
  public init(_ backward: SphericalOperator, degree: Int, order: Int? = nil) {
    self.init(backward, degree: degree, order: order) {}
  }

  /// dc/dt of a density.
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
