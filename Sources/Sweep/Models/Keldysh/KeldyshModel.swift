import Macrospins
import Numerics

/// The noisy Landau-Lifshitz equation of a magnet in a spin-polarized current, with coefficients
/// from the Keldysh action of the electrons.
struct KeldyshModel: Model {
  var barrier = SpinDependentBarrier()
  /// n_e.
  var electrons = 1.5e5
  /// t_n in s.
  var duration = 1e-9
  /// Δμ_L and Δμ_R in J; they follow from n_e where neither is given.
  var spinBiasLeft: Double?
  var spinBiasRight: Double?
  /// In K.
  var electronTemperature = 0.0
  /// B in T.
  var field = 0.05
  /// Direction of the mean initial magnetization in rad.
  var fieldPolarAngle = 2.8
  var fieldAzimuth = 1.0
  /// In K.
  var initialTemperature = 1.0
  /// What acts besides the current.
  var surroundings = MagnetSurroundings()
  var noise = true
  var noiseForm = NoiseForm.appendix
  var calculus = NoiseCalculus.stratonovich
  var leads = LeadPairs.same
  var trajectories = 10_000
  /// In s.
  var timeStep = 1e-12
  /// Number of saved times, 0 for none.
  var times = 101
  var polarBins = 180
  /// Polar angle in rad of the magnetization whose noise is told.
  var noiseAngle = 2.8
  /// Number of frequencies at which the noise is told, 0 for none, from the lowest to the highest
  /// in Hz.
  var frequencies = 0
  var lowestFrequency = 0.0
  var highestFrequency = 3e14
  /// Where the density over directions is saved.
  var grid = DirectionGrid()
  /// Whether the density over directions is written.
  private(set) var wantsDensity = true
  var method = Method.ensemble
  /// Largest coefficient of the highest harmonics.
  var tolerance = 1e-9

  /// How distributions over time are computed.
  enum Method: String, CaseIterable, Sendable {
    /// From stochastic trajectories.
    case ensemble
    /// From the density itself.
    case fokkerPlanck = "fokker-planck"
  }

  static let name = "keldysh"
  static let summary = "spin-transfer torque and its quantum noise from the Keldysh action"
  static let isStochastic = true
  static let references: [Reference] = [.tassi, .philox, .boxMuller]
}

extension KeldyshModel {
  mutating func select(quantities: Set<String>?) {
    wantsDensity = quantities?.contains("density") ?? true
  }
}
