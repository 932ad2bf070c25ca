import Numerics

/// The electron in one sector of a chain with one layer, seen from the leads: outside of the layer
/// its spin and the layer's eigenstates do not change, so that each pair of them is a channel of
/// its own.
struct ElectronChannels {
  let basis: SectorBasis
  /// The energy of the layer alone in each channel, in eV.
  let energies: [Double]
  /// Row c is the state of channel c, an amplitude for each row of the basis.
  let states: RealMatrix
  /// The sd exchange at each site of the layer, between channels, in eV.
  let exchange: [RealMatrix]
  /// Sites on the left and on the right of the layer.
  let leads: (left: Int, right: Int)
  let hopping: Double

  /// - Throws: `LinearAlgebraError`.
  init(_ chain: SpinChain, lowering: Int) throws(LinearAlgebraError) {
    basis = SectorBasis(chain, lowering: lowering)
    hopping = chain.hopping
    let (rows, layer) = (basis.rowCount, chain.layers[0])
    leads = (layer.firstSite - 1, chain.sites - layer.sites.upperBound + 1)
    var energies: [Double] = []
    var states = RealMatrix(rows: rows, columns: rows)
    for block in basis.blocks {
      let count = block.first.count
      let system = try SymmetricEigensystem(
        block.first.hamiltonian(exchange: chain.exchange), dimension: count)
      energies += system.eigenvalues
      for channel in 0..<count {
        for state in 0..<count {
          states[block.firstRow + channel, block.firstRow + state] =
            system.vectors[channel * count + state]
        }
      }
    }
    self.energies = energies
    self.states = states
    exchange = ElectronChannels.exchange(basis).map { states * $0 * states.transposed }
  }

  /// The sd exchange at each site of the layer, between rows.
  private static func exchange(_ basis: SectorBasis) -> [RealMatrix] {
    // What the Hamiltonian has on the sites of the layer alone, without hopping and exchange in it.
    var chain = basis.chain
    chain.sites = chain.layers[0].spins
    chain.layers[0].firstSite = 1
    (chain.hopping, chain.exchange, chain.exchangeZ) = (0, 0, 0)
    let small = SectorOperator(SectorBasis(chain, lowering: basis.lowering))
    let sites = chain.sites
    let whole = small.matrix()
    return (0..<sites).map { site in
      var part = RealMatrix(rows: basis.rowCount, columns: basis.rowCount)
      for row in 0..<basis.rowCount {
        for column in 0..<basis.rowCount {
          part[row, column] = whole[row * sites + site, column * sites + site]
        }
      }
      return part
    }
  }
}
