import Points
import Teams
import TensorNetworks

extension TDMRGModel {
  /// What a state that is saved inside a point was saved in.
  enum StartStage: Int {
    /// Ground states are looked for.
    case preparation
    /// The chain evolves.
    case evolution

    /// Begins a saved state.
    func save(_ levels: [GroundLevel], to sink: any RestartSink) {
      sink.append(rawValue)
      sink.append(array: levels.flatMap(\.numbers))
    }

    /// What `save` began; nil if it was none.
    static func read(
      from source: any RestartSource
    ) -> (stage: StartStage, levels: [GroundLevel])? {
      guard let stage = source.read(Int.self).flatMap(StartStage.init),
        let numbers = source.readArray(of: Double.self), numbers.count.isMultiple(of: 3)
      else { return nil }
      let levels = stride(from: 0, to: numbers.count, by: 3).compactMap {
        GroundLevel(numbers[$0..<$0 + 3])
      }
      return (stage, levels)
    }
  }

  /// The run at its start, or from where an earlier one was interrupted, and the levels of the
  /// ground states that it starts from.
  func started(
    _ context: PointContext
  ) throws(EvaluationError) -> (run: PulseRun, levels: [GroundLevel]) {
    let saved = context.restart
    let begun = saved.flatMap(StartStage.read)
    var preparation = PulsePreparation(chain, rule: groundRule)
    switch try agreed(begun?.stage.rawValue, context) {
    case StartStage.evolution.rawValue:
      let evolution = try PulseEvolution(
        toResume: chain, scheme: scheme, rule: rule, team: context.team)
      let run = try run(evolution, restart: saved)
      if run.isResumed, let begun { return (run, begun.levels) }
    case StartStage.preparation.rawValue:
      let isRestored = saved.map { preparation.restore(from: $0) } ?? false
      if try agreed(isRestored ? 1 : 0, context) != 1 {
        preparation = PulsePreparation(chain, rule: groundRule)
      }
    default: break
    }
    let prepared = try preparation.run { (save) throws(EvaluationError) in
      try context.poll { sink in
        StartStage.preparation.save([], to: sink)
        save(sink)
      }
    }
    let evolution = try PulseEvolution(
      chain.chain, from: prepared.state, scheme: scheme, rule: rule, team: context.team)
    return (try run(evolution, restart: nil), prepared.levels)
  }

  /// What all ranks of a team have; nil if they differ.
  private func agreed(
    _ value: Int?, _ context: PointContext
  ) throws(EvaluationError) -> Int? {
    let all = try context.team.allGather([value ?? -1])
    return all.allSatisfy { $0 == all[0] } ? value : nil
  }

  private func run(
    _ evolution: PulseEvolution, restart: (any RestartSource)?
  ) throws(EvaluationError) -> PulseRun {
    try PulseRun(
      evolution, schedule: schedule, measuring: measuresLayers ? work : [],
      of: chain.layers.map { $0.lowerBound - 1...$0.upperBound - 1 }, restart: restart)
  }
}
