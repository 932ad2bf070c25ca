import Glibc
import Numerics
import TensorNetworks

/// A pulse of several electrons that hits localized spins, by time-dependent DMRG.
struct TDMRGModel: TwinnedModel {
  var sites = 75
  var couplings = ChainCouplings(sdExchange: 0.5)
  /// ε_i, g_i and U in eV; lists are empty where the chain is uniform.
  var sitePotential: [Double] = []
  var bondHopping: [Double] = []
  var hubbardRepulsion = 0.0
  var layers = 1
  /// Localized spins of each layer; of the first if the second has another number.
  var layerSpins = 5
  /// Localized spins of the second layer; nil follows from the first.
  var givenSecondLayerSpins: Int?
  /// S.
  var localSpin = 0.5
  /// Site of the first spin of the (first) layer; nil follows from the number of layers.
  var givenLayerStart: Int?
  /// Site of the first spin of the second layer.
  var secondLayerStart = 59
  /// Where the localized spins point at the start; nil follows from the number of layers.
  var givenLayerDirection: LayerDirection?
  var secondLayerDirection = LayerDirection.down
  var start = PulseChain.Start.pulse
  var layerState = PulseChain.LayerState.product
  var secondLayerState = PulseChain.LayerState.product
  /// In eV.
  var layerField = 0.0
  /// N_e.
  var electrons = 8
  var electronAxis = PulseChain.Electrons.alongZ
  /// In rad.
  var electronPolarAngle = 0.0
  var electronAzimuth = 0.0
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
  var savedTimes = SavedTimes(end: 15, count: 31)
  /// Times the lattice constant.
  var waveNumbers = [Double.pi / 6, .pi / 2]
  var twin = TwinRequest()
  var work: PulseMeasurements = [.layers, .correlations]
  /// Whether the job names the quantities that it wants.
  var namesQuantities = false

  static let name = "tdmrg"
  static let summary = "many electrons and localized spins by time-dependent DMRG"
  static let references: [Reference] = [.petrovic, .suresh, .barthelZhang]
  static let sharesPoints = true
  static let trustLimits = ["trusted_time"]
  static let restartVersion: Int? = 3

  /// Site of the first spin of the (first) layer: that of Petrović et al. for one layer; for two,
  /// the spacer of the one-electron spin valve of Suresh et al. in the middle of 112 sites.
  var layerStart: Int {
    get { givenLayerStart ?? (layers == 2 ? 51 : 36) }
    set { givenLayerStart = newValue }
  }

  /// Localized spins of the second layer.
  var secondLayerSpins: Int {
    get { givenSecondLayerSpins ?? layerSpins }
    set { givenSecondLayerSpins = newValue }
  }

  /// Localized spins of all layers.
  var spinCount: Int { layerSpins + (layers == 2 ? secondLayerSpins : 0) }

  var twiceSpin: Int { Int((2 * localSpin).rounded()) }

  /// Number of product states of all localized spins.
  var layerStates: Double { pow(Double(twiceSpin + 1), Double(spinCount)) }

  /// Where the spins of the (first) layer point at the start: down for one layer; up for two, of
  /// which the second is down.
  var layerDirection: LayerDirection {
    get { givenLayerDirection ?? (layers == 2 ? .up : .down) }
    set { givenLayerDirection = newValue }
  }

  /// Whether the sum of all spins along z is sharp, so that tensors fall into more blocks.
  var conservesSpin: Bool { chain.conservesSpin }

  /// ħ/γ in fs.
  var timeUnit: Double {
    PhysicalConstants.reducedPlanckElectronvoltFemtosecond / couplings.hopping
  }
}
