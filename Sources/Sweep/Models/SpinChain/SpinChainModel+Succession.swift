import Numerics
import Points
import QuantumChains
import Teams

extension SpinChainModel {
  /// Electrons one after the other: each finds the layer in the state that those before have left
  /// it in, and is traced out when its time is over. That state is a mixture; its eigenstates are
  /// propagated in step.
  func succession(
    _ context: PointContext
  ) throws(EvaluationError) -> (record: TimeRecord, densities: [[Complex]]) {
    let orbital = try orbital()
    let modes = try magnonModes()
    let times = savedTimes.values
    let poll = PiecePoll(
      context,
      pieceSeconds: 3 * estimatedSeconds
        / Double(times.count * successiveElectrons * context.team.count))
    var progress = SuccessionProgress(self)
    if let source = context.restart, let saved = SuccessionProgress(self, source) {
      progress = saved
    }
    while progress.electron < successiveElectrons {
      let mixture = progress.mixture(self)
      let evolution = try ChainEvolution.make(chain, mixture.bases, context)
      func observe(_ time: Int, _ states: [SectorState]) throws(EvaluationError) {
        let moment = try self.observe(mixture.members(states), modes, evolution)
        progress.record.append(try progress.record.measure(moment, of: Self.self))
      }
      var reached = 1
      if progress.isRestored {
        guard let source = context.restart, let saved = evolution.restore(source) else {
          progress = SuccessionProgress(self)
          continue
        }
        reached = saved
      } else {
        mixture.set(evolution.states, orbital: orbital)
        try observe(0, evolution.states)
      }
      try evolution.run(
        through: times, after: reached - 1, toleranceRate: setup.toleranceRate,
        poll: poll.poll, observe: observe,
        checkpoint: { index throws(EvaluationError) in
          let done = Double(progress.electron) + Double(index + 1) / Double(times.count)
          context.reached(done / Double(successiveElectrons))
          try context.poll { sink in
            progress.save(times: index + 1, to: sink)
            evolution.save(index + 1, to: sink)
          }
        })
      progress.add(try LayerDensity(mixture.members(evolution.states), evolution))
      if progress.electron < successiveElectrons { try progress.diagonalize() }
    }
    return (progress.record, progress.densities)
  }
}

/// How far a succession of electrons has come.
private struct SuccessionProgress {
  /// The electron that is on its way, counted from 0.
  private(set) var electron = 0
  var record: TimeRecord
  /// The layer's density matrix after each electron, row-major.
  private(set) var densities: [[Complex]] = []
  /// The mixture that the layer is in when the electron comes.
  private var members: [(state: LayerState, weight: Double)]
  private var density: LayerDensity?
  /// Whether the evolution of the electron follows in the source.
  private(set) var isRestored = false

  init(_ model: SpinChainModel) {
    record = TimeRecord(of: model)
    members = [(model.layerDirection.state(of: model.layer), 1)]
  }

  func mixture(_ model: SpinChainModel) -> SuperposedMixture {
    let spinor = model.spinor(ofElectron: electron)
    return SuperposedMixture(
      members.map { SuperposedStart(spinor: spinor, layers: [$0.state], weight: $0.weight) },
      model.chain)
  }

  mutating func add(_ density: LayerDensity) {
    densities.append(density.elements)
    self.density = density
    electron += 1
    isRestored = false
  }

  mutating func diagonalize() throws(EvaluationError) {
    if let density { members = try density.eigenstates() }
  }

  /// - Parameter times: Saved times of this electron that are in the record.
  func save(times: Int, to sink: any RestartSink) {
    sink.append(electron)
    sink.append(times)
    sink.append(members.count)
    for member in members {
      sink.append(member.weight)
      for sector in member.state.amplitudes { sink.append(array: sector) }
    }
    for density in densities { sink.append(array: density) }
    record.save(to: sink)
  }

  /// What was saved; nil if it does not fit.
  init?(_ model: SpinChainModel, _ source: any RestartSource) {
    self.init(model)
    guard let electron = source.read(Int.self), let times = source.read(Int.self),
      let count = source.read(Int.self),
      (0..<model.successiveElectrons).contains(electron), (1...model.layer.stateCount) ~= count
    else { return nil }
    let sizes = members[0].state.amplitudes.map(\.count)
    members = []
    for _ in 0..<count {
      guard let weight = source.read(Double.self) else { return nil }
      var amplitudes: [[Complex]] = []
      for size in sizes {
        guard let sector = source.readArray(of: Complex.self), sector.count == size else {
          return nil
        }
        amplitudes.append(sector)
      }
      members.append((LayerState(amplitudes: amplitudes), weight))
    }
    for _ in 0..<electron {
      guard let density = source.readArray(of: Complex.self) else { return nil }
      densities.append(density)
    }
    self.electron = electron
    let recorded = electron * model.savedTimes.values.count + times
    guard let record = TimeRecord(source, of: model, times: recorded) else { return nil }
    self.record = record
    isRestored = true
  }
}
