import Glibc
public import Numerics

/// The electron's orbital at the start, an amplitude for each site.
public enum WavePacket {
  /// C exp(i k x − δk² (x − x₀)²/4) on the sites x = 1, 2, …, normalized on the chain: Eq. (4) of
  /// Mondal et al. and Eq. (11) of Suresh et al. |ψ|² has the standard deviation 1/δk, unless an
  /// end of the chain cuts the packet.
  ///
  /// - Parameters:
  ///   - sites: Length of the chain.
  ///   - center: x₀.
  ///   - waveNumber: k, times the lattice constant.
  ///   - width: δk, times the lattice constant.
  public static func gaussian(
    sites: Int, center: Double, waveNumber: Double, width: Double
  ) -> [Complex] {
    normalized(
      (1...sites).map { site in
        let distance = width * (Double(site) - center)
        let (phase, size) = (waveNumber * Double(site), exp(-distance * distance / 4))
        // Denormal numbers, far out, are slow to compute with.
        guard size > 1e-150 else { return .zero }
        return Complex(size * cos(phase), size * sin(phase))
      })
  }

  /// The lowest orbital of the chain while its first sites are lower in energy: where an electron
  /// is held before the confinement is switched off, Eq. (21) of Suresh et al.
  ///
  /// - Parameters:
  ///   - chain: The chain.
  ///   - confinedSites: Number of sites that are lowered.
  ///   - confinement: By how much, in eV.
  /// - Throws: `LinearAlgebraError`.
  public static func well(
    in chain: SpinChain, confinedSites: Int, confinement: Double
  ) throws(LinearAlgebraError) -> [Complex] {
    var potential = [Double](repeating: 0, count: chain.sites)
    for site in 0..<min(confinedSites, chain.sites) { potential[site] = -confinement }
    let energies = try chain.orbitalEnergies(in: potential)
    guard let lowest = energies.first, chain.sites > 1, chain.hopping != 0 else {
      return normalized((0..<chain.sites).map { Complex($0 == 0 ? 1 : 0) })
    }
    let matrix = SymmetricTridiagonal(
      diagonal: potential,
      offDiagonal: [Double](repeating: -chain.hopping, count: chain.sites - 1))
    let orbital = try matrix.eigenvector(of: lowest)
    // The sign is free; the ground state of positive hopping has none.
    let sign: Double = orbital.reduce(0, +) < 0 ? -1 : 1
    return normalized(orbital.map { Complex(sign * $0) })
  }

  /// Weight beyond both ends of the chain that a Gaussian packet would have on an endless one.
  ///
  /// - Parameters: as in `gaussian`.
  public static func weightOffChain(sites: Int, center: Double, width: Double) -> Double {
    // |ψ|² is a normal law with the standard deviation 1/δk.
    let scale = width / 2.0.squareRoot()
    return (erfc(scale * (center - 0.5)) + erfc(scale * (Double(sites) + 0.5 - center))) / 2
  }

  private static func normalized(_ orbital: [Complex]) -> [Complex] {
    let norm = orbital.reduce(0) { $0 + $1.squaredMagnitude }.squareRoot()
    return orbital.map { $0 / norm }
  }
}
