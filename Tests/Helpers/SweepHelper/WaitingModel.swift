import Glibc
import Models
import Points
import QuantumChains
import Scheduler
import Teams
import TensorNetworks

/// Points that take a given time and give a given number of numbers: what remains is the scheduler and
/// the file.
struct WaitingModel: Model {
  /// Time of a point in s: spent computing, not asleep.
  var time = 0.0
  /// Numbers a point gives.
  var size = 1
  var number = 0.0

  typealias Outcome = (number: Double, size: Int)

  static let name = "waiting"
  static let summary = "points that take a given time"
  static let references: [Reference] = []
  static let hasUniformCost = true

  static let parameters: [Parameter<Self>] = [
    .number("time", \.time, unit: .second, .nonNegative, "time of a point", source: "benchmark"),
    .integer("size", \.size, 1...1_000_000_000, "numbers of a point", source: "benchmark"),
    .number("number", \.number, unit: .one, .any, "any number", source: "benchmark"),
    .number("other", \.number, unit: .one, .any, "another number", source: "benchmark"),
  ]

  static let quantities: [Quantity<Outcome>] = [
    .array("values", unit: .one, ["index"], "the number, repeated", source: "benchmark") {
      [Double](repeating: $0.number, count: $0.size)
    }
  ]

  var dimensions: [OwnDimension] {
    [OwnDimension("index", unit: .one, "number in the record", values: (0..<size).map(Double.init))]
  }

  var estimatedSeconds: Double { max(time, 1e-7) }

  func evaluate(_ context: PointContext) throws(EvaluationError) -> Outcome {
    if time > 0 {
      let end = ContinuousClock.now + .seconds(time)
      while ContinuousClock.now < end {}
    }
    return (number, size)
  }
}
