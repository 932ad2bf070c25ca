import Numerics
import Points
import Teams
import TensorNetworks
import Units

/// A pulse of several electrons that hits localized spins, by time-dependent DMRG.
struct TDMRGModel: Model {
  var sites = 75
  /// γ, J, J_z and J_sd in eV.
  var hopping = 1.0
  var exchange = 0.1
  var exchangeZ = 0.1005
  var sdExchange = 0.5
  var layers = 1
  /// Localized spins of each layer.
  var layerSpins = 5
  /// Site of the first spin of the (first) layer; nil follows from the number of layers.
  var givenLayerStart: Int?
  /// Site of the first spin of the second layer.
  var secondLayerStart = 59
  /// N_e.
  var electrons = 8
  var electronAxis = PulseChain.Electrons.alongZ
  var confinedSites = 10
  /// V and |gμ_B B_e| in eV.
  var confinement = 10.0
  var electronField = 100.0
  /// In ħ/γ.
  var timeStep = 0.1
  var order = 2
  var maximumBond = 400
  var minimumBond = 1
  var truncation = 1e-7
  var discardedWeightBudget = 1e-3
  /// In fs.
  var endTime = 15.0
  var times = 31

  static let name = "tdmrg"
  static let summary = "many electrons and localized spins by time-dependent DMRG"
  static let references: [Reference] = [.petrovic, .suresh]
  static let sharesPoints = true
  static let restartVersion: Int? = 1

  /// Site of the first spin of the (first) layer: that of Petrović et al. for one layer; for two, the
  /// spacer of the one-electron spin valve of Suresh et al. in the middle of 112 sites.
  var layerStart: Int {
    get { givenLayerStart ?? (layers == 2 ? 51 : 36) }
    set { givenLayerStart = newValue }
  }

  /// ħ/γ in fs.
  var timeUnit: Double { PhysicalConstants.reducedPlanckElectronvoltFemtosecond / hopping }

  /// The saved times in fs; one if the end is 0.
  var savedTimes: [Double] {
    guard endTime > 0 else { return [0] }
    return (0..<times).map {
      $0 == times - 1 ? endTime : endTime * Double($0) / Double(times - 1)
    }
  }

  var schedule: PulseRun.Schedule {
    PulseRun.Schedule(
      end: endTime / timeUnit, count: savedTimes.count, step: timeStep)
  }

  /// The chain with all energies in units of γ.
  var chain: PulseChain {
    var chain = PulseChain()
    chain.sites = sites
    chain.layers = (layers == 2 ? [layerStart, secondLayerStart] : [layerStart]).map {
      $0...$0 + layerSpins - 1
    }
    chain.exchange = exchange / hopping
    chain.exchangeZ = exchangeZ / hopping
    chain.sdExchange = sdExchange / hopping
    chain.electrons = electrons
    chain.polarization = electronAxis
    chain.confinedSites = confinedSites
    chain.wellDepth =
      (confinement + (electronAxis == .unpolarized ? 0 : electronField)) / hopping
    return chain
  }

  var scheme: TrotterScheme { order == 4 ? .fourth : .second }

  var rule: TruncationRule {
    TruncationRule(
      maximumBond: maximumBond, minimumBond: minimumBond, discardedWeight: truncation)
  }

  var dimensions: [OwnDimension] {
    [
      .component,
      OwnDimension(
        "time", unit: .femtosecond, "time since the electrons were released", values: savedTimes),
      OwnDimension(
        "site", unit: .one, "site of the chain", values: (1...sites).map(Double.init)),
      OwnDimension(
        "spin", unit: .one, "localized spin, counted from the left",
        values: (1...layers * layerSpins).map(Double.init)),
      OwnDimension(
        "bond", unit: .one, "bond, by the site on its left; a localized spin is on its site's side",
        values: (1..<sites).map(Double.init)),
    ]
  }

  func evaluate(_ context: PointContext) throws(EvaluationError) -> Outcome {
    let evolution = try PulseEvolution(chain, scheme: scheme, rule: rule, team: context.team)
    let run = try PulseRun(evolution, schedule: schedule, restart: context.restart)
    let observations = try run.run { (save) throws(EvaluationError) in
      context.reached(run.share)
      try context.poll(saving: save)
    }
    return Outcome(model: self, observations: observations)
  }

  /// What was measured at the saved times.
  struct Outcome {
    let model: TDMRGModel
    let observations: [PulseObservation]
  }
}
