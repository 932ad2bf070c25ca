/// Why a density cannot be computed.
public enum DensityError: Error, Sendable, Equatable {
  /// Nothing spreads the start.
  case noNoise
  /// Finer than spherical harmonics up to the largest allowed degree, from a time in s on.
  case unresolved(degree: Int, time: Double, tail: Double)
}

extension DensityError: CustomStringConvertible {
  /// The reason as a sentence.
  public var description: String {
    switch self {
    case .noNoise:
      "there is no noise, so the density stays a point: model 'macrospin' integrates it"
    case .unresolved(let degree, let time, let tail):
      "the density is finer than spherical harmonics of degree \(degree) resolve (tail \(tail) at "
        + "\(time) s): the noise is too weak for this time; model 'macrospin' has no such limit"
    }
  }
}

/// The evolution of a density under generators that are constant in stages, from all probability in
/// one direction, with a cut-off that follows the density.
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
    /// The largest tail since the start was first resolved.
    public let resolution: Double
    /// The largest degree that was used.
    public let largestDegree: Int
  }

  /// The degree of all of the evolution; nil where it follows the density.
  public var fixedDegree: Int?
  /// The largest degree that may be used.
  public var largestDegree: Int
  /// The largest tail that counts as resolved. Where the degree follows the density it grows to keep
  /// the tail below.
  public var tolerance: Double

  /// An evolution with a degree that follows the density.
  ///
  /// - Parameters:
  ///   - largestDegree: The largest degree that may be used.
  ///   - tolerance: The largest |c_lm| of the three highest degrees.
  public init(largestDegree: Int = 512, tolerance: Double = 1e-9) {
    self.largestDegree = largestDegree
    self.tolerance = tolerance
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

  private static let growth = 1.25
  private static let smallestDegree = 12

  /// Follows a density through stages.
  ///
  /// A point is cut off at first, which does no harm as long as the noise wipes out the highest
  /// degrees before the drift carries them to lower ones. So the start must be resolved within the
  /// time in which the drift turns m by two radians.
  ///
  /// - Parameters:
  ///   - start: The direction that has all probability, a unit vector.
  ///   - stages: What acts when.
  ///   - poll: Called every millisecond or so; what it throws ends the calculation.
  /// - Returns: The density at the end, or why there is none.
  /// - Throws: What `poll` throws.
  public func run<Failure: Error>(
    from start: Vector3, stages: [Stage], poll: () throws(Failure) -> Void
  ) throws(Failure) -> Result<Outcome, DensityError> {
    let stages = stages.filter { $0.duration > 0 }
    guard let first = stages.first else { return .failure(.noNoise) }
    var degree = fixedDegree ?? min(firstDegree(first), largestDegree)
    while true {
      var time = 0.0
      switch try attempt(from: start, stages, degree: degree, &time, poll: poll) {
      case .success(let outcome): return .success(outcome)
      case .failure(let unresolved):
        guard time == 0, fixedDegree == nil, degree < largestDegree else {
          return .failure(unresolved)
        }
        degree = raised(degree)
      }
    }
  }

  /// The degree at which noise wipes out the highest harmonics within a radian of the drift.
  private func firstDegree(_ stage: Stage) -> Int {
    let trial = SphericalGenerator(stage.generator, degree: 24)
    let noise = max(-trial.bounds.lowest / (24 * 25), 1e-300)
    let needed = (20 * max(turning(trial), 1 / stage.duration) / noise).squareRoot()
    return needed < Double(largestDegree)
      ? max(Self.smallestDegree, Int(needed)) : largestDegree
  }

  /// The largest angular velocity of the drift, in rad/s.
  private func turning(_ generator: SphericalGenerator) -> Double {
    generator.bounds.imaginary / Double(generator.degree)
  }

  private func raised(_ degree: Int) -> Int {
    min(largestDegree, Int((Self.growth * Double(degree)).rounded(.up)))
  }

  /// Runs from a start cut off at a degree.
  ///
  /// - Parameter resolvedAt: The time in s at which the start was resolved; 0 if it never was.
  private func attempt<Failure: Error>(
    from start: Vector3, _ stages: [Stage], degree first: Int, _ resolvedAt: inout Double,
    poll: () throws(Failure) -> Void
  ) throws(Failure) -> Result<Outcome, DensityError> {
    var degree = first
    var largest = first
    var density = SphericalDensity(point: start, degree: degree)
    var resolution = 0.0
    var elapsed = 0.0
    for stage in stages {
      var left = stage.duration
      while left > 0 {
        let generator = SphericalGenerator(stage.generator, degree: degree)
        var expansion = ChebyshevExpansion(generator.bounds, duration: left)
        if resolvedAt == 0, turning(generator) * expansion.step > 0.1 {
          let shorter = min(left, 0.1 / turning(generator))
          expansion = ChebyshevExpansion(generator.bounds, duration: shorter)
        }
        var changed = false
        repeat {
          let next = try generator.propagate(density, one: expansion, poll: poll)
          let tail = next.tail
          if resolvedAt > 0 || tail <= tolerance {
            if !(tail <= tolerance) {
              guard fixedDegree == nil, degree < largestDegree else {
                return .failure(.unresolved(degree: degree, time: elapsed, tail: tail))
              }
              // Once more from here, with more harmonics.
              degree = raised(degree)
              density = density.resized(toDegree: degree)
              largest = max(largest, degree)
              changed = true
              break
            }
            resolution = max(resolution, tail)
          }
          density = next
          elapsed += expansion.step
          left = left - expansion.step < 1e-9 * stage.duration ? 0 : left - expansion.step
          if resolvedAt == 0 {
            if tail <= tolerance {
              resolvedAt = elapsed
              changed = true
            } else if turning(generator) * elapsed > 2 {
              return .failure(.unresolved(degree: degree, time: elapsed, tail: tail))
            }
          }
          if resolvedAt > 0, fixedDegree == nil, let lower = lowered(density) {
            degree = lower
            density = density.resized(toDegree: degree)
            changed = true
          }
        } while left > 0 && !changed && resolvedAt > 0
      }
    }
    guard resolvedAt > 0 else {
      return .failure(.unresolved(degree: degree, time: elapsed, tail: density.tail))
    }
    return .success(Outcome(density: density, resolution: resolution, largestDegree: largest))
  }

  /// A lower degree with which the density is still resolved with a margin, if it is worth it.
  private func lowered(_ density: SphericalDensity) -> Int? {
    let degree = max(Self.smallestDegree, Int(Double(density.degree) / Self.growth))
    guard degree < density.degree, density.largestCoefficient(above: degree - 5) < 1e-3 * tolerance
    else { return nil }
    return degree
  }
}
