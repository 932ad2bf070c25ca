import Numerics
import QuantumChains

/// One electron that passes one layer of localized spins, exactly.
struct SpinChainModel: TwinnedModel {
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
  /// Where the localized spins point at the start.
  var layerDirection = LayerDirection.up
  /// Electrons that pass one after the other.
  var successiveElectrons = 1
  /// Polar angle and azimuth of each of their spins in rad; empty: all as above.
  var electronDirections: [[Double]] = []
  /// Lowest levels of each sector in the spectrum.
  var levels = 12
  /// In eV.
  var degeneracyWidth = 0.003
  var twin = TwinRequest()
  var work: Work = work(forAll: nil)

  /// What the electron starts in.
  enum Packet: String, CaseIterable, Sendable { case gaussian, well }

  static let name = "spin-chain"
  static let summary = "one electron and one layer of localized spins, exact: quantum spin torque"
  static let references: [Reference] = [.mondal]
  static let sharesPoints = true
  static let trustLimits = ["reflection_time"]
  static let restartVersion: Int? = 3

  var savedTimes: SavedTimes { setup.saved }
  var spinCount: Int { layerSpins }

  var layer: SpinLayer {
    SpinLayer(
      firstSite: layerStart, spins: layerSpins, twiceSpin: Int((2 * localSpin).rounded()))
  }

  var chain: SpinChain { setup.chain(sdScale: sdScale, [layer]) }

  /// The spin amplitudes up and down of one of the electrons, counted from 0.
  func spinor(ofElectron electron: Int) -> [Complex] {
    let angles =
      electronDirections.isEmpty
      ? [electronPolarAngle, electronAzimuth] : electronDirections[electron]
    let (sine, cosine) = Elementary.sineCosine(angles[0] / 2)
    let phase = Elementary.sineCosine(angles[1])
    // An angle of π is meant to be exactly down.
    return [Complex(cosine), Complex(sine * phase.cosine, sine * phase.sine)].map {
      $0.squaredMagnitude < 1e-30 ? .zero : $0
    }
  }

  /// The sectors that the electron's spin populates, with its amplitude.
  var sectors: [(basis: SectorBasis, amplitude: Complex)] {
    spinor(ofElectron: 0).enumerated().filter { $0.element != .zero }.map { lowering, amplitude in
      (SectorBasis(chain, lowering: lowering), amplitude)
    }
  }

  /// Whether one electron meets a layer that is up, so that at most one quantum goes to it: few
  /// sectors, each with few states.
  var isSingleFlip: Bool { successiveElectrons == 1 && layerDirection == .up }

  /// Most product states of a layer of which every one may be populated.
  static let largestLayer = 64

  /// Whether every state of the layer can be dealt with.
  var isSmall: Bool {
    layer.twiceSpin == 1 ? layerSpins <= 6 : layer.twiceSpin < Self.largestLayer
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
