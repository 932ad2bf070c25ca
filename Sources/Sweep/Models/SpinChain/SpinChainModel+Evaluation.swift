import Numerics
import Points
import QuantumChains
import Teams

extension SpinChainModel {
  func evaluate(_ context: PointContext) throws(EvaluationError) -> Outcome {
    try evaluateWithTwin(context)
  }

  func evaluateQuantum(_ context: PointContext) throws(EvaluationError) -> Outcome {
    let run = isSingleFlip ? try single(context) : try succession(context)
    return Outcome(
      reflectionTime: reflectionTime, record: run.record, densities: run.densities,
      modes: try magnonModes(),
      spectrum: work.contains(.spectrum) ? try spectrum(poll: context.poll) : nil)
  }

  /// One electron and a layer that is up.
  private func single(
    _ context: PointContext
  ) throws(EvaluationError) -> (record: TimeRecord, densities: [[Complex]]) {
    let sectors = self.sectors
    let modes = try magnonModes()
    let evolution = try ChainEvolution.make(chain, sectors.map(\.basis), context)
    let record = try evolution.record(
      self, toleranceRate: setup.toleranceRate, context,
      start: { () throws(EvaluationError) in
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
      },
      moment: { states, _ throws(EvaluationError) in
        try observe([(states, 1)], modes, evolution)
      })
    guard isSmall else { return (record, []) }
    return (record, [try LayerDensity([(evolution.states, 1)], evolution).elements])
  }

  /// The electron's position at the start.
  func orbital() throws(EvaluationError) -> [Complex] {
    guard packet == .well else { return setup.packet }
    return try evaluating("the orbital of the well") {
      try WavePacket.well(in: chain, confinedSites: confinedSites, confinement: confinement)
    }
  }

  /// What is known of a mixture of superpositions. Collective.
  func observe(
    _ members: [(states: [SectorState], weight: Double)], _ modes: MagnonModes?,
    _ evolution: ChainEvolution
  ) throws(EvaluationError) -> Moment {
    var moments: ChainMoments?
    var sum = Moment.Sums(
      configurations: [Double](repeating: 0, count: configurationCount),
      chargeDensity: [Double](repeating: 0, count: setup.sites),
      energy: work.contains(.energy) ? EnergyMoments() : nil,
      layerEnergy: work.contains(.layerEnergy) ? 0 : nil,
      modes: modes.map { [Double](repeating: 0, count: $0.energies.count) })
    for (states, weight) in members {
      var rows: [[Double]] = []
      for state in states { rows.append(try evolution.rowWeights(state)) }
      let own = try ChainMoments(states, weights: rows, team: evolution.team)
      if members.count == 1, weight == 1 {
        moments = own
      } else {
        var both = moments ?? ChainMoments(spins: layer.spins)
        both.add(own, weight: weight)
        moments = both
      }
      for (state, rows) in zip(states, rows) {
        for (configuration, row) in zip(configurations(of: state.basis), rows) {
          sum.configurations[configuration] += weight * row
        }
        for (site, density) in try evolution.columnWeights(state).enumerated() {
          sum.chargeDensity[site] += weight * density
        }
        if work.contains(.energy) {
          sum.energy?.add(try evolution.energyMoments(state), weight: weight)
        }
        if let energy = sum.layerEnergy {
          sum.layerEnergy = energy + weight * (try evolution.layerEnergy(state, weights: rows))
        }
        if work.contains(.modes), let modes {
          for (mode, share) in try evolution.probabilities(of: modes, state).enumerated() {
            sum.modes?[mode] += weight * share
          }
        }
      }
    }
    return Moment(
      model: self, moments: moments ?? ChainMoments(spins: layer.spins),
      layer: isSingleFlip
        ? try SingleLayerState(members.flatMap(\.states), evolution)
        : try SingleLayerState(ofMixture: members, evolution), sums: sum)
  }

  /// The configuration of each row of a sector.
  private func configurations(of basis: SectorBasis) -> [Int] {
    basis.blocks.flatMap { block -> [Int] in
      guard isSingleFlip else {
        return block.first.states.map { Int($0) + (block.electron == 1 ? 0 : layer.stateCount) }
      }
      // All up; electron up and one spin lowered, the last one first; electron down.
      let first = block.electron == -1 ? configurationCount - 1 : block.first.lowering == 0 ? 0 : 1
      return block.rows.map { first + $0 - block.firstRow }
    }
  }
}
