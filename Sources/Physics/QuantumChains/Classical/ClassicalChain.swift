public import Numerics

/// The classical twin of a chain of electrons and localized spins: spins are vectors in the mean
/// field of the electrons, whose orbitals see them as fields (Ehrenfest dynamics).
///
///     iħ dψ_n/dt = [h − J_sd Σ_i |x_i⟩⟨x_i| σ·S_i] ψ_n,   S_i = 2S m_i
///     dS_i/dt    = (2/ħ) S_i × [J_sd Σ_n w_n ψ_n†σψ_n + Σ_j (J S_j^x, J S_j^y, J_z S_j^z)]
///
/// The factor 2 is that of [T_a, T_b] = 2i ε_abc T_c of spins in units of ħ/2. Whatever of the
/// quantum chain differs from it is due to correlations. Energies are in any unit E, times in ħ/E.
public struct ClassicalChain: Sendable {
  /// A localized spin.
  public struct Spin: Sendable {
    /// Its site, from 0.
    public let site: Int
    /// 2S.
    public let length: Double
    /// Its direction at the start, of length 1.
    public let direction: Vector3
    /// Whether the spin that follows in the list is its neighbor in the same layer.
    public let isCoupledToNext: Bool

    /// A spin on a site.
    public init(site: Int, length: Double, direction: Vector3, isCoupledToNext: Bool) {
      (self.site, self.length, self.direction) = (site, length, direction)
      self.isCoupledToNext = isCoupledToNext
    }
  }

  /// An orbital with a spin, and how many electrons it stands for.
  public struct Orbital: Sendable {
    /// Amplitude of each site.
    public let amplitudes: [Complex]
    /// Amplitudes of spin up and down.
    public let spinor: [Complex]
    /// Number of electrons; 1/2 for each spin of one unpolarized electron.
    public let weight: Double

    /// An orbital times a spinor.
    public init(amplitudes: [Complex], spinor: [Complex], weight: Double) {
      (self.amplitudes, self.spinor, self.weight) = (amplitudes, spinor, weight)
    }
  }

  /// ε of each site.
  public var potential: [Double]
  /// g of each bond.
  public var hopping: [Double]
  /// J.
  public var exchange: Double
  /// J_z.
  public var exchangeZ: Double
  /// J_sd.
  public var sdExchange: Double
  /// From left to right.
  public var spins: [Spin]
  /// Of all electrons.
  public var orbitals: [Orbital]

  /// - Parameters:
  ///   - potential: ε of each site.
  ///   - hopping: g of each bond.
  ///   - exchange: J.
  ///   - exchangeZ: J_z.
  ///   - sdExchange: J_sd.
  ///   - spins: From left to right.
  ///   - orbitals: Of all electrons.
  public init(
    potential: [Double], hopping: [Double], exchange: Double, exchangeZ: Double,
    sdExchange: Double, spins: [Spin], orbitals: [Orbital]
  ) {
    (self.potential, self.hopping) = (potential, hopping)
    (self.exchange, self.exchangeZ, self.sdExchange) = (exchange, exchangeZ, sdExchange)
    (self.spins, self.orbitals) = (spins, orbitals)
  }

  /// The largest energy of a single term, which time steps have to resolve.
  var largestEnergy: Double {
    let length = spins.map(\.length).max() ?? 0
    let electrons = orbitals.reduce(0) { $0 + $1.weight }
    return max(
      hopping.map(abs).max() ?? 0, potential.map(abs).max() ?? 0,
      abs(sdExchange) * max(length, min(electrons, 2)),
      2 * max(abs(exchange), abs(exchangeZ)) * length)
  }
}

/// What a classical chain is like at one time.
public struct ClassicalObservation: Sendable {
  /// m_i, of length 1.
  public let directions: [Vector3]
  /// 2S m_i.
  public let localSpins: [Vector3]
  /// Electrons on each site.
  public let chargeDensity: [Double]
  /// Spin of the electrons on each site in units of ħ/2.
  public let electronSpinDensity: [Vector3]
  /// The energy, which the exact motion conserves.
  public let energy: Double

  /// The spin of all electrons.
  public var electronSpin: Vector3 { electronSpinDensity.reduce(.zero, +) }
  /// Of electrons and localized spins; with J = J_z all components are conserved, else z.
  public var totalSpin: Vector3 { electronSpin + localSpins.reduce(.zero, +) }
}
