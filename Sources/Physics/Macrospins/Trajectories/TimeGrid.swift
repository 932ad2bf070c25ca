/// The steps of a sequence of stages: whole time steps, and a last one of each stage that is
/// shortened to its end.
public struct TimeGrid: Sendable, Equatable {
  /// The steps of one stage.
  public struct Stage: Sendable, Equatable {
    /// Number of the stage's first step.
    public let firstStep: Int
    /// Number of steps; zero for a stage that takes no time.
    public let steps: Int
    /// Time of the stage's start in s.
    public let start: Double
    /// Time of the stage's end in s.
    public let end: Double
    /// Length of the last step in s.
    public let lastStep: Double
  }

  /// The stages, in order; empty ones included.
  public let stages: [Stage]
  /// Length of every step but the last of a stage, in s.
  public let timeStep: Double

  /// A duration that exceeds a whole number of steps by less than this part of a step is rounding,
  /// not another step: 20 ns / 0.5 ps is not exactly 40 000 in binary.
  private static let slack = 1e-6

  /// - Parameters:
  ///   - durations: Durations of the stages in s.
  ///   - timeStep: Length of a step in s.
  /// - Throws: `timeStep`, `duration` or `tooManySteps`.
  public init(durations: [Double], timeStep: Double) throws(MacrospinError) {
    guard timeStep > 0, timeStep.isFinite else { throw .timeStep(timeStep) }
    var stages: [Stage] = []
    var firstStep = 0
    var start = 0.0
    for duration in durations {
      guard duration >= 0, duration.isFinite else { throw .duration(duration) }
      let wanted = (duration / timeStep - Self.slack).rounded(.up)
      let steps = duration > 0 ? max(wanted, 1) : 0
      guard Double(firstStep) + steps <= Double(UInt32.max) else {
        throw .tooManySteps(Double(firstStep) + steps)
      }
      stages.append(
        Stage(
          firstStep: firstStep, steps: Int(steps), start: start, end: start + duration,
          lastStep: duration - (steps - 1) * timeStep))
      firstStep += Int(steps)
      start += duration
    }
    self.stages = stages
    self.timeStep = timeStep
  }

  /// Number of steps of all stages.
  public var steps: Int { stages.last.map { $0.firstStep + $0.steps } ?? 0 }

  /// Time in s after some steps.
  ///
  /// - Parameter step: Their number, 0…`steps`.
  public func time(after step: Int) -> Double {
    guard let stage = stages.last(where: { $0.firstStep < step }) else { return 0 }
    let within = step - stage.firstStep
    return within < stage.steps ? stage.start + Double(within) * timeStep : stage.end
  }

  /// The numbers of steps after which states are saved: those nearest to `count` times at equal
  /// distances from 0 to the end, both included. A single saved time is the end. More times than
  /// steps repeat some of them.
  public func savedSteps(count: Int) -> [Int] {
    guard count > 1 else { return count == 1 ? [steps] : [] }
    let end = time(after: steps)
    return (0..<count).map { index in
      index < count - 1 ? nearestStep(to: end * (Double(index) / Double(count - 1))) : steps
    }
  }

  /// The number of steps after which the time is nearest to a given one.
  private func nearestStep(to wanted: Double) -> Int {
    guard let stage = stages.first(where: { $0.steps > 0 && $0.end >= wanted }) else {
      return steps
    }
    let below = stage.firstStep + min(Int((wanted - stage.start) / timeStep), stage.steps - 1)
    return time(after: below + 1) - wanted < wanted - time(after: below) ? below + 1 : below
  }

  /// The saved times in s: those after `savedSteps(count:)`.
  public func savedTimes(count: Int) -> [Double] {
    savedSteps(count: count).map { time(after: $0) }
  }
}
