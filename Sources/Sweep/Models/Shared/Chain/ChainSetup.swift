import Base
import Numerics
import QuantumChains
import Units

/// What all exact chains have: the chain, the packet, and the saved times.
struct ChainSetup: Sendable {
  var sites = 400
  var couplings = ChainCouplings(sdExchange: 0.1)
  /// x₀ in sites, k and δk times the lattice constant.
  var packetCenter = 150.0
  var packetWaveNumber = 0.1
  var packetWidth = 0.2
  var saved = SavedTimes(end: 200, count: 81)
  var tolerance = 1e-12

  static let parameters: [Parameter<ChainSetup>] =
    [
      .integer(
        "sites", \.sites, 2...1_000_000, "length L_x of the chain; sites are numbered from 1",
        source: "Mondal et al., Fig. 1; Suresh et al., Sec. III")
    ]
    + ChainCouplings.parameters(source: "Mondal et al., Eq. (3)").map { $0.held(at: \.couplings) }
    + packetParameters
    + SavedTimes.parameters(source: "Mondal et al., Fig. 3").map { $0.held(at: \.saved) } + [
      .number(
        "tolerance", \.tolerance, unit: .one, .closed(1e-15, 1e-2),
        "largest error of the state at the end, as a distance in Hilbert space",
        source: "numerics")
    ]

  private static let packetParameters: [Parameter<ChainSetup>] = [
    .number(
      "packet_center", \.packetCenter, unit: .one, .any, "center x_0 of the Gaussian packet",
      source: "Suresh et al., Eq. (11)"),
    .number(
      "packet_wave_number", \.packetWaveNumber, unit: .one, .closed(-1000, 1000),
      "wave number k_x of the Gaussian packet, times the lattice constant",
      source: "Mondal et al., Eq. (4)"),
    .number(
      "packet_width", \.packetWidth, unit: .one, .positive,
      "width delta k_x of the Gaussian packet: |psi|^2 has the standard deviation 1/delta k_x",
      source: "Mondal et al., Eq. (4)"),
  ]

  /// Error that each fs may add.
  var toleranceRate: Double { saved.end > 0 ? tolerance / saved.end : tolerance }

  var timeDimension: OwnDimension {
    saved.dimension("time since the electron was set free")
  }

  var siteDimension: OwnDimension { .site(of: sites) }

  func chain(sdScale: Double = 2, _ layers: [SpinLayer]) -> SpinChain {
    SpinChain(
      sites: sites, hopping: couplings.hopping, exchange: couplings.exchange,
      exchangeZ: couplings.exchangeZ, sdExchange: couplings.sdExchange, sdScale: sdScale,
      layers: layers)
  }

  var packet: [Complex] {
    WavePacket.gaussian(
      sites: sites, center: packetCenter, waveNumber: packetWaveNumber, width: packetWidth)
  }

  var front: PacketFront {
    PacketFront(
      center: packetCenter, waveNumber: packetWaveNumber, width: packetWidth,
      hopping: couplings.hopping, isCut: weightOffChain > Self.toldWeightOffChain)
  }

  /// Share of the packet beyond the ends of the chain, which is cut off.
  private var weightOffChain: Double {
    WavePacket.weightOffChain(sites: sites, center: packetCenter, width: packetWidth)
  }

  /// From which share on it is told that a packet is cut.
  private static let toldWeightOffChain = 0.05
  /// The largest share: of what is left one cannot say that it is the packet that was described.
  private static let largestWeightOffChain = 0.9

  /// Nil if there is enough of the packet on the chain.
  var packetConflict: Conflict? {
    guard weightOffChain > Self.largestWeightOffChain else { return nil }
    return Conflict("packet_center", "\(cut); at most 90 % may be")
  }

  /// What to say if an end of the chain cuts the packet.
  var cutPacketCaution: Caution? {
    guard weightOffChain > Self.toldWeightOffChain else { return nil }
    return Caution(
      "\(cut); the rest is normalized, its sharp edge has all energies of the band")
  }

  private var cut: String {
    "\(Format.significant(100 * weightOffChain, 3)) % of the packet is off the chain (sites 1 to "
      + "\(sites)): it is centered on \(plain(packetCenter)) with a standard deviation of "
      + "\(Format.significant(1 / packetWidth, 3)) sites"
  }

  /// Nil if a layer lies on the chain.
  func conflict(_ layer: SpinLayer, called name: String, parameter: String) -> Conflict? {
    guard layer.firstSite < 1 || layer.sites.upperBound - 1 > sites else { return nil }
    return Conflict(
      parameter,
      "\(name) takes the sites \(layer.firstSite) to \(layer.sites.upperBound - 1), but the chain "
        + "has the sites 1 to \(sites)")
  }

  /// Nil if the phases of the eigenstates can be followed to the end.
  func phaseConflict(_ chain: SpinChain) -> Conflict? {
    let phase = ChainEvolution.largestPhase(chain, after: saved.end)
    // Energies that overflow are no numbers here.
    guard !(phase <= Double(UInt32.max)) else { return nil }
    let energies = [
      ("hopping", couplings.hopping), ("exchange", couplings.exchange),
      ("exchange_z", couplings.exchangeZ), ("sd_exchange", couplings.sdExchange),
    ]
    let largest = energies.max { abs($0.1) < abs($1.1) } ?? energies[0]
    return Conflict(
      abs(largest.1) > 1000 ? largest.0 : "end_time",
      "with '\(largest.0)' = \(plain(largest.1)) eV and 'end_time' = \(plain(saved.end)) fs "
        + "phases reach \(Format.significant(phase, 2)) rad, far more than can be computed")
  }

  /// What to say if the run is too short for anything to happen.
  func caution(shorterThanPeriodsOf chain: SpinChain) -> Caution? {
    // The fastest oscillation is that of the ends of the spectrum against each other.
    .tooShort(
      "end_time", "\(plain(saved.end)) fs", unit: "fs",
      turns: ChainEvolution.largestPhase(chain, after: saved.end) / .pi)
  }

  /// What to say if a chain is too short for the time that is followed.
  func caution(reflectionTime: Double) -> Caution? {
    guard saved.end > reflectionTime else { return nil }
    return Caution(
      "'end_time' is \(plain(saved.end)) fs, but from \(Format.significant(reflectionTime, 3)) fs "
        + "on the localized spins feel what the ends of the chain reflect; more 'sites' postpone it"
    )
  }

  private func plain(_ value: Double) -> String { Format.significant(value, 6) }
}
