import Numerics
import TensorNetworks

/// A pulse of several electrons that hits localized spins, by time-dependent DMRG.
struct TDMRGModel: TimeSeriesModel {
  var sites = 75
  var couplings = ChainCouplings(sdExchange: 0.5)
  var layers = 1
  /// Localized spins of each layer.
  var layerSpins = 5
  /// Site of the first spin of the (first) layer; nil follows from the number of layers.
  var givenLayerStart: Int?
  /// Site of the first spin of the second layer.
  var secondLayerStart = 59
  /// Where the localized spins point at the start; nil follows from the number of layers.
  var givenLayerDirection: LayerDirection?
  var secondLayerDirection = LayerDirection.down
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

  static let name = "tdmrg"
  static let summary = "many electrons and localized spins by time-dependent DMRG"
  static let references: [Reference] = [.petrovic, .suresh, .barthelZhang]
  static let sharesPoints = true
  static let trustLimits = ["trusted_time"]
  static let restartVersion: Int? = 1

  /// Site of the first spin of the (first) layer: that of Petrović et al. for one layer; for two,
  /// the spacer of the one-electron spin valve of Suresh et al. in the middle of 112 sites.
  var layerStart: Int {
    get { givenLayerStart ?? (layers == 2 ? 51 : 36) }
    set { givenLayerStart = newValue }
  }

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
