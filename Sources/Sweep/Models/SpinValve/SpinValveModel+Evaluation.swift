import Points
import QuantumChains
import Teams

extension SpinValveModel {
  func evaluate(_ context: PointContext) throws(EvaluationError) -> Outcome {
    try evaluateWithTwin(context)
  }

  func evaluateQuantum(_ context: PointContext) throws(EvaluationError) -> Outcome {
    Outcome(chain: try equalTimes(context), twoTimes: try twoTimes(context))
  }

  private func equalTimes(_ context: PointContext) throws(EvaluationError) -> ChainOutcome {
    guard isCollinear else { return try superposed(context) }
    let starts = try self.starts()
    guard bath.kind == .none else { return try withBath(starts, context) }
    return temperature == 0
      ? try together(starts, context) : try oneByOne(starts, context)
  }

  /// Few pure states, propagated in step: their layers are never written as a density matrix.
  private func together(
    _ starts: [ValveStart], _ context: PointContext
  ) throws(EvaluationError) -> ChainOutcome {
    let pair = self.pair
    let evolution = try ChainEvolution.make(
      chain, starts.map { $0.basis(chain, flipCutoff: cutoff) }, context)
    let record = try evolution.record(
      self, toleranceRate: setup.toleranceRate, context,
      start: {
        for (state, start) in zip(evolution.states, starts) {
          start.set(state, orbital: setup.packet)
        }
      },
      moment: { states, poll throws(EvaluationError) in
        var observables = ValveObservables(pair)
        for (state, start) in zip(states, starts) {
          try observables.add(
            state, start, flipCutoff: cutoff, in: evolution, withEnergy: work.contains(.energy))
        }
        let layers =
          work.contains(.layers)
          ? try evolution.layers(states, weights: starts.map(\.weight), pair) : nil
        return try Moment(self, observables, layers, poll: poll)
      })
    return ChainOutcome(reflectionTime: reflectionTime, record: record)
  }

  /// Layers that do not point along z: superpositions of sectors, propagated in step.
  private func superposed(_ context: PointContext) throws(EvaluationError) -> ChainOutcome {
    let (pair, mixture, directions) = (self.pair, superpositions, spinDirections)
    let evolution = try ChainEvolution.make(chain, mixture.bases, context)
    let record = try evolution.record(
      self, toleranceRate: setup.toleranceRate, context,
      start: { mixture.set(evolution.states, orbital: setup.packet) },
      moment: { states, poll throws(EvaluationError) in
        let members = mixture.members(states)
        var observables = ValveObservables(pair)
        for member in members {
          try observables.add(
            member.states, weight: member.weight, in: evolution,
            withEnergy: work.contains(.energy))
        }
        let layers = try evolution.layers(ofMixture: members, pair)
        if work.contains(.tiltedFlips) { observables.observe(layers, along: directions) }
        return try Moment(self, observables, work.contains(.layers) ? layers : nil, poll: poll)
      })
    return ChainOutcome(reflectionTime: reflectionTime, record: record)
  }

  /// A mixture of many pure states, one after another, whose layers add up to a density matrix.
  private func oneByOne(
    _ starts: [ValveStart], _ context: PointContext
  ) throws(EvaluationError) -> ChainOutcome {
    let pair = self.pair
    let times = setup.saved.values
    let withLayers = work.contains(.layers)
    var sums = times.map { _ in ValveSum(pair, withLayers: withLayers) }
    var next = 0
    if let restart = context.restart, let saved = restart.read(Int.self) {
      let restored = times.compactMap { _ in ValveSum(pair, withLayers: withLayers, restart) }
      if restored.count == times.count { (next, sums) = (saved, restored) }
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
          states[0], start, flipCutoff: cutoff, in: evolution, withEnergy: work.contains(.energy))
        guard withLayers else { return }
        let layers = try evolution.layers(states, weights: [start.weight], pair)
        try evaluating { try sums[time].layers?.add(layers) }
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
    var record = TimeRecord(of: self)
    for sum in sums {
      let moment = try Moment(self, sum.observables, sum.layers, poll: context.poll)
      record.append(try record.measure(moment, of: Self.self))
    }
    return ChainOutcome(reflectionTime: reflectionTime, record: record)
  }

  /// With baths: a saved time after the other, from groups of trajectories or the density matrix.
  private func withBath(
    _ starts: [ValveStart], _ context: PointContext
  ) throws(EvaluationError) -> ChainOutcome {
    let open = try OpenChain(
      chain, bath: bath.physics, hamiltonian: bath.jumpHamiltonian, startsDown: startsDown)
    var evolution = makeEvolution(open, starts, context)
    var record = TimeRecord(of: self)
    var next = 0
    if let restart = context.restart {
      if let saved = restart.read(Int.self), evolution.restore(restart),
        let kept = TimeRecord(restart, of: self, times: saved)
      {
        (next, record) = (saved, kept)
      } else {
        evolution = makeEvolution(open, starts, context)
      }
    }
    let times = setup.saved.values
    while next < times.count {
      if next > 0 {
        try evolution.advance(by: times[next] - times[next - 1], poll: context.poll)
      }
      try append(try evolution.groups(), to: &record, poll: context.poll)
      next += 1
      context.reached(Double(next) / Double(times.count))
      try context.poll { sink in
        sink.append(next)
        evolution.save(to: sink)
        record.save(to: sink)
      }
    }
    return ChainOutcome(reflectionTime: reflectionTime, record: record)
  }

  private func makeEvolution(
    _ open: OpenChain, _ starts: [ValveStart], _ context: PointContext
  ) -> any OpenEvolution {
    switch bath.method {
    case .trajectories:
      TrajectoryEnsemble(
        open, orbital: setup.packet, starts: starts, count: bath.trajectories,
        groups: Self.groups, seed: context.random.seed, point: context.random.point,
        team: context.team)
    case .densityMatrix: LindbladEvolution(open, orbital: setup.packet, starts: starts)
    }
  }

  /// Groups of trajectories that the standard errors come from.
  static let groups = 20

  /// Appends what is known of the next time from groups of a sample, with standard errors.
  private func append(
    _ groups: [ReducedState], to record: inout TimeRecord, poll: Poll
  ) throws(EvaluationError) {
    let (values, errors) = try ReducedState.estimate(groups) { state throws(EvaluationError) in
      let layers = work.contains(.layers) ? state.layers : nil
      return try record.measure(
        try Moment(self, ValveObservables(state), layers, poll: poll), of: Self.self)
    }
    record.append(values, standardErrors: errors)
  }
}

/// What is known of a mixture at one time, as far as its pure states have been added.
private struct ValveSum {
  var observables: ValveObservables
  var layers: BlockDensityMatrix?

  init(_ pair: LayerPair, withLayers: Bool) {
    observables = ValveObservables(pair)
    layers = withLayers ? BlockDensityMatrix(basis: pair.basis) : nil
  }

  func save(to sink: any RestartSink) {
    observables.save(to: sink)
    layers?.save(to: sink)
  }

  /// What was saved; nil if it does not fit.
  init?(_ pair: LayerPair, withLayers: Bool, _ source: any RestartSource) {
    guard let observables = ValveObservables(pair, source) else { return nil }
    self.observables = observables
    guard withLayers else { return }
    guard let layers = BlockDensityMatrix(basis: pair.basis, source) else { return nil }
    self.layers = layers
  }
}
