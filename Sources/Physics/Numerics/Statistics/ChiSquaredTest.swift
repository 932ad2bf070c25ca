/// Pearson's test of a histogram against a law.
public struct ChiSquaredTest: Sendable, Equatable {
  /// Σ (observed − expected)²/expected over the pooled cells; NaN if they are too few.
  public let statistic: Double
  /// Pooled cells less one, less the fitted parameters.
  public let degreesOfFreedom: Int
  /// Probability of a statistic at least as large, if the law holds; NaN if the cells are too few.
  public let pValue: Double

  /// Expected count from which the law of the statistic is close to χ² (Cochran's rule).
  private static let smallestExpectation = 5.0

  /// Neighboring cells are pooled, from the low end, until each expects five counts.
  ///
  /// - Parameters:
  ///   - observed: counts.
  ///   - probabilities: the law's, one a count.
  ///   - fitted: parameters of the law that were estimated from these counts.
  public init(observed: [Int], probabilities: [Double], fitted: Int) {
    let total = Double(observed.reduce(0, +))
    var cells: [(observed: Double, expected: Double)] = []
    var open = (observed: 0.0, expected: 0.0)
    for (count, probability) in zip(observed, probabilities) {
      open.observed += Double(count)
      open.expected += total * probability
      if open.expected >= Self.smallestExpectation {
        cells.append(open)
        open = (0, 0)
      }
    }
    // What is left at the high end joins the last cell.
    if let last = cells.popLast() {
      cells.append((last.observed + open.observed, last.expected + open.expected))
    }
    degreesOfFreedom = cells.count - 1 - fitted
    guard degreesOfFreedom > 0 else {
      (statistic, pValue) = (.nan, .nan)
      return
    }
    let sum = cells.reduce(0) { sum, cell in
      let difference = cell.observed - cell.expected
      return sum + difference * difference / cell.expected
    }
    statistic = sum
    pValue = IncompleteFunctions.upperGamma(0.5 * Double(degreesOfFreedom), 0.5 * sum)
  }
}
