import Glibc
public import Numerics
public import Teams

/// The evolution of a density under generators that are constant in stages, from a density about
/// one direction or all probability in it, with a cut-off that follows the density.
public struct DensityEvolution: Sendable {
  /// A stretch of time under one backward generator.
  public struct Stage: Sendable {
    /// In s.
    public let duration: Double
    /// The backward generator, in 1/s.
    public let generator: SphericalOperator

    /// - Parameters:
    ///   - duration: In s, zero or positive.
    ///   - generator: The backward generator, in 1/s.
    public init(duration: Double, generator: SphericalOperator) {
      self.duration = duration
      self.generator = generator
    }
  }

  /// A density and how far its expansion is from having converged.
  public struct Outcome: Sendable {
    /// The density at the end.
    public let density: SphericalDensity
    /// A bound of the error of a probability or of a component of ⟨m⟩: the largest tail since the
    /// start was first resolved, but not less than what the start and the steps in time may have
    /// left, and rounding. Measured errors are smaller by a factor of a hundred and more.
    public let resolution: Double
    /// The largest degree that was used.
    public let largestDegree: Int
  }

  /// The degree of all of the evolution; nil where it follows the density.
  public var fixedDegree: Int?
  /// The largest degree that may be used.
  public var largestDegree: Int
  /// The largest order that is kept, nil for all. Under generators that are axial nothing is lost,
  /// since each order goes its own way.
  public var largestOrder: Int?
  /// The largest tail that counts as resolved. Where the degree follows the density it grows to
  /// keep the tail below.
  public var tolerance: Double

  /// An evolution with a degree that follows the density.
  ///
  /// - Parameters:
  ///   - largestDegree: The largest degree that may be used.
  ///   - tolerance: The largest |c_lm| of the three highest degrees.
  ///   - largestOrder: The largest order that is kept, nil for all.
  public init(largestDegree: Int = 512, tolerance: Double = 1e-9, largestOrder: Int? = nil) {
    self.largestDegree = largestDegree
    self.tolerance = tolerance
    self.largestOrder = largestOrder
  }

  /// An evolution with a given degree.
  ///
  /// - Parameters:
  ///   - degree: The degree.
  ///   - tolerance: The largest |c_lm| of the three highest degrees with which there is a result.
  public init(degree: Int, tolerance: Double = 1e-5) {
    fixedDegree = degree
    largestDegree = degree
    self.tolerance = tolerance
  }

  static let smallestDegree = 12
  /// The share of the tolerance that the start and the steps in time may leave as an error.
  static let startAndSteps = 1e-2
  /// What is left of numbers of order 1 after thousands of products.
  static let rounding = 1e-13
  private static let growth = 1.25

  /// Follows a density through stages.
  ///
  /// A start that is finer than the degree resolves is cut off at first, which does no harm as long
  /// as the noise wipes out the highest degrees before the drift carries them to lower ones. So it
  /// must be resolved within the time in which the drift turns m by two radians.
  ///
  /// - Parameters:
  ///   - start: The direction about which the density starts, a unit vector.
  ///   - concentration: κ ≥ 0 of the start exp(κ n·m); infinite for all probability in one
  ///     direction.
  ///   - stages: What acts when.
  ///   - poll: Called every millisecond or so; what it throws ends the calculation.
  ///   - visit: Called with the number of each stage and the density at its end, nil if that is not
  ///     resolved yet; perhaps more than once for a stage, and then the last call counts.
  /// - Returns: The density at the end.
  /// - Throws: `EvaluationError.failed` because of a `DensityError`; what `poll` and `visit` throw.
  public func run(
    from start: Vector3, concentration: Double = .infinity, stages: [Stage], poll: Poll,
    visit: (Int, SphericalDensity?) throws(EvaluationError) -> Void = { _, _ in }
  ) throws(EvaluationError) -> Outcome {
    guard stages.contains(where: { $0.duration > 0 }) else {
      throw .failed(EvaluationFailure(DensityError.noNoise))
    }
    return try run(isPoint: concentration.isInfinite, stages: stages, poll: poll, visit: visit) {
      SphericalDensity(
        concentration: concentration, about: start, degree: $0, order: largestOrder)
    }
  }

  /// Follows a density through stages from Boltzmann's law. Stages without noise are allowed; they
  /// wind the density ever finer, and may leave it unresolved.
  ///
  /// - Parameters:
  ///   - start: The law at the start.
  ///   - stages: What acts when.
  ///   - poll: Called every millisecond or so; what it throws ends the calculation.
  ///   - visit: As that of a start about a direction.
  /// - Returns: The density at the end.
  /// - Throws: `EvaluationError.failed` because of a `DensityError`; what `poll` and `visit` throw.
  public func run(
    from start: BoltzmannLaw, stages: [Stage], poll: Poll,
    visit: (Int, SphericalDensity?) throws(EvaluationError) -> Void = { _, _ in }
  ) throws(EvaluationError) -> Outcome {
    try run(isPoint: false, stages: stages, poll: poll, visit: visit) {
      SphericalDensity(start, degree: $0, order: largestOrder)
    }
  }

  private func run(
    isPoint: Bool, stages: [Stage], poll: Poll,
    visit: (Int, SphericalDensity?) throws(EvaluationError) -> Void,
    from packet: (Int) -> SphericalDensity
  ) throws(EvaluationError) -> Outcome {
    var known = fixedDegree
    if known == nil, !isPoint { known = try resolvingDegree(of: packet, poll) }
    let first = stages.first { $0.duration > 0 }
    var degree = if let known { known } else { try wipingDegree(first, poll) }
    while true {
      var steps = DensitySteps(from: packet(degree), self)
      for (number, stage) in stages.enumerated() where steps.failure == nil {
        try steps.advance(through: stage, poll: poll)
        try visit(number, steps.isResolved ? steps.density : nil)
      }
      guard let failure = steps.failure ?? steps.unresolved else { return steps.outcome }
      guard !steps.isResolved, fixedDegree == nil, degree < largestDegree else {
        throw .failed(EvaluationFailure(failure))
      }
      degree = raised(degree)
    }
  }

  /// The degree that resolves the start, nil if none does.
  private func resolvingDegree(
    of packet: (Int) -> SphericalDensity, _ poll: Poll
  ) throws(EvaluationError) -> Int? {
    var degree = min(Self.smallestDegree, largestDegree)
    while packet(degree).tail > 0.1 * tolerance {
      guard degree < largestDegree else { return nil }
      degree = raised(degree)
      try poll()
    }
    return degree
  }

  /// The degree at which noise brings the highest harmonics below a hundredth of the tolerance
  /// within a radian of the drift.
  private func wipingDegree(_ stage: Stage?, _ poll: Poll) throws(EvaluationError) -> Int {
    guard let stage else { return largestDegree }
    let trial = try SphericalGenerator(
      stage.generator, degree: 24, order: largestOrder, poll: poll)
    let noise = max(-trial.bounds.lowest / (24 * 25), 1e-300)
    let decay = log(1 / Self.startAndSteps / min(tolerance, 1))
    let needed = (decay * max(trial.turning, 1 / stage.duration) / noise).squareRoot()
    return needed < Double(largestDegree) ? max(Self.smallestDegree, Int(needed)) : largestDegree
  }

  /// The next higher degree.
  func raised(_ degree: Int) -> Int {
    min(largestDegree, Int((Self.growth * Double(degree)).rounded(.up)))
  }

  /// A lower degree with which the density is still resolved with a margin, if it is worth it.
  func lowered(_ density: SphericalDensity) -> Int? {
    let needed = density.lowestDegree(withTail: 0.1 * tolerance)
    let degree = max(Self.smallestDegree, needed)
    return Double(degree) * 1.1 < Double(density.degree) ? degree : nil
  }
}

extension SphericalGenerator {
  /// The largest angular velocity of the drift, in rad/s.
  var turning: Double { bounds.imaginary / Double(degree) }
}
