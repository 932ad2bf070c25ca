import Glibc
import Models
import Points
import Teams
import TensorNetworks

/// Points that go wrong in every way.
struct FaultyModel: Model {
  enum Behavior: String, CaseIterable, Sendable {
    case fine
    /// Ends the program as a wild pointer does.
    case crash
    /// Ends it as a failed check does.
    case abort
    /// Never comes back and never polls.
    case hang
    /// Never comes back, but polls.
    case slow
    case fail
    /// Ends the program where the number is a little less than a half.
    case brittle
    /// Does not allow some of the numbers a little less than a half.
    case fussy
  }

  var behavior = Behavior.fine
  var number = 0.0
  var other = 0.0

  struct Outcome {
    let value: Double
    let excess: Double
  }

  static let name = "faulty"
  static let summary = "points that go wrong"
  static let references: [Reference] = []
  static let hasUniformCost = true

  static let parameters: [Parameter<Self>] = [
    .choice("behavior", \.behavior, "what the point does", source: "test"),
    .number("number", \.number, unit: .one, .any, "any number", source: "test"),
    .number("other", \.other, unit: .one, .any, "another number", source: "test"),
  ]

  static let rules: [@Sendable (Self) -> Conflict?] = [
    { model in
      Conflict(
        "number", "'number' must not be from 0.44 to 0.45",
        where: model.behavior == .fussy && (0.44...0.45).contains(model.number))
    }
  ]

  static let quantities: [Quantity<Outcome>] = [
    .number("value", unit: .one, "the number's square", source: "test") { $0.value },
    .number("excess", unit: .one, "what it has more than the other", source: "test") { $0.excess },
  ]

  var estimatedSeconds: Double { 1e-3 }

  func evaluate(_ context: PointContext) throws(EvaluationError) -> Outcome {
    usleep(1000)
    switch behavior {
    case .fine, .fussy: break
    case .brittle: if 0.4 < number, number < 0.46 { raise(SIGSEGV) }
    case .crash: raise(SIGSEGV)
    case .abort: Glibc.abort()
    case .hang: while true { sleep(1) }
    case .slow:
      while true {
        usleep(1000)
        try context.poll()
      }
    case .fail: throw .failed("as it was told")
    }
    return Outcome(value: number * number, excess: number * number + 0.05 - other)
  }
}
