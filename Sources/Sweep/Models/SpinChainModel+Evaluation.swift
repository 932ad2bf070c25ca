import Macrospins
import Numerics
import Points
import QuantumChains
import Teams
import TensorNetworks

extension SpinChainModel {
  static let rules: [@Sendable (Self) -> Conflict?] = [
    { model in
      guard model.localSpin > 0.5, model.layerSpins > 1 else { return nil }
      return Conflict(
        "local_spin",
        "'local_spin' is \(model.localSpin), but a layer of \(model.layerSpins) spins must have 1/2: "
          + "larger spins are for 'layer_spins' = 1")
    },
    { model in
      guard model.localSpin > 1e6 else { return nil }
      return Conflict("local_spin", "'local_spin' must be at most 1000000")
    },
    { $0.setup.conflict($0.layer, called: "the layer", parameter: "layer_start") },
    { model in
      guard model.packet == .well else { return model.setup.packetConflict }
      guard model.confinedSites > model.setup.sites else { return nil }
      return Conflict(
        "confined_sites",
        "the well takes the sites 1 to \(model.confinedSites), but the chain has the sites 1 to "
          + "\(model.setup.sites)")
    },
  ]

  static let cautions: [@Sendable (Self) -> Caution?] = [
    { $0.setup.caution(reflectionTime: $0.reflectionTime) }
  ]

  var reflectionTime: Double {
    let front =
      packet == .well
      ? PacketFront(confinedTo: confinedSites, hopping: setup.hopping) : setup.front
    return front.reflectionTime(
      sites: setup.sites, spins: layer.firstSite...layer.sites.upperBound - 1)
  }

  /// The electron's spin amplitudes up and down.
  private var spinor: [Complex] {
    let (sine, cosine) = Elementary.sineCosine(electronPolarAngle / 2)
    let phase = Elementary.sineCosine(electronAzimuth)
    // An angle of π is meant to be exactly down.
    return [Complex(cosine), Complex(sine * phase.cosine, sine * phase.sine)].map {
      $0.squaredMagnitude < 1e-30 ? .zero : $0
    }
  }

  /// The sectors that the electron's spin populates, with its amplitude.
  private var sectors: [(basis: SectorBasis, amplitude: Complex)] {
    spinor.enumerated().filter { $0.element != .zero }.map { lowering, amplitude in
      (SectorBasis(chain, lowering: lowering), amplitude)
    }
  }

  var estimatedSeconds: Double {
    let bases = sectors.map(\.basis)
    let rows = bases.reduce(0) { $0 + $1.rowCount }
    // Per saved time the observables: sums over all amplitudes, and matrices of all rows.
    let observing = 6e-9 * Double(rows * setup.sites) + 4e-9 * Double(rows * rows * setup.sites)
    return ChainEvolution.seconds(
      chain, bases, duration: setup.endTime, times: setup.savedTimes.count)
      + Double(setup.savedTimes.count) * (observing + 2e-5)
  }

  func workingMemory(ranks: Int) -> Int {
    let bases = sectors.map(\.basis)
    let rows = bases.reduce(0) { $0 + $1.rowCount }
    let record = setup.savedTimes.count * (setup.sites + configurationCount + 3 * layerSpins + 10)
    return ChainEvolution.memory(bases, ranks: ranks) + 80 * rows * setup.sites
      + 32 * rows * rows + 16 * record
  }

  var workingMemory: Int { workingMemory(ranks: 1) }

  var restartStateBytes: Int {
    let record = setup.savedTimes.count * (setup.sites + configurationCount + 3 * layerSpins + 10)
    return ChainEvolution.savedBytes(sectors.map(\.basis)) + 8 * record
  }

  func evaluate(_ context: PointContext) throws(EvaluationError) -> Outcome {
    let sectors = self.sectors
    let evolution = try ChainEvolution.make(chain, sectors.map(\.basis), context)
    var outcome = Outcome()
    let times = setup.savedTimes
    var next = 0
    if let restart = context.restart, let saved = evolution.restore(restart),
      let record = Outcome(restart, keptTimes: saved)
    {
      (next, outcome) = (saved, record)
    } else {
      let orbital = try orbital()
      for (state, sector) in zip(evolution.states, sectors) {
        let electron = sector.basis.lowering == 0 ? 1 : -1
        let block = sector.basis.blocks.firstIndex {
          $0.electron == electron && $0.first.lowering == 0
        }
        state.clear()
        state.add(
          orbital: orbital, block: block ?? 0, first: [sector.amplitude], second: [.one])
      }
    }
    outcome.reflectionTime = reflectionTime
    if next == 0 {
      try observe(evolution.states, evolution, &outcome)
      next = 1
    }
    let poll = PiecePoll(
      context, pieceSeconds: 3 * estimatedSeconds / Double(times.count * context.team.count))
    try evolution.run(
      through: times, after: next - 1, toleranceRate: setup.toleranceRate, poll: poll.poll,
      observe: { _, states throws(EvaluationError) in try observe(states, evolution, &outcome) },
      checkpoint: { index throws(EvaluationError) in
        context.reached(Double(index + 1) / Double(times.count))
        try context.poll { sink in
          evolution.save(index + 1, to: sink)
          outcome.save(to: sink)
        }
      })
    return outcome
  }

  private func orbital() throws(EvaluationError) -> [Complex] {
    guard packet == .well else { return setup.packet }
    do throws(EigenvalueError) {
      return try WavePacket.well(
        in: chain, confinedSites: confinedSites, confinement: confinement)
    } catch {
      throw .failed(EvaluationFailure(error, in: "the orbital of the well"))
    }
  }

  private func observe(
    _ states: [SectorState], _ evolution: ChainEvolution, _ outcome: inout Outcome
  ) throws(EvaluationError) {
    var weights: [[Double]] = []
    for state in states { weights.append(try evolution.rowWeights(state)) }
    let moments = try ChainMoments(states, weights: weights, team: evolution.team)
    outcome.electronSpin += moments.electronSpin.components
    outcome.localSpin += moments.localSpins.flatMap(\.components)
    outcome.normError.append(moments.norm - 1)
    let layer = try SingleLayerState(states, evolution)
    outcome.entropy.append(layer.entropy)
    outcome.purity.append(layer.purity)
    outcome.orbitalPurity.append(layer.orbitalPurity)
    outcome.configurations += probabilities(states, weights)
    var density = [Double](repeating: 0, count: setup.sites)
    var energy = 0.0
    for state in states {
      for (site, weight) in try evolution.columnWeights(state).enumerated() {
        density[site] += weight
      }
      if wantsEnergy { energy += try evolution.energy(state) }
    }
    outcome.chargeDensity += density
    outcome.energy.append(energy)
  }

  /// The probabilities of all configurations.
  private func probabilities(_ states: [SectorState], _ weights: [[Double]]) -> [Double] {
    // All up; electron up and one spin lowered, the last one first; electron down.
    var probabilities = [Double](repeating: 0, count: configurationCount)
    for (state, weights) in zip(states, weights) {
      for block in state.basis.blocks {
        let first =
          block.electron == -1 ? configurationCount - 1 : block.first.lowering == 0 ? 0 : 1
        for row in block.rows { probabilities[first + row - block.firstRow] += weights[row] }
      }
    }
    return probabilities
  }

  private var configurationCount: Int { 2 + (layer.twiceSpin == 1 ? layerSpins : 1) }
}
