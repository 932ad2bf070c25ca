import Numerics
import Teams

/// A density on its way through the stages of a `DensityEvolution`, step by step.
struct DensitySteps {
  private(set) var density: SphericalDensity
  /// Whether the expansion resolves the density.
  private(set) var isResolved: Bool
  /// Why the end of a stage could not be reached, if so.
  private(set) var failure: DensityError?
  private let startWasResolved: Bool
  private let evolution: DensityEvolution
  private var generator: (backward: SphericalOperator, matrix: SphericalGenerator)?
  /// For the rest of a long stage.
  private var settled: SettledEvolution?
  private var elapsed = 0.0
  private var resolution: Double
  private var largestDegree: Int

  /// - Parameters:
  ///   - start: The density at the start, resolved or cut off.
  ///   - evolution: What is resolved and how the degree may change.
  init(from start: SphericalDensity, _ evolution: DensityEvolution) {
    density = start
    self.evolution = evolution
    startWasResolved = start.tail <= evolution.tolerance
    isResolved = startWasResolved
    resolution = isResolved ? start.tail : 0
    largestDegree = start.degree
  }

  /// Where the evolution has come to.
  var outcome: DensityEvolution.Outcome {
    let floor = max(DensityEvolution.startAndSteps * evolution.tolerance, DensityEvolution.rounding)
    return DensityEvolution.Outcome(
      density: density, resolution: max(resolution, floor), largestDegree: largestDegree)
  }

  /// Why there is no result if this is the end.
  var unresolved: DensityError? { isResolved ? nil : unresolved(density.tail) }

  private func unresolved(_ tail: Double) -> DensityError {
    .unresolved(degree: density.degree, time: elapsed, tail: tail)
  }

  /// Goes to the end of a stage, or as far as there is no `failure`.
  ///
  /// - Throws: What `poll` throws.
  mutating func advance(
    through stage: DensityEvolution.Stage, poll: Poll
  ) throws(EvaluationError) {
    var left = stage.duration
    // When what is left of a long stage may have settled, in s of it.
    var (look, lookAgain) = (Double.infinity, 0.0)
    settled = nil
    while left > 0 {
      let matrix = try matrix(of: stage.generator, poll: poll)
      let accuracy = max(1e-14, 1e-3 * evolution.tolerance)
      let isLong = isResolved && matrix.turning * left > Self.longTurn
      if isLong, look.isInfinite {
        lookAgain = Self.settlingTurn / matrix.turning
        look = left - lookAgain
      }
      if isLong, left <= look {
        if try settle(matrix, left, poll) { return }
        lookAgain *= 2
        // Not before its end.
        look = max(left - lookAgain, 0)
      }
      let span = isLong ? max(left - look, 0) : left
      var expansion = ChebyshevExpansion(matrix.bounds, duration: span, accuracy: accuracy)
      // A start must be seen as soon as it is resolved, and after that its degree soon falls.
      let longest = isResolved ? elapsed / 2 : 0.1 / matrix.turning
      let isShortened = !startWasResolved && expansion.step > longest
      if isShortened {
        expansion = ChebyshevExpansion(
          matrix.bounds, duration: min(left, longest), accuracy: accuracy)
      }
      var mayGoOn = true
      while left > 0, mayGoOn {
        let next = try matrix.propagate(density, one: expansion, poll: poll)
        let tail = next.tail
        let fits = tail <= evolution.tolerance
        if isResolved, !fits {
          // Once more from here, with more harmonics.
          guard evolution.fixedDegree == nil, density.degree < evolution.largestDegree else {
            failure = unresolved(tail)
            return
          }
          resize(to: evolution.raised(density.degree))
          break
        }
        density = next
        elapsed += expansion.step
        let rounding = 1e-9 * (isLong ? span : stage.duration)
        left = left - expansion.step < rounding ? 0 : left - expansion.step
        mayGoOn = !isShortened && !(isLong && left <= look)
        if fits {
          isResolved = true
          resolution = max(resolution, tail)
          if evolution.fixedDegree == nil, let lower = evolution.lowered(density) {
            resize(to: lower)
            mayGoOn = false
          }
        } else if matrix.turning * elapsed > 2 {
          failure = unresolved(tail)
          return
        }
      }
    }
  }

  /// The angle in rad by which the drift turns m in a stage that is not followed step by step.
  private static let longTurn = 2e4
  /// The angle in rad after which that is tried first.
  private static let settlingTurn = 500.0

  /// Goes to the end of a stage at once, if only slow modes are left of the density.
  ///
  /// - Returns: Whether it did.
  private mutating func settle(
    _ matrix: SphericalGenerator, _ left: Double, _ poll: Poll
  ) throws(EvaluationError) -> Bool {
    let evolution: SettledEvolution
    if let known = settled, known.degree == matrix.degree {
      evolution = known
    } else {
      evolution = try SettledEvolution(matrix, duration: left, poll: poll)
      settled = evolution
    }
    let accuracy = min(max(1e-2 * self.evolution.tolerance, 1e-13), 1e-9)
    guard let end = evolution.end(of: density, after: left, accuracy: accuracy) else {
      return false
    }
    guard end.tail <= self.evolution.tolerance else { return false }
    density = end
    elapsed += left
    // Rates are known to the rounding of the largest one.
    resolution = max(resolution, end.tail, 1e-16 * left * abs(matrix.bounds.lowest))
    return true
  }

  private mutating func resize(to degree: Int) {
    density = density.resized(toDegree: degree, order: evolution.largestOrder)
    largestDegree = max(largestDegree, degree)
  }

  /// The matrix of a generator at the degree of the density.
  private mutating func matrix(
    of backward: SphericalOperator, poll: Poll
  ) throws(EvaluationError) -> SphericalGenerator {
    if let known = generator, known.backward == backward, known.matrix.degree == density.degree {
      return known.matrix
    }
    let matrix = try SphericalGenerator(
      backward, degree: density.degree, order: evolution.largestOrder, poll: poll)
    generator = (backward, matrix)
    return matrix
  }
}
