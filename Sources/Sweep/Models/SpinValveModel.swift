import Numerics
import QuantumChains
import TensorNetworks
import Units

/// One electron that passes two layers of localized spins, exactly, and how it entangles them.
struct SpinValveModel: Model {
  var setup = {
    var setup = ChainSetup()
    setup.sites = 201
    setup.sdExchange = 0.5
    setup.packetCentre = 25
    setup.packetWaveNumber = Double.pi / 2
    setup.endTime = 60
    setup.times = 61
    return setup
  }()
  /// Localized spins of each layer.
  var layerSpins = 4
  /// Site of the first spin of the polarizer.
  var polarizerStart = 61
  /// Sites between the layers.
  var spacerSites = 26
  var electronSpinState = ElectronState.unpolarized
  /// Of the layers' Gibbs state in K; 0 for the polarized states.
  var temperature = 0.0
  /// h in eV.
  var gibbsBias = 0.0
  /// 0 for none.
  var flipCutoff = 0
  var supportCutoff = 1e-12
  var waveNumbers = [Double.pi / 6, Double.pi / 2]
  var bath = BathSetup()
  var wanted = SpinValveWork(quantities: nil)

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
  static let references: [Reference] = [.suresh]
  static let sharesPoints = true
  static let restartVersion: Int? = 1

  static let parameters: [Parameter<Self>] =
    ChainSetup.parameters.map { $0.held(at: \.setup) } + [
      .integer(
        "layer_spins", \.layerSpins, 1...30, "number of localized spins of each layer",
        source: "Suresh et al., Sec. III"),
      .integer(
        "polarizer_start", \.polarizerStart, 1...1_000_000,
        "site of the first spin of the polarizer FM_p", source: "choice; open in Suresh et al."),
      .integer(
        "spacer_sites", \.spacerSites, -1_000_000...1_000_000,
        "sites N_NM without localized spins between the layers",
        source: "choice; open in Suresh et al."),
      .choice(
        "electron_spin_state", \.electronSpinState,
        "spin of the electron at the start; unpolarized is a mixture of up and down",
        source: "Suresh et al., Eq. (10)"),
      .number(
        "temperature", \.temperature, unit: .kelvin, .nonNegative,
        "temperature of the layers' Gibbs state at the start; 0: polarizer up, analyzer down",
        source: "Suresh et al., Eqs. (10), (12)"),
      .number(
        "gibbs_bias", \.gibbsBias, unit: .electronvolt, .any,
        "field h that adds -h sigma_z in the polarizer and +h sigma_z in the analyzer to the Gibbs "
          + "state's energy, and to nothing else; without it that state has no magnetisation",
        source: "not in Suresh et al., whose Fig. 3(d) needs it"),
      .integer(
        "flip_cutoff", \.flipCutoff, 0...30,
        "most spins of a layer that may differ in number from those flipped at the start (0: all)",
        source: "numerics; 'truncated_weight' is its measure"),
      .number(
        "support_cutoff", \.supportCutoff, unit: .one, .closed(0, 1e-2),
        "eigenstates of a layer with less probability are left out of the partial transpose; unused "
          + "for up to 4 spins a layer, where that saves little",
        source: "numerics; the negativity can only become smaller"),
      .numbers(
        "wave_numbers", \.waveNumbers, unit: .one, .closed(-1000, 1000),
        "wave numbers of the quantum Fisher information, times the lattice constant",
        source: "Suresh et al., Fig. 7"),
    ] + BathSetup.parameters.map { $0.held(at: \.bath) }

  var chain: SpinChain { setup.chain([polarizer, analyzer]) }
  var polarizer: SpinLayer { SpinLayer(firstSite: polarizerStart, spins: layerSpins) }
  var analyzer: SpinLayer {
    SpinLayer(firstSite: polarizerStart + layerSpins + spacerSites, spins: layerSpins)
  }
  /// Nil for none.
  var cutoff: Int? { flipCutoff == 0 || flipCutoff >= layerSpins ? nil : flipCutoff }

  mutating func select(quantities: Set<String>?) { wanted = SpinValveWork(quantities: quantities) }

  var dimensions: [OwnDimension] {
    [
      .component, setup.timeDimension, setup.siteDimension,
      OwnDimension(
        "spin", unit: .one, "localized spin, first those of the polarizer",
        values: (1...2 * layerSpins).map(Double.init)),
      OwnDimension(
        "wave_number", unit: .one, "wave number, times the lattice constant", values: waveNumbers),
      OwnDimension(
        "magnons", unit: .one, "spins flipped from polarizer up, analyzer down",
        values: (0...2 * layerSpins).map(Double.init)),
    ]
  }
}

/// What a point has to compute, from the quantities that are written.
struct SpinValveWork: Sendable {
  /// Reduced states of the layers.
  let layers: Bool
  let negativity: Bool
  let exactFisherInformation: Bool
  let energy: Bool

  init(quantities: Set<String>?) {
    func wants(_ names: String...) -> Bool {
      guard let quantities else { return true }
      return names.contains { quantities.contains($0) || quantities.contains($0 + "_error") }
    }
    negativity = wants("logarithmic_negativity", "negativity_dropped_weight")
    exactFisherInformation = wants("exact_fisher_information")
    layers =
      wants(
        "entropy_layers", "entropy_polarizer", "entropy_analyzer", "mutual_information", "purity")
      || negativity || exactFisherInformation
    energy = wants("energy")
  }
}
