public import Teams

/// A time evolution that is measured at equally spaced times, and that can be interrupted and taken up
/// again anywhere.
public final class PulseRun {
  /// When a run is measured, and how time is divided in between. Times are in ħ/γ.
  public struct Schedule: Sendable, Equatable {
    /// The measured times, the first 0 and the last the end.
    public let times: [Double]
    /// Number of time steps from one to the next.
    public let stepsBetween: Int
    /// Length of a time step: at most the one asked for, so that the measured times are multiples of it.
    public let step: Double

    /// - Parameters:
    ///   - end: The last time.
    ///   - count: Number of measured times.
    ///   - step: The longest time step allowed.
    public init(end: Double, count: Int, step: Double) {
      let intervals = max(count - 1, 1)
      let interval = end / Double(intervals)
      // A ratio that is a whole number but for roundings is one.
      stepsBetween = Int((interval / step - 1e-9).rounded(.up))
      self.step = stepsBetween > 0 ? interval / Double(stepsBetween) : 0
      times = (0..<count).map { end * Double($0) / Double(intervals) }
    }
  }

  private let evolution: PulseEvolution
  private let schedule: Schedule
  private var observations: [PulseObservation] = []

  /// - Parameters:
  ///   - evolution: At its start.
  ///   - schedule: When to measure.
  ///   - source: What an earlier run has saved.
  /// - Throws: What the team throws, on which all ranks agree whether to go on from the saved state.
  public init(
    _ evolution: PulseEvolution, schedule: Schedule, restart source: (any RestartSource)? = nil
  ) throws(EvaluationError) {
    self.evolution = evolution
    self.schedule = schedule
    guard let source else { return }
    let start = evolution.snapshot
    let isRestored = restore(from: source)
    // A rank whose state does not fit takes all others back to the start with it.
    if try evolution.share.team.allGather([isRestored ? 1 : 0]).contains([0]) {
      evolution.snapshot = start
      observations = []
    }
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
      var observation = try evolution.measure()
      observation.time = schedule.times[observations.count]
      observations.append(observation)
    }
    return observations
  }

  private func save(to sink: any RestartSink) {
    sink.append(observations.count)
    for observation in observations { sink.append(array: observation.numbers) }
    sink.append(evolution.position.layer)
    sink.append(evolution.position.site)
    sink.append(evolution.time)
    sink.append(array: evolution.losses.numbers)
    evolution.share.save(evolution.state, to: sink)
  }

  private func restore(from source: any RestartSource) -> Bool {
    guard let count = source.read(Int.self), (0...schedule.times.count).contains(count) else {
      return false
    }
    for _ in 0..<count {
      guard let numbers = source.readArray(of: Double.self),
        let observation = PulseObservation(numbers)
      else { return false }
      observations.append(observation)
    }
    guard let layer = source.read(Int.self), let site = source.read(Int.self),
      let time = source.read(Double.self), let losses = source.readArray(of: Double.self),
      let losses = TruncationLosses(losses), evolution.restore(from: source)
    else { return false }
    evolution.position = .init(layer: layer, site: site)
    evolution.time = time
    evolution.losses = losses
    return true
  }
}

extension PulseEvolution {
  /// Everything that evolving changes.
  struct Snapshot {
    let state: MatrixProductState
    let time: Double
    let losses: TruncationLosses
    let position: Position
    let holders: TeamShare.Holders
  }

  var snapshot: Snapshot {
    get {
      Snapshot(
        state: state, time: time, losses: losses, position: position, holders: share.snapshot)
    }
    set {
      (state, time, losses) = (newValue.state, newValue.time, newValue.losses)
      (position, share.snapshot) = (newValue.position, newValue.holders)
    }
  }

  /// Takes over the sites that a run saved.
  func restore(from source: any RestartSource) -> Bool { share.restore(from: source, into: &state) }
}
