import QuantumChains

extension SpinChainModel {
  /// The sectors that are propagated in step at most, and how often.
  private var load: (bases: [SectorBasis], repetitions: Int) {
    guard !isSingleFlip else { return (sectors.map(\.basis), 1) }
    guard isSmall else { return ([], 1) }
    let electrons = (0..<successiveElectrons).map(spinor)
    let isSharp =
      electrons.allSatisfy { $0.contains(.zero) }
      && layerDirection.vectors(layer.spins).allSatisfy { $0.x == 0 && $0.y == 0 }
    // After the first electron each state of the layer may be a member of the mixture.
    let members = successiveElectrons > 1 ? layer.stateCount : 1
    var bases: [SectorBasis] = []
    for member in 0..<members {
      let lowering = layer.twiceSpin == 1 ? member.nonzeroBitCount : member
      bases +=
        (isSharp ? lowering...lowering + 1 : 0...layer.largestLowering + 1)
        .prefix(isSharp ? 1 : Int.max).map { SectorBasis(chain, lowering: $0) }
    }
    return (bases, successiveElectrons)
  }

  var estimatedSeconds: Double {
    guard !isClassicalOnly else { return twinSeconds + spectrumSeconds }
    let (bases, repetitions) = load
    let rows = bases.reduce(0) { $0 + $1.rowCount }
    let times = setup.saved.values.count
    // Per saved time the observables: sums over all amplitudes, and matrices of all rows.
    let observing = 6e-9 * Double(rows * setup.sites) + 4e-9 * Double(rows * rows * setup.sites)
    return Double(repetitions)
      * (ChainEvolution.seconds(chain, bases, duration: setup.saved.end, times: times)
        + Double(times) * (observing + 2e-5)) + spectrumSeconds + twinSeconds
  }

  private var spectrumSeconds: Double {
    guard work.contains(.spectrum), hasSpectrum else { return 0 }
    return spectrumLowerings.reduce(0) { sum, lowering in
      sum
        + SectorSpectrum.seconds(
          rows: SectorBasis(chain, lowering: lowering).rowCount, chain, levels: levels)
    }
  }

  func workingMemory(ranks: Int) -> Int {
    guard !isClassicalOnly else { return twinBytes }
    let (bases, _) = load
    let rows = bases.reduce(0) { $0 + $1.rowCount }
    return ChainEvolution.memory(bases, ranks: ranks) + 80 * rows * setup.sites
      + 32 * min(rows * rows, setup.sites * setup.sites) + 2 * recordBytes(spare: 2)
      + densityBytes + twinBytes
  }

  var restartStateBytes: Int {
    let members =
      isSingleFlip || !isSmall ? 0 : 16 * (layer.stateCount + 1) * (layer.stateCount + 1)
    return ChainEvolution.savedBytes(load.bases) + recordBytes(spare: 2) + members + densityBytes
  }

  /// The layer's density matrix after each electron.
  private var densityBytes: Int {
    isSmall ? 16 * successiveElectrons * layer.stateCount * layer.stateCount : 0
  }
}
