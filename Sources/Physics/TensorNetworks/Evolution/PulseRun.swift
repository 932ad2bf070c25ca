public import Teams

/// A time evolution that is measured at equally spaced times, and that can be interrupted and taken
/// up again anywhere.
public final class PulseRun {
  /// When a run is measured, and how time is divided in between. Times are in ħ/γ.
  public struct Schedule: Sendable, Equatable {
    /// The measured times, the first 0 and the last the end.
    public let times: [Double]
    /// Number of time steps from one to the next.
    public let stepsBetween: Int
    /// Length of a time step: at most the one asked for, so that the measured times are multiples
    /// of it.
    public let step: Double

    /// - Parameters:
    ///   - end: The last time.
    ///   - count: Number of measured times.
    ///   - step: The longest time step allowed; no interval has more than 2³² of them.
    public init(end: Double, count: Int, step: Double) {
      let intervals = max(count - 1, 1)
      let interval = end / Double(intervals)
      // A ratio that is a whole number but for roundings is one.
      stepsBetween = Int(min((interval / step - 1e-9).rounded(.up), Double(UInt32.max)))
      self.step = stepsBetween > 0 ? interval / Double(stepsBetween) : 0
      times = (0..<count).map { end * Double($0) / Double(intervals) }
    }
  }

  private let evolution: PulseEvolution
  private let schedule: Schedule
  private let extras: PulseMeasurements
  /// From 0.
  private let layers: [ClosedRange<Int>]
  private var observations: [PulseObservation] = []
  /// Whether it goes on from a saved state.
  public private(set) var isResumed = false

  /// - Parameters:
  ///   - evolution: At its start.
  ///   - schedule: When to measure.
  ///   - extras: What to measure besides what takes little time.
  ///   - layers: The sites of each layer of localized spins, from 0.
  ///   - source: What an earlier run has saved.
  /// - Throws: What the team throws, on which all ranks agree whether to go on from the saved
  ///   state.
  public init(
    _ evolution: PulseEvolution, schedule: Schedule, measuring extras: PulseMeasurements = [],
    of layers: [ClosedRange<Int>] = [], restart source: (any RestartSource)? = nil
  ) throws(EvaluationError) {
    self.evolution = evolution
    self.schedule = schedule
    self.extras = extras
    self.layers = layers
    guard let source else { return }
    let saved = read(from: source)
    // A rank whose state does not fit keeps all others at the start with it.
    if try evolution.share.team.allGather([saved == nil ? 0 : 1]).contains([0]) { return }
    guard let saved else { return }
    observations = saved.observations
    evolution.resume(from: saved.checkpoint)
    isResumed = true
  }

  /// How much of the run is done, from 0 to 1: the part of the times that are measured.
  public var share: Double { Double(observations.count) / Double(schedule.times.count) }

  /// Evolves to the end.
  ///
  /// - Parameter poll: Called every few milliseconds (on a team: after each layer of gates) with a
  ///   closure that saves this rank's state.
  /// - Returns: What was measured, on the leader of a team.
  /// - Throws: What `poll` and the team throw; `EvaluationError.failed` if a decomposition fails.
  public func run(
    poll: ((any RestartSink) -> Void) throws(EvaluationError) -> Void = { _ in }
  ) throws(EvaluationError) -> [PulseObservation] {
    while observations.count < schedule.times.count {
      if !observations.isEmpty {
        try evolution.advance(
          steps: schedule.stepsBetween, of: schedule.step
        ) { () throws(EvaluationError) in
          try poll { self.save(to: $0) }
        }
      }
      var observation = try evolution.measure(extras, of: layers)
      observation.time = schedule.times[observations.count]
      observations.append(observation)
    }
    return observations
  }

  private func save(to sink: any RestartSink) {
    sink.append(observations.count)
    for observation in observations { sink.append(array: observation.numbers) }
    evolution.save(to: sink)
  }

  /// What `save` wrote; nil if it does not fit this run.
  private func read(
    from source: any RestartSource
  ) -> (observations: [PulseObservation], checkpoint: PulseEvolution.Checkpoint)? {
    guard let count = source.read(Int.self), (0...schedule.times.count).contains(count) else {
      return nil
    }
    var observations: [PulseObservation] = []
    for _ in 0..<count {
      guard let observation = source.readArray(of: Double.self).flatMap(PulseObservation.init)
      else { return nil }
      observations.append(observation)
    }
    return evolution.readCheckpoint(from: source).map { (observations, $0) }
  }
}
