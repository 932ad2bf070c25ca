public import Jobs

/// A number that a result file must agree with, and why it should.
public struct Expectation: Sendable, Equatable {
  public let quantity: String
  /// The index on each axis of the grid, then on each dimension of the quantity.
  package let indices: [Int]
  /// The interval, bounds included, that the number must lie in; quantity's unit.
  public let low: Double
  public let high: Double
  /// The interval as the job file has it, for messages.
  public let interval: String
  /// The place as the job file has it, for messages.
  public let place: String
  public let source: String?
  public let location: SourceLocation

  /// Whether `value` agrees; NaN never does.
  public func holds(for value: Double) -> Bool { value >= low && value <= high }
}
