import Numerics
public import Teams

/// The law of a magnet in a spin-polarized current over time, from the Fokker-Planck equation: what
/// a `SpinTorqueEnsemble` of infinitely many trajectories would show.
///
/// Where the equation is axial, each order of the spherical harmonics goes its own way, and means,
/// standard deviations and polar angles need only the orders 0, 1 and 2. A field that is tilted
/// from the axis couples all orders; then the degree cannot grow as far.
public struct SpinTorqueDensity: Sendable {
  /// The equation of motion.
  public var law: SpinTorqueLaw
  /// How the magnet starts.
  public var start: GibbsEnsemble
  /// How the density is resolved.
  public var evolution: DensityEvolution

  /// - Parameters:
  ///   - law: The equation of motion.
  ///   - start: How the magnet starts.
  ///   - largestDegree: The largest degree of the spherical harmonics that may be used; nil for
  ///     what takes seconds a point.
  ///   - tolerance: The largest |c_lm| of the three highest degrees.
  public init(
    law: SpinTorqueLaw, start: GibbsEnsemble, largestDegree: Int? = nil,
    tolerance: Double = 1e-9
  ) {
    self.law = law
    self.start = start
    evolution = DensityEvolution(
      largestDegree: largestDegree ?? Self.largestDegree(isAxial: law.isAxial),
      tolerance: tolerance, largestOrder: law.isAxial ? 2 : nil)
  }

  /// A degree that takes seconds a point: of three orders it resolves angles of a milliradian, of
  /// all orders some of a hundredth.
  ///
  /// - Parameter isAxial: Whether the equation is axial.
  public static func largestDegree(isAxial: Bool) -> Int { isAxial ? 8192 : 512 }

  /// The largest degree where the density is looked at over directions, which takes all orders.
  public static let largestFullDegree = 1024

  /// A record and how far its expansion is from having converged.
  public struct Outcome: Sendable {
    /// What the density tells.
    public let record: SpinTorqueRecord
    /// The largest tail since the start was first resolved.
    public let resolution: Double
    /// The largest degree that was used.
    public let largestDegree: Int
    /// For each time the density at each direction that was asked for, in 1/sr; NaN where all
    /// probability is in one direction.
    public let values: [[Double]]
  }

  /// Whether there is a density at all: a single direction stays one unless there is noise.
  public var exists: Bool {
    start.concentration.isFinite || law.noise.squaredMagnitude > 0
  }

  /// Bytes that a run needs.
  ///
  /// - Parameters:
  ///   - savedTimes: Number of times at which the density is looked at.
  ///   - bins: Number of bins of the polar angle.
  ///   - isAxial: Whether the equation is axial.
  ///   - directions: Number of directions at which the density is looked at.
  public static func memory(
    savedTimes: Int, bins: Int, isAxial: Bool, directions: Int = 0
  ) -> Int {
    let hasAllOrders = directions > 0 || !isAxial
    let degree = min(
      largestDegree(isAxial: isAxial), hasAllOrders ? largestFullDegree : Int.max)
    return SphericalGenerator.memory(
      degree: degree, order: hasAllOrders ? degree : 2, couplings: isAxial ? 8 : 20)
      + savedTimes * directions * MemoryLayout<Double>.stride
      + savedTimes * (2 * MemoryLayout<Vector3>.stride + bins * MemoryLayout<Double>.stride)
  }

  /// The density at some times.
  ///
  /// - Parameters:
  ///   - times: The times in s, ascending, the first of them 0.
  ///   - bins: Number of bins of the polar angle, at least 1.
  ///   - grid: Directions at which the density is wanted; they take all orders of the harmonics,
  ///     instead of the three that moments and polar angles need.
  ///   - poll: Called every millisecond or so; what it throws ends the calculation.
  /// - Returns: What the density tells at these times.
  /// - Throws: `EvaluationError.failed` because of a `DensityError`; what `poll` throws.
  public func run(
    times: [Double], bins: Int = 180, on grid: SphericalGrid = SphericalGrid(), poll: Poll
  ) throws(EvaluationError) -> Outcome {
    guard exists else { throw .failed(EvaluationFailure(DensityError.noNoise)) }
    let generator = law.generator
    let intervals = zip(times, times.dropFirst()).map {
      DensityEvolution.Stage(duration: $1 - $0, generator: generator)
    }
    var evolution = evolution
    if !grid.isEmpty {
      evolution.largestOrder = nil
      evolution.largestDegree = min(evolution.largestDegree, Self.largestFullDegree)
    }
    var moments: [Moments?] = [try moments(of: start, bins, grid, poll)]
    moments += Array(repeating: nil, count: intervals.count)
    guard times.last ?? 0 > 0 else {
      return try outcome(times, moments, resolution: 0, largestDegree: 0)
    }
    let end = try evolution.run(
      from: start.direction, concentration: start.concentration, stages: intervals, poll: poll
    ) { (interval, density) throws(EvaluationError) in
      guard let density else {
        moments[interval + 1] = nil
        return
      }
      moments[interval + 1] = Moments(
        mean: density.mean, deviation: density.standardDeviation,
        density: density.polarDensity(bins: bins),
        values: try density.values(on: grid, poll: poll))
    }
    return try outcome(
      times, moments, resolution: end.resolution, largestDegree: end.largestDegree)
  }

  /// What is kept of a density.
  private struct Moments {
    let mean: Vector3
    let deviation: Vector3
    let density: [Double]
    let values: [Double]
  }

  /// The start itself, whether or not the evolution resolves it.
  private func moments(
    of start: GibbsEnsemble, _ bins: Int, _ grid: SphericalGrid, _ poll: Poll
  ) throws(EvaluationError) -> Moments {
    // Narrower than any bin.
    let isDirection = start.concentration > 1e8
    let degree = isDirection ? 2 : 30 + Int(8 * start.concentration.squareRoot())
    let density = SphericalDensity(
      concentration: start.concentration, about: start.direction, degree: degree,
      order: grid.isEmpty ? 2 : nil)
    var polar = density.polarDensity(bins: bins)
    if isDirection {
      polar = [Double](repeating: 0, count: bins)
      polar[PolarBins(bins).number(of: start.direction.z)] = PolarBins.scale(bins)
    }
    return Moments(
      mean: density.mean, deviation: density.standardDeviation, density: polar,
      values: isDirection
        ? [Double](repeating: .nan, count: grid.count) : try density.values(on: grid, poll: poll))
  }

  private func outcome(
    _ times: [Double], _ moments: [Moments?], resolution: Double, largestDegree: Int
  ) throws(EvaluationError) -> Outcome {
    if let missing = moments.firstIndex(where: { $0 == nil }) {
      throw .failed(EvaluationFailure(DensityError.notYetResolved(time: times[missing])))
    }
    let moments = moments.compactMap(\.self)
    return Outcome(
      record: SpinTorqueRecord(
        times: times, means: moments.map(\.mean), standardDeviations: moments.map(\.deviation),
        polarDensity: moments.map(\.density)),
      resolution: resolution, largestDegree: largestDegree, values: moments.map(\.values))
  }
}
