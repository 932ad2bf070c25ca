import Numerics
import QuantumChains

/// One electron that passes one layer of localized spins, exactly.
struct SpinChainModel: TimeSeriesModel {
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
  var work = Work.energy

  /// What the electron starts in.
  enum Packet: String, CaseIterable, Sendable { case gaussian, well }

  static let name = "spin-chain"
  static let summary = "one electron and one layer of localized spins, exact: quantum spin torque"
  static let references: [Reference] = [.mondal]
  static let sharesPoints = true
  static let trustLimits = ["reflection_time"]
  static let restartVersion: Int? = 3

  var savedTimes: SavedTimes { setup.saved }

  var layer: SpinLayer {
    SpinLayer(
      firstSite: layerStart, spins: layerSpins, twiceSpin: Int((2 * localSpin).rounded()))
  }

  var chain: SpinChain { setup.chain(sdScale: sdScale, [layer]) }

  /// The electron's spin amplitudes up and down.
  private var spinor: [Complex] {
    let (sine, cosine) = Elementary.sineCosine(electronPolarAngle / 2)
    let phase = Elementary.sineCosine(electronAzimuth)
    // An angle of π is meant to be exactly down.
    return [Complex(cosine), Complex(sine * phase.cosine, sine * phase.sine)].map {
      $0.squaredMagnitude < 1e-30 ? .zero : $0
    }
  }

  /// The sectors that the electron's spin populates, with its amplitude.
  var sectors: [(basis: SectorBasis, amplitude: Complex)] {
    spinor.enumerated().filter { $0.element != .zero }.map { lowering, amplitude in
      (SectorBasis(chain, lowering: lowering), amplitude)
    }
  }

  /// In fs.
  var reflectionTime: Double {
    let front =
      packet == .well
      ? PacketFront(confinedTo: confinedSites, hopping: setup.couplings.hopping) : setup.front
    return front.reflectionTime(
      sites: setup.sites, spins: layer.firstSite...layer.sites.upperBound - 1)
  }
}
