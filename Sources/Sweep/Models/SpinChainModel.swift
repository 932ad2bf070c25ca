import Macrospins
import Numerics
import QuantumChains
import TensorNetworks
import Units

/// One electron that passes one layer of localized spins, exactly.
struct SpinChainModel: Model {
  var setup = ChainSetup()
  /// N.
  var layerSpins = 5
  /// S.
  var localSpin = 0.5
  /// κ of the sd exchange σ · κS.
  var sdScale = 2.0
  /// Site of the first localized spin.
  var layerStart = 198
  var packet = Packet.gaussian
  var confinedSites = 10
  /// In eV.
  var confinement = 10.0
  /// Direction of the electron's spin in rad.
  var electronPolarAngle = Double.pi
  var electronAzimuth = 0.0
  var wantsEnergy = true

  /// What the electron starts in.
  enum Packet: String, CaseIterable, Sendable { case gaussian, well }

  static let name = "spin-chain"
  static let summary = "one electron and one layer of localized spins, exact: quantum spin torque"
  static let references: [Reference] = [.mondal]
  static let sharesPoints = true
  static let restartVersion: Int? = 1

  static let parameters: [Parameter<Self>] =
    ChainSetup.parameters.map { $0.held(at: \.setup) } + [
      .integer(
        "layer_spins", \.layerSpins, 1...60, "number N of localized spins",
        source: "Mondal et al., Fig. 1"),
      .number(
        "local_spin", \.localSpin, unit: .one, .positiveHalfInteger,
        "quantum number S of a localized spin; above 1/2 for a single one only",
        source: "Mondal et al., Appendix"),
      .number(
        "sd_scale", \.sdScale, unit: .one, .any,
        "factor kappa of the sd exchange sigma . kappa S; 2 gives Pauli matrices for S = 1/2",
        source: "Mondal et al., Eq. (3)"),
      .integer(
        "layer_start", \.layerStart, 1...1_000_000, "site of the first localized spin",
        source: "choice; Mondal et al. have them in the middle"),
      .choice(
        "packet", \.packet,
        "start of the electron: a Gaussian packet, or the lowest orbital of a well on the left",
        source: "Mondal et al., Eq. (4); Suresh et al., Eq. (21)"),
      .integer(
        "confined_sites", \.confinedSites, 1...1_000_000, "sites of the well, from the left end",
        source: "Suresh et al., Eq. (21)"),
      .number(
        "confinement", \.confinement, unit: .electronvolt, .positive, "depth of the well",
        source: "Suresh et al., Eq. (21)"),
      .number(
        "electron_polar_angle", \.electronPolarAngle, unit: .radian, .closed(-1000, 1000),
        "polar angle of the electron's spin from +z", source: "Mondal et al., Eq. (4)"),
      .number(
        "electron_azimuth", \.electronAzimuth, unit: .radian, .closed(-1000, 1000),
        "azimuth of the electron's spin from +x", source: "Mondal et al., Eq. (4)"),
    ]

  /// Everything at each saved time, one array a quantity.
  struct Outcome {
    var reflectionTime = 0.0
    var electronSpin: [Double] = []
    var localSpin: [Double] = []
    var entropy: [Double] = []
    var purity: [Double] = []
    var orbitalPurity: [Double] = []
    var configurations: [Double] = []
    var chargeDensity: [Double] = []
    var energy: [Double] = []
    var normError: [Double] = []
  }

  var layer: SpinLayer {
    SpinLayer(
      firstSite: layerStart, spins: layerSpins, twiceSpin: Int((2 * localSpin).rounded()))
  }

  var chain: SpinChain { setup.chain(sdScale: sdScale, [layer]) }

  mutating func select(quantities: Set<String>?) {
    wantsEnergy = quantities?.contains("energy") ?? true
  }

  var dimensions: [OwnDimension] {
    [
      .component, setup.timeDimension, setup.siteDimension,
      OwnDimension(
        "spin", unit: .one, "localized spin", values: (1...layerSpins).map(Double.init)),
      OwnDimension(
        "configuration", unit: .one, "spin of the electron and of the localized spins",
        values: configurations.indices.map(Double.init), labels: configurations.map(\.label)),
    ]
  }

  /// The configurations that a start with all localized spins up leads to: the electron up and at most
  /// one localized spin lowered, or down and none. The number counts the lowered spin from the last.
  private var configurations: [(label: String, electron: Int, lowered: Int?)] {
    let flips = layer.twiceSpin == 1 ? layerSpins : 1
    return [(label(1, nil), 1, nil)] + (0..<flips).map { (label(1, $0), 1, $0) }
      + [(label(-1, nil), -1, nil)]
  }

  private func label(_ electron: Int, _ lowered: Int?) -> String {
    let letter = electron == 1 ? "u" : "d"
    guard layer.twiceSpin == 1 else {
      let twice = layer.twiceSpin - (lowered == nil ? 0 : 2)
      return letter + ";" + (twice.isMultiple(of: 2) ? "\(twice / 2)" : "\(twice)/2")
    }
    var spins = [Character](repeating: "u", count: layerSpins)
    if let lowered { spins[layerSpins - 1 - lowered] = "d" }
    return letter + String(spins)
  }
}
