import Numerics
import Points
import Teams
import TensorNetworks

extension TDMRGModel {
  func evaluate(_ context: PointContext) throws(EvaluationError) -> Outcome {
    try evaluateWithTwin(context)
  }

  func evaluateQuantum(_ context: PointContext) throws(EvaluationError) -> Outcome {
    let (run, levels) = try started(context)
    let observations = try run.run { (save) throws(EvaluationError) in
      context.reached(run.share)
      try context.poll { sink in
        StartStage.evolution.save(levels, to: sink)
        save(sink)
      }
    }
    var record = TimeRecord(of: self)
    // Only the leader of a team has measured, and only its outcome counts.
    if context.team.isLeader {
      for observation in observations {
        record.append(
          try record.measure(Moment(model: self, observation: observation), of: Self.self))
      }
    }
    return Outcome(
      model: self, record: record, losses: observations.map(\.losses), levels: levels)
  }

  var schedule: PulseRun.Schedule {
    PulseRun.Schedule(
      end: savedTimes.end / timeUnit, count: savedTimes.values.count, step: timeStep)
  }

  /// The chain with all energies in units of γ.
  var chain: PulseChain {
    var chain = PulseChain()
    chain.sites = sites
    chain.layers = [layerStart...layerStart + layerSpins - 1]
    if layers == 2 {
      chain.layers.append(secondLayerStart...secondLayerStart + secondLayerSpins - 1)
    }
    chain.twiceSpin = twiceSpin
    chain.sitePotential = sitePotential.map { $0 / couplings.hopping }
    chain.bondHopping = bondHopping.map { $0 / couplings.hopping }
    chain.hubbardRepulsion = hubbardRepulsion / couplings.hopping
    chain.exchange = couplings.exchange / couplings.hopping
    chain.exchangeZ = couplings.exchangeZ / couplings.hopping
    chain.sdExchange = couplings.sdExchange / couplings.hopping
    chain.electrons = electrons
    chain.polarization = electronAxis
    chain.electronDirection = Vector3(polarAngle: electronPolarAngle, azimuth: electronAzimuth)
    // An angle of 0 or π is meant to be exactly along z.
    let transverse = chain.electronDirection
    if transverse.x * transverse.x + transverse.y * transverse.y < 1e-30 {
      chain.electronDirection = Vector3(0, 0, transverse.z < 0 ? -1 : 1)
    }
    if givenLayerDirection != nil || secondLayerDirection != .down {
      chain.spinDirections = zip(chain.layers, [layerDirection, secondLayerDirection]).map {
        $1.vectors($0.count)
      }
    }
    chain.confinedSites = confinedSites
    let field = electronAxis == .unpolarized ? 0 : electronField
    chain.wellDepth = (confinement + field) / couplings.hopping
    chain.electronField = field / couplings.hopping
    chain.start = start
    chain.layerStates = [layerState, secondLayerState]
    chain.layerField = layerField / couplings.hopping
    return chain
  }

  var scheme: TrotterScheme { order == 4 ? .fourth : .second }

  var rule: TruncationRule {
    TruncationRule(
      maximumBond: maximumBond, minimumBond: minimumBond, discardedWeight: truncation)
  }

  /// What ground states keep: all that is built on them needs them better than a time step is.
  var groundRule: TruncationRule {
    TruncationRule(
      maximumBond: maximumBond, minimumBond: minimumBond,
      discardedWeight: 1e-3 * truncation)
  }
}
