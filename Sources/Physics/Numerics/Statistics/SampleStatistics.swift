/// What a list of numbers is like.
public struct SampleStatistics: Sendable, Equatable {
  /// How many numbers there are.
  public let count: Int
  /// Their mean.
  public let mean: Double
  /// The standard deviation of what they are a sample of; NaN for a single one.
  public let standardDeviation: Double
  private let sorted: [Double]

  /// - Parameter numbers: NaNs, which are no values, are left out. Nil if there is nothing else.
  public init?(_ numbers: some Sequence<Double>) {
    sorted = numbers.filter { !$0.isNaN }.sorted()
    guard !sorted.isEmpty else { return nil }
    count = sorted.count
    // About one of them: numbers that are nearly the same keep all their digits.
    let (first, last) = (sorted[0], sorted[count - 1])
    let middle = sorted[count / 2]
    let shift = sorted.reduce(0) { $0 + ($1 - middle) } / Double(count)
    let mean = min(max(middle + shift, first), last)
    self.mean = mean
    let squares = sorted.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    standardDeviation = count > 1 ? (squares / Double(count - 1)).squareRoot() : .nan
  }

  /// The number below which a share of the sample lies, on a straight line between neighbors, as
  /// NumPy's default has it.
  ///
  /// - Parameter share: From 0 to 1.
  public func quantile(_ share: Double) -> Double {
    let place = share * Double(count - 1)
    let below = Int(place.rounded(.down))
    guard below + 1 < count else { return sorted[count - 1] }
    let part = place - Double(below)
    return part == 0 ? sorted[below] : sorted[below] + part * (sorted[below + 1] - sorted[below])
  }
}
