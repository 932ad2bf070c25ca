import Numerics
import QuantumChains
import Teams

/// One electron that passes two layers of localized spins, exactly, and how it entangles them.
struct SpinValveModel: TwinnedModel {
  var setup = {
    var setup = ChainSetup()
    setup.sites = 201
    setup.couplings.sdExchange = 0.5
    setup.packetCenter = 25
    setup.packetWaveNumber = Double.pi / 2
    setup.saved = SavedTimes(end: 60, count: 61)
    return setup
  }()
  /// Localized spins of each layer.
  var layerSpins = 4
  /// Site of the first spin of the polarizer.
  var polarizerStart = 61
  /// Sites between the layers.
  var spacerSites = 26
  var electronSpinState = ElectronState.unpolarized
  /// Where the localized spins point at the start.
  var polarizerDirection = LayerDirection.up
  var analyzerDirection = LayerDirection.down
  /// Of the layers' Gibbs state in K; at 0 K a field however weak selects the polarized states.
  var temperature = 0.0
  /// h in eV.
  var gibbsBias = 0.0
  /// Nil for none.
  var flipCutoff: Int?
  var supportCutoff = 1e-12
  var waveNumbers = [Double.pi / 6, Double.pi / 2]
  /// In fs; nil for no correlators of two times.
  var correlatorStep: Double?
  /// Of probe pulses in fs, and their width; none if empty.
  var probeTimes: [Double] = []
  var probeWidth = 2.0
  /// In eV.
  var frequencies = [0.0, 0.1, 0.2, 0.3, 0.4]
  /// Such as "uudd|dduu".
  var densityMatrixElements: [String] = []
  var bath = BathSetup()
  var twin = TwinRequest()
  var work: Work = work(forAll: nil)

  /// The electron's spin at the start.
  enum ElectronState: String, CaseIterable, Sendable {
    case unpolarized, up, down

    var spins: [Int] {
      switch self {
      case .unpolarized: [1, -1]
      case .up: [1]
      case .down: [-1]
      }
    }
  }

  static let name = "spin-valve"
  static let summary = "one electron and two layers of localized spins, exact: their entanglement"
  static let isStochastic = true
  static let references: [Reference] = [.suresh, .nathanRudner, .philox]
  static let sharesPoints = true
  static let trustLimits = ["reflection_time"]
  static let restartVersion: Int? = 3

  var savedTimes: SavedTimes { setup.saved }
  var spinCount: Int { 2 * layerSpins }

  var chain: SpinChain { setup.chain([polarizer, analyzer]) }
  var polarizer: SpinLayer { SpinLayer(firstSite: polarizerStart, spins: layerSpins) }
  var analyzer: SpinLayer {
    SpinLayer(firstSite: polarizerStart + layerSpins + spacerSites, spins: layerSpins)
  }
  /// Nil for none.
  var cutoff: Int? { flipCutoff.flatMap { $0 >= layerSpins ? nil : $0 } }

  /// In fs.
  var reflectionTime: Double {
    setup.front.reflectionTime(
      sites: setup.sites, spins: polarizer.firstSite...analyzer.sites.upperBound - 1)
  }

  /// Eigenstates of a layer with less probability are left out of the partial transpose.
  var leastProbability: Double { layerSpins > 4 ? supportCutoff : 0 }

  /// States of one layer that are kept.
  var layerStates: Int {
    let most = temperature > 0 ? layerSpins : (cutoff ?? layerSpins)
    return (0...most).reduce(0) { $0 + binomial(layerSpins, $1) }
  }

  /// The mixture that the valve starts in.
  ///
  /// - Throws: `EvaluationError.failed` if an eigenvalue problem fails.
  func starts() throws(EvaluationError) -> [ValveStart] {
    guard temperature > 0 else {
      return ValveStart.mixture(
        electrons: electronSpinState.spins,
        LayerGibbsState(polarized: polarizer, down: startsDown[0]),
        LayerGibbsState(polarized: analyzer, down: startsDown[1]))
    }
    func gibbs(_ layer: SpinLayer, bias: Double) throws(EvaluationError) -> LayerGibbsState {
      try evaluating("the Gibbs state") {
        try LayerGibbsState(
          layer, exchange: setup.couplings.exchange, exchangeZ: setup.couplings.exchangeZ,
          bias: bias,
          temperature: temperature)
      }
    }
    return ValveStart.mixture(
      electrons: electronSpinState.spins,
      try gibbs(polarizer, bias: startsDown[0] ? -gibbsBias : gibbsBias),
      try gibbs(analyzer, bias: startsDown[1] ? -gibbsBias : gibbsBias))
  }

  /// The layers' states that are kept.
  var pair: LayerPair {
    guard isCollinear else { return LayerPair(chain, conserving: false) }
    guard temperature == 0, let cutoff else { return LayerPair(chain, startsDown: startsDown) }
    return LayerPair(
      chain,
      keeping: startsDown.map { $0 ? layerSpins - cutoff...layerSpins : 0...cutoff },
      startsDown: startsDown)
  }

  private var directions: [LayerDirection] { [polarizerDirection, analyzerDirection] }

  /// Whether each layer is up or down at the start, so that S_z is sharp and flips are counted from
  /// there.
  var isCollinear: Bool { directions.allSatisfy { $0 == .up || $0 == .down } }

  /// Whether all spins of a layer are down at the start.
  var startsDown: [Bool] { directions.map { $0 == .down } }

  /// The direction of each spin of each layer at the start.
  var spinDirections: [[Vector3]] { directions.map { $0.vectors(layerSpins) } }

  /// The mixture that a valve starts in whose layers do not point along z.
  var superpositions: SuperposedMixture {
    let layers = zip(directions, [polarizer, analyzer]).map { $0.state(of: $1) }
    let spins = electronSpinState.spins
    return SuperposedMixture(
      spins.map {
        SuperposedStart(
          spinor: $0 == 1 ? [.one, .zero] : [.zero, .one], layers: layers,
          weight: 1 / Double(spins.count))
      }, chain)
  }
}
