import Macrospins
import Numerics
import QuantumChains
import Teams
import TensorNetworks

/// The inputs of a file `chain_layer_*.json` or `chain_valve_*.json`.
struct ChainInputs: Decodable {
  let sites: Int
  let hopping, sdExchange: Double
  let exchange, exchangeZ, sdScale, localSpin: Double?
  let packetCenter, packetWaveNumber, packetWidth: Double
  let spinSites, polarizerSites, analyzerSites: [Int]?
  let electronSpin: String?
  let temperature, bias: Double?

  var chain: SpinChain {
    SpinChain(
      sites: sites, hopping: hopping, exchange: exchange ?? 0, exchangeZ: exchangeZ ?? 0,
      sdExchange: sdExchange, sdScale: sdScale ?? 2,
      layers: [spinSites, polarizerSites, analyzerSites].compactMap { $0 }.map {
        SpinLayer(firstSite: $0[0], spins: $0.count, twiceSpin: localSpin.map { Int(2 * $0) } ?? 1)
      })
  }

  var packet: [Complex] {
    WavePacket.gaussian(
      sites: sites, center: packetCenter, waveNumber: packetWaveNumber, width: packetWidth)
  }

  /// Amplitudes of the electron's spin up and down.
  var spinor: [Double] {
    let half = 0.5
    return electronSpin == "-z" ? [0, 1] : [half.squareRoot(), half.squareRoot()]
  }
}

/// A file `chain_layer_*.json`.
struct SingleLayerFile: Decodable {
  struct Outputs: Decodable {
    let times: [Double]
    let electronSpin: [[Double]]
    let localSpins: [[[Double]]]
    let purity, orbitalPurity: [Double]
    let energy: [Double]?
    let probabilities: [[Double]]
  }

  let inputs: ChainInputs
  let outputs: Outputs
}

/// A spin valve over time in the reference files.
struct ValveReference: Decodable {
  let times: [Double]?
  let localSpins: [[Double]]
  let logarithmicNegativity: [Double]
  let entropyLayers, entropyPolarizer, entropyAnalyzer, mutualInformation: [Double]?
  let purity, wStateFidelity, energy, electronSpin: [Double]?
  let magnonProbabilities: [[Double]]
  let fisherInformationSixth, fisherInformationHalf: [Double]
}

/// A file with the electron up, down and unpolarized.
struct ValveFile: Decodable {
  struct Outputs: Decodable {
    let times: [Double]
    let up, down, unpolarized: ValveReference
  }
  let inputs: ChainInputs
  let outputs: Outputs
}

/// A file with layers in a Gibbs state.
struct GibbsFile: Decodable {
  let inputs: ChainInputs
  let outputs: ValveReference
}

/// A file with layers of several sizes.
struct GrowthFile: Decodable {
  let outputs: [String: ValveReference]
}

/// What a spin valve gives over time, as the reference files have it.
struct ValveSeries {
  var spins: [[Double]] = []
  var electron: [Double] = []
  var negativity: [Double] = []
  var entropyLayers: [Double] = []
  var entropyPolarizer: [Double] = []
  var entropyAnalyzer: [Double] = []
  var purity: [Double] = []
  var magnons: [[Double]] = []
  var wStateFidelity: [Double] = []
  var fisher: [[Double]] = []
  var energy: [Double] = []
  var norm: [Double] = []
  var truncatedWeight: [Double] = []

  /// Runs a mixture through saved times, the first of which is 0.
  init(
    _ chain: SpinChain, _ packet: [Complex], _ starts: [ValveStart], times: [Double],
    flipCutoff: Int? = nil, supportCutoff: Double = 0, tolerance: Double = 1e-12,
    entanglement: Bool = true, team: any RankTeam = LoneRank()
  ) throws {
    let evolution = try ChainEvolution(
      chain, starts.map { $0.basis(chain, flipCutoff: flipCutoff) }, team: team)
    for (state, start) in zip(evolution.states, starts) { start.set(state, orbital: packet) }
    let pair = LayerPair(chain)
    var series = ValveSeries()
    func observe(_ time: Int, _ states: [SectorState]) throws(EvaluationError) {
      var sum = ValveObservables(pair)
      for (state, start) in zip(states, starts) {
        try sum.add(state, start, flipCutoff: flipCutoff, in: evolution, withEnergy: true)
      }
      try evaluating {
        try series.append(
          sum, entanglement ? evolution.layers(states, weights: starts.map(\.weight), pair) : nil,
          supportCutoff)
      }
    }
    try observe(0, evolution.states)
    try evolution.run(
      through: times, toleranceRate: tolerance / max(times.last ?? 1, 1),
      poll: {}, observe: observe)
    self = series
  }

  private init() {}

  private mutating func append(
    _ sum: ValveObservables, _ layers: PureStateEnsemble?, _ cutoff: Double
  ) throws {
    spins.append(sum.moments.localSpins.map(\.z))
    electron.append(sum.moments.electronSpin.z)
    norm.append(sum.moments.norm)
    magnons.append(sum.magnonProbabilities(spins: sum.pair.chain.spins))
    wStateFidelity.append(sum.wStateFidelity)
    truncatedWeight.append(sum.truncatedWeight)
    energy.append(sum.energy)
    fisher.append(
      [Double.pi / 6, .pi / 2].map { sum.fisherInformation(waveNumber: $0) })
    guard let layers else { return }
    let summary = try EntanglementSummary(of: layers, supportCutoff: cutoff)
    negativity.append(summary.logarithmicNegativity ?? .nan)
    entropyLayers.append(summary.entropyAB)
    entropyPolarizer.append(summary.entropyA)
    entropyAnalyzer.append(summary.entropyB)
    purity.append(summary.purity)
  }

  /// The largest difference to a reference.
  func distance(to other: ValveReference) -> Double {
    var worst = largestDifference(spins.flatMap { $0 }, other.localSpins.flatMap { $0 })
    func compare(_ mine: [Double], _ theirs: [Double]?) {
      guard let theirs else { return }
      worst = max(worst, largestDifference(mine, theirs))
    }
    compare(electron, other.electronSpin)
    compare(magnons.flatMap { $0 }, other.magnonProbabilities.flatMap { $0 })
    compare(wStateFidelity, other.wStateFidelity)
    compare(energy, other.energy)
    compare(fisher.map { $0[0] }, other.fisherInformationSixth)
    compare(fisher.map { $0[1] }, other.fisherInformationHalf)
    guard !negativity.isEmpty else { return worst }
    compare(negativity, other.logarithmicNegativity)
    compare(entropyLayers, other.entropyLayers)
    compare(entropyPolarizer, other.entropyPolarizer)
    compare(entropyAnalyzer, other.entropyAnalyzer)
    compare(purity, other.purity)
    let information = entropyLayers.indices.map {
      entropyPolarizer[$0] + entropyAnalyzer[$0] - entropyLayers[$0]
    }
    compare(information, other.mutualInformation)
    return worst
  }
}

/// The largest difference of two lists, infinite if one is longer.
func largestDifference(_ a: [Double], _ b: [Double]) -> Double {
  guard a.count == b.count else { return .infinity }
  return zip(a, b).reduce(0) { max($0, abs($1.0 - $1.1)) }
}

extension ValveStart {
  /// The polarizer up, the analyzer down.
  static func polarized(_ chain: SpinChain, electrons: [Int]) -> [ValveStart] {
    mixture(
      electrons: electrons, LayerGibbsState(polarized: chain.layers[0], down: false),
      LayerGibbsState(polarized: chain.layers[1], down: true))
  }
}
