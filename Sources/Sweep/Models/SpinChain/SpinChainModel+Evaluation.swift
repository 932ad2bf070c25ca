import Points
import Numerics
import QuantumChains
import Teams

extension SpinChainModel {
  func evaluate(_ context: PointContext) throws(EvaluationError) -> ChainOutcome {
    let sectors = self.sectors
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
      moment: { states, _ throws(EvaluationError) in try observe(states, evolution) })
    return ChainOutcome(reflectionTime: reflectionTime, record: record)
  }

  private func orbital() throws(EvaluationError) -> [Complex] {
    guard packet == .well else { return setup.packet }
    return try evaluating("the orbital of the well") {
      try WavePacket.well(in: chain, confinedSites: confinedSites, confinement: confinement)
    }
  }

  private func observe(
    _ states: [SectorState], _ evolution: ChainEvolution
  ) throws(EvaluationError) -> Moment {
    var weights: [[Double]] = []
    for state in states { weights.append(try evolution.rowWeights(state)) }
    var moment = Moment(
      moments: try ChainMoments(states, weights: weights, team: evolution.team),
      layer: try SingleLayerState(states, evolution),
      configurations: probabilities(states, weights),
      chargeDensity: [Double](repeating: 0, count: setup.sites),
      energy: work.contains(.energy) ? EnergyMoments() : nil)
    for state in states {
      for (site, weight) in try evolution.columnWeights(state).enumerated() {
        moment.chargeDensity[site] += weight
      }
      if work.contains(.energy) { moment.energy? += try evolution.energyMoments(state) }
    }
    return moment
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
}
