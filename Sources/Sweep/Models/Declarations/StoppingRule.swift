import Base
import Jobs
import Numerics

/// When the trajectories of a point are enough: `[target]`.
///
/// The error of a sample is an estimate, too. To stop at the first look at which it is small enough
/// would stop where it happens to be small: at 0 events of 100 it would be none. So what has to be
/// small is the largest value that the standard error may well have (`Estimate.largestError`).
struct StoppingRule<M: PointModel>: Sendable {
  /// Largest standard error, in the unit of the quantity; nil for any.
  let standardError: Double?
  /// Largest ratio of the standard error to the quantity; nil for any.
  let relativeError: Double?
  /// The numbers that have to be known.
  let estimates: @Sendable (M, M.Outcome) -> [Estimate]

  /// Whether the first of the two errors that are asked for is reached. Of several numbers all have
  /// to reach it; their relative errors refer to the largest of them.
  func isMet(by outcome: M.Outcome, of model: M) -> Bool {
    let (error, size) = errors(of: outcome, model) { $0.largestError }
    return standardError.map { error <= $0 } ?? false
      || relativeError.map { error <= $0 * size } ?? false
  }

  /// What is to be said of a point that has reached neither.
  func verdict(on outcome: M.Outcome, of model: M) -> String {
    let (error, size) = errors(of: outcome, model) { $0.standardError }
    let words =
      standardError.map {
        "the standard error is \(Self.short(error)), the target \(Self.short($0))"
      }
      ?? relativeError.map {
        "the relative error is \(Self.short(error / size)), the target \(Self.short($0))"
      } ?? ""
    return "most_trajectories is reached: \(words)"
  }

  private static func short(_ number: Double) -> String { Format.significant(number, 2) }

  private func errors(
    of outcome: M.Outcome, _ model: M, _ error: (Estimate) -> Double
  ) -> (largest: Double, size: Double) {
    let estimates = estimates(model, outcome)
    // NaN is not small.
    let errors = estimates.map(error).map { $0.isNaN ? .infinity : $0 }
    return (errors.max() ?? 0, estimates.map { abs($0.value) }.max() ?? 0)
  }
}

/// The numbers of trajectories at which a target is looked at: the same whatever it is, so that
/// a sharper one goes on where another one has stopped. From 256 on in steps of a sixteenth, but 64
/// at least.
struct TargetLooks: Sendable {
  /// Trajectories that come together.
  let unit: Int
  /// The most trajectories.
  let most: Int

  private static let first = 256
  private static let shortestStep = 64

  /// The look that follows a number of trajectories, `most` at the latest.
  func next(after count: Int) -> Int {
    var look = Self.first
    while rounded(look) <= count { look += step(after: look) }
    return min(rounded(look), most)
  }

  /// Whether there is a look at a number of trajectories.
  func contains(_ count: Int) -> Bool {
    count > 0 && (count == most || next(after: count - 1) == count)
  }

  private func step(after look: Int) -> Int {
    max(Self.shortestStep, look / 16 / Self.shortestStep * Self.shortestStep)
  }

  private func rounded(_ look: Int) -> Int { (look + unit - 1) / unit * unit }
}
