public import Numerics

extension SpinChain {
  /// Energies between which all eigenvalues of the Hamiltonian lie, in eV.
  ///
  /// The bounds are rigorous and close: on each site the sd exchange is bounded by its eigenvalues,
  /// which leaves a tridiagonal matrix for the electron; a layer is cut into pieces whose spectra
  /// are computed, and the extremes of the pieces add up.
  ///
  /// - Throws: `LinearAlgebraError`.
  public func spectralBounds() throws(LinearAlgebraError) -> ClosedRange<Double> {
    var potentials = [[Double]](repeating: [Double](repeating: 0, count: sites), count: 2)
    var (least, most) = (0.0, 0.0)
    for layer in layers {
      let spin = Double(layer.twiceSpin) / 2
      // σ · S is S or −(S + 1).
      let (aligned, opposed) = (-sdExchange * sdScale * spin, sdExchange * sdScale * (spin + 1))
      for site in layer.sites {
        potentials[0][site - 1] += min(aligned, opposed)
        potentials[1][site - 1] += max(aligned, opposed)
      }
      let exchange = try exchangeBounds(of: layer)
      least += exchange.lowerBound
      most += exchange.upperBound
    }
    least += try orbitalEnergies(in: potentials[0]).first ?? 0
    most += try orbitalEnergies(in: potentials[1]).last ?? 0
    // Room for roundings of the eigenvalues.
    let margin = 1e-10 * max(1, abs(least), abs(most))
    return least - margin...most + margin
  }

  /// Energies of an electron without spin on this chain, ascending, in eV.
  ///
  /// - Parameter potential: The energy of each site.
  /// - Throws: `LinearAlgebraError`.
  func orbitalEnergies(in potential: [Double]) throws(LinearAlgebraError) -> [Double] {
    try SymmetricTridiagonal(
      diagonal: potential, offDiagonal: [Double](repeating: -hopping, count: sites - 1)
    ).eigenvalues()
  }

  /// Energies between which those of a layer alone lie.
  private func exchangeBounds(of layer: SpinLayer) throws(LinearAlgebraError) -> ClosedRange<Double>
  {
    var bounds = 0.0...0.0
    var bonds = layer.spins - 1
    while bonds > 0 {
      let piece = SpinLayer(firstSite: 1, spins: min(bonds, 5) + 1)
      var energies: [Double] = []
      for lowering in 0...piece.largestLowering / 2 {
        let sector = LayerSector(piece, lowering: lowering, exchangeZ: exchangeZ)
        energies += try HermitianEigenvalues.of(
          sector.hamiltonian(exchange: exchange).map { Complex($0) }, dimension: sector.count)
      }
      let (least, most) = (energies.min() ?? 0, energies.max() ?? 0)
      bounds = bounds.lowerBound + least...bounds.upperBound + most
      bonds -= piece.spins - 1
    }
    return bounds
  }
}
