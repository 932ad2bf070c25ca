/// One electron on an open tight-binding chain, and the localized spins of one or two ferromagnetic
/// layers on some of its sites:
///
///     H = −γ Σ_x (|x⟩⟨x+1| + h.c.) − (J_sd/2) κ Σ_i |x_i⟩⟨x_i| σ_e · 2S_i
///         − Σ_⟨ij⟩ [ J (σ^x_i σ^x_j + σ^y_i σ^y_j) + J_z σ^z_i σ^z_j ]
///
/// with κ = `sdScale`, the last sum over nearest neighbors within a layer, and Pauli matrices
/// throughout (for spin 1/2, 2S = σ): Eq. (3) of Mondal et al., Eq. (7) of Suresh et al. Energies
/// in eV, lengths in sites; sites are numbered from 1.
public struct SpinChain: Sendable, Equatable {
  /// L_x, the number of sites.
  public var sites: Int
  /// γ.
  public var hopping: Double
  /// J.
  public var exchange: Double
  /// J_z.
  public var exchangeZ: Double
  /// J_sd.
  public var sdExchange: Double
  /// κ: the operator of the sd exchange is σ · κS.
  public var sdScale: Double
  /// One or two layers.
  public var layers: [SpinLayer]

  /// - Parameters:
  ///   - sites: L_x.
  ///   - hopping: γ in eV.
  ///   - exchange: J in eV.
  ///   - exchangeZ: J_z in eV.
  ///   - sdExchange: J_sd in eV.
  ///   - sdScale: κ, 2 for Pauli matrices.
  ///   - layers: The layers, from left to right.
  public init(
    sites: Int, hopping: Double = 1, exchange: Double = 0.1, exchangeZ: Double = 0.1005,
    sdExchange: Double, sdScale: Double = 2, layers: [SpinLayer]
  ) {
    self.sites = sites
    self.hopping = hopping
    self.exchange = exchange
    self.exchangeZ = exchangeZ
    self.sdExchange = sdExchange
    self.sdScale = sdScale
    self.layers = layers
  }

  /// All localized spins.
  public var spins: Int { layers.reduce(0) { $0 + $1.spins } }
  /// Most quanta by which the total S_z can be lowered from all spins up, the electron's included.
  var largestLowering: Int { 1 + layers.reduce(0) { $0 + $1.largestLowering } }
}

/// A ferromagnetic layer: localized spins on neighboring sites.
public struct SpinLayer: Sendable, Equatable {
  /// The site of the first spin, numbered from 1.
  public var firstSite: Int
  /// N; at most 62, and 1 unless S = 1/2.
  public var spins: Int
  /// 2S.
  public var twiceSpin: Int

  /// - Parameters:
  ///   - firstSite: The site of the first spin.
  ///   - spins: N.
  ///   - twiceSpin: 2S of each spin.
  public init(firstSite: Int, spins: Int, twiceSpin: Int = 1) {
    self.firstSite = firstSite
    self.spins = spins
    self.twiceSpin = twiceSpin
  }

  /// The sites of the spins.
  public var sites: Range<Int> { firstSite..<firstSite + spins }
  /// Most quanta by which the layer's S_z can be lowered from all spins up.
  public var largestLowering: Int { spins * twiceSpin }
}
