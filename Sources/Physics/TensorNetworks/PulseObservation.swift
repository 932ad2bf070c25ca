public import Numerics

/// What is measured of a chain at one time.
public struct PulseObservation: Sendable {
  /// In ħ/γ.
  public var time = 0.0
  /// Number of electrons on each site.
  public var chargeDensity: [Double] = []
  /// Spin of the electrons on each site in units of ħ/2.
  public var electronSpinDensity: [Vector3] = []
  /// Each localised spin in units of ħ/2.
  public var localSpins: [Vector3] = []
  /// Entropy of each bond in nats; a localised spin belongs to the side of its site.
  public var bondEntropies: [Double] = []
  /// Number of states of each bond.
  public var bondDimensions: [Int] = []
  /// ρ of the first and the last localised spin, in the basis ↑↑, ↑↓, ↓↑, ↓↓; empty with fewer than two.
  public var edgeDensity = LocalOperator(dimension: 0)
  /// I = S_1 + S_N − S_1N of the first and the last localised spin in nats.
  public var edgeMutualInformation = 0.0
  /// ⟨H⟩ in units of γ.
  public var energy = 0.0
  /// What truncation has cost up to this time.
  public var losses = TruncationLosses()

  /// The spin of all electrons over their number; 0 without electrons.
  public var electronSpin: Vector3 {
    let electrons = chargeDensity.reduce(0, +)
    let sum = electronSpinDensity.reduce(.zero, +)
    return electrons > 1e-9 ? sum / electrons : .zero
  }

  /// Lengths |⟨S⟩| of the localised spins, which Petrović et al. call their purity.
  public var blochLengths: [Double] { localSpins.map(\.norm) }

  /// Meyer and Wallach's measure of entanglement (Petrović et al., Eq. (13)), with (1 + s̃·σ)/2 as the
  /// spin state of each of the indistinguishable electrons: 1 − (Σ|S|² + N_e |s̃|²)/(N_FM + N_e).
  public func meyerWallach(electrons: Int) -> Double {
    let parts = localSpins.count + electrons
    guard parts > 0 else { return 0 }
    let pure =
      localSpins.reduce(0) { $0 + $1.dot($1) } + Double(electrons) * electronSpin.dot(electronSpin)
    return 1 - pure / Double(parts)
  }
}
