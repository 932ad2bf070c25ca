import Macrospins
import Points
import QuantumChains
import Teams

extension SpinValveModel {
  func evaluate(_ context: PointContext) throws(EvaluationError) -> Outcome {
    let starts = try self.starts()
    guard bath.kind == .none else { return try withBath(starts, context) }
    return temperature == 0
      ? try together(starts, context) : try oneByOne(starts, context)
  }

  /// Few pure states, propagated in step: their layers are never written as a density matrix.
  private func together(
    _ starts: [ValveStart], _ context: PointContext
  ) throws(EvaluationError) -> Outcome {
    let pair = self.pair
    let times = setup.savedTimes
    let evolution = try ChainEvolution.make(
      chain, starts.map { $0.basis(chain, flipCutoff: cutoff) }, context)
    var outcome = Outcome(reflectionTime: reflectionTime)
    // Up to three saved times are reached at once.
    let poll = PiecePoll(
      context, pieceSeconds: 3 * estimatedSeconds / Double(times.count * context.team.count))
    func observe(_ time: Int, _ states: [SectorState]) throws(EvaluationError) {
      var observables = ValveObservables(pair)
      for (state, start) in zip(states, starts) {
        try observables.add(
          state, start, flipCutoff: cutoff, in: evolution, withEnergy: wanted.energy)
      }
      let layers =
        wanted.layers
        ? try evolution.layers(states, weights: starts.map(\.weight), pair) : nil
      try outcome.append(observables, layers, self, poll: poll.poll)
    }
    var next = 0
    if let restart = context.restart, let saved = evolution.restore(restart),
      let record = Outcome(restart, keptTimes: saved, reflectionTime: reflectionTime)
    {
      (next, outcome) = (saved, record)
    } else {
      for (state, start) in zip(evolution.states, starts) {
        start.set(state, orbital: setup.packet)
      }
      try observe(0, evolution.states)
      next = 1
    }
    try evolution.run(
      through: times, after: next - 1, toleranceRate: setup.toleranceRate, poll: poll.poll,
      observe: observe,
      checkpoint: { index throws(EvaluationError) in
        context.reached(Double(index + 1) / Double(times.count))
        try context.poll { sink in
          evolution.save(index + 1, to: sink)
          outcome.save(to: sink)
        }
      })
    return outcome
  }

  /// A mixture of many pure states, one after another, whose layers add up to a density matrix.
  private func oneByOne(
    _ starts: [ValveStart], _ context: PointContext
  ) throws(EvaluationError) -> Outcome {
    let pair = self.pair
    let times = setup.savedTimes
    var sums = times.map { _ in
      ValveSum(
        observables: ValveObservables(pair),
        layers: wanted.layers ? BlockDensityMatrix(basis: pair.basis) : nil)
    }
    var next = 0
    if let restart = context.restart, let saved = restart.read(Int.self),
      let restored = ValveSum.restore(times.count, pair, withLayers: wanted.layers, restart)
    {
      (next, sums) = (saved, restored)
    }
    let orbital = setup.packet
    let poll = PiecePoll(
      context, pieceSeconds: estimatedSeconds / Double(starts.count * context.team.count))
    while next < starts.count {
      let start = starts[next]
      let evolution = try ChainEvolution.make(
        chain, [start.basis(chain, flipCutoff: cutoff)], context)
      start.set(evolution.states[0], orbital: orbital)
      func observe(_ time: Int, _ states: [SectorState]) throws(EvaluationError) {
        try sums[time].observables.add(
          states[0], start, flipCutoff: cutoff, in: evolution, withEnergy: wanted.energy)
        guard wanted.layers else { return }
        let layers = try evolution.layers(states, weights: [start.weight], pair)
        try EvaluationError.wrapping { try sums[time].layers?.add(layers) }
      }
      try observe(0, evolution.states)
      try evolution.run(
        through: times, toleranceRate: setup.toleranceRate, poll: poll.poll, observe: observe)
      next += 1
      context.reached(Double(next) / Double(starts.count))
      try context.poll { sink in
        sink.append(next)
        for sum in sums { sum.save(to: sink) }
      }
    }
    var outcome = Outcome(reflectionTime: reflectionTime)
    for sum in sums {
      try outcome.append(sum.observables, sum.layers, self, poll: context.poll)
    }
    return outcome
  }
}

/// What is known of a mixture at one time, as far as its pure states have been added.
private struct ValveSum {
  var observables: ValveObservables
  var layers: BlockDensityMatrix?

  func save(to sink: any RestartSink) {
    observables.save(to: sink)
    layers?.save(to: sink)
  }

  /// Nil if what was saved does not fit.
  static func restore(
    _ count: Int, _ pair: LayerPair, withLayers: Bool, _ source: any RestartSource
  ) -> [ValveSum]? {
    var sums: [ValveSum] = []
    for _ in 0..<count {
      guard let observables = ValveObservables(pair, source) else { return nil }
      var layers: BlockDensityMatrix?
      if withLayers {
        guard let restored = BlockDensityMatrix(basis: pair.basis, source) else { return nil }
        layers = restored
      }
      sums.append(ValveSum(observables: observables, layers: layers))
    }
    return sums
  }
}
