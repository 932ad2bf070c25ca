public import Numerics

/// Electrons released from a well into a tight-binding chain, some sites of which carry localised
/// spins 1/2 (Petrović et al., Eqs. (1)–(6); Suresh et al., many-electron part).
///
///     H = −Σ (c†_i c_{i+1} + h.c.) − Σ [J_z Z Z′ + J (X X′ + Y Y′)] − J_sd Σ s·S
///
/// Energies are in units of the hopping γ, times in ħ/γ. All spin operators are Pauli matrices. Sites
/// are numbered from 1, as in the papers.
public struct PulseChain: Sendable, Equatable {
  /// The spin state of the electrons at the start.
  public enum Electrons: String, Sendable, CaseIterable {
    /// All along +z.
    case alongZ = "z"
    /// All along +x; the spin along z is no conserved number then.
    case alongX = "x"
    /// Half up, half down, in the same orbitals.
    case unpolarized
  }

  /// Length of the chain.
  public var sites = 75
  /// Where the localised spins are; spins of different layers are not coupled.
  public var layers = [36...40]
  /// Exchange J between neighbouring localised spins, perpendicular to z.
  public var exchange = 0.1
  /// Exchange J_z between neighbouring localised spins along z.
  public var exchangeZ = 0.1005
  /// Exchange J_sd between an electron and the localised spin of its site.
  public var sdExchange = 0.5
  /// Number of electrons N_e.
  public var electrons = 8
  /// Their spins.
  public var polarization = Electrons.alongZ
  /// Length of the well at the left end.
  public var confinedSites = 10
  /// How deep the well is for the electrons, fields on their spins included.
  public var wellDepth = 110.0

  /// The chain of Petrović et al. with eight electrons.
  public init() {}

  /// Sites with a localised spin in ascending order, numbered from 1.
  public var spinSites: [Int] { layers.flatMap { Array($0) }.sorted() }

  /// The localised spins at the start: the first layer is down where it is the only one; of two, the
  /// first is up and the second down.
  public var spinsUp: [Bool] {
    layers.enumerated().flatMap { index, layer in
      Array(repeating: layers.count == 2 && index == 0, count: layer.count)
    }
  }

  /// The cut whose entropy is S_half: after the ⌈N/2⌉th site.
  public var halfBond: Int { (sites + 1) / 2 }

  /// Time at which the fastest electrons (velocity 2) that start at the edge of the well are back at the
  /// last localised spin after reflection at the right end. Observables of the localised spins are those
  /// of an open system before it (to 10⁻², and to 10⁻⁶ some five units earlier).
  public var reflectionTime: Double {
    Double(2 * sites - confinedSites - (spinSites.last ?? sites)) / 2
  }

  /// Which charges are conserved.
  var symmetry: ElectronSite.Symmetry {
    polarization == .alongX ? .electrons : .electronsAndSpin
  }

  /// The sites from left to right.
  func makeSites() -> [ElectronSite] {
    let withSpin = Set(spinSites)
    let (plain, spin) = (
      ElectronSite(hasSpin: false, symmetry: symmetry),
      ElectronSite(hasSpin: true, symmetry: symmetry)
    )
    return (1...sites).map { withSpin.contains($0) ? spin : plain }
  }

  /// The occupied orbitals at the start, each of `sites` amplitudes: the lowest ones of the well.
  ///
  /// - Throws: `EigenvalueError` if LAPACK finds none.
  public func initialOrbitals() throws(EigenvalueError) -> [[Complex]] {
    let count = polarization == .unpolarized ? electrons / 2 : electrons
    let well = SymmetricTridiagonal(
      diagonal: (1...sites).map { $0 <= confinedSites ? -wellDepth : 0 },
      offDiagonal: Array(repeating: -1, count: sites - 1))
    return try well.lowestEigenvectors(count).map { $0.map { Complex($0) } }
  }
}
