import QuantumChains

extension SpinChainModel {
  var estimatedSeconds: Double {
    let bases = sectors.map(\.basis)
    let rows = bases.reduce(0) { $0 + $1.rowCount }
    let times = setup.saved.values.count
    // Per saved time the observables: sums over all amplitudes, and matrices of all rows.
    let observing = 6e-9 * Double(rows * setup.sites) + 4e-9 * Double(rows * rows * setup.sites)
    return ChainEvolution.seconds(chain, bases, duration: setup.saved.end, times: times)
      + Double(times) * (observing + 2e-5)
  }

  func workingMemory(ranks: Int) -> Int {
    let bases = sectors.map(\.basis)
    let rows = bases.reduce(0) { $0 + $1.rowCount }
    return ChainEvolution.memory(bases, ranks: ranks) + 80 * rows * setup.sites
      + 32 * rows * rows + 2 * recordBytes(spare: 2)
  }

  var restartStateBytes: Int {
    ChainEvolution.savedBytes(sectors.map(\.basis)) + recordBytes(spare: 2)
  }
}
