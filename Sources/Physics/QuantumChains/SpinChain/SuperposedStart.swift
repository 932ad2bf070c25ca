public import Numerics

/// A pure product state of electron and layers whose S_z need not be sharp, of those whose mixture
/// a chain starts in: it is propagated in all sectors that it populates.
public struct SuperposedStart: Sendable {
  /// The electron's spin amplitudes up and down.
  public let spinor: [Complex]
  /// The state of each layer.
  public let layers: [LayerState]
  /// Its probability in the mixture.
  public let weight: Double

  /// - Parameters:
  ///   - spinor: The electron's spin amplitudes up and down.
  ///   - layers: The state of each layer.
  ///   - weight: Its probability in the mixture.
  public init(spinor: [Complex], layers: [LayerState], weight: Double) {
    self.spinor = spinor
    self.layers = layers
    self.weight = weight
  }

  /// The sectors that it populates, by ascending lowering.
  public func bases(_ chain: SpinChain) -> [SectorBasis] {
    var populated = [0]
    for amplitudes in [spinor.map { [$0] }] + layers.map(\.amplitudes) {
      let own = amplitudes.indices.filter { amplitudes[$0].contains { $0 != .zero } }
      populated = Array(Set(populated.flatMap { sum in own.map { sum + $0 } })).sorted()
    }
    return populated.map { SectorBasis(chain, lowering: $0) }
  }

  /// Its part in a sector.
  ///
  /// - Parameters:
  ///   - state: A vector of the sector; set.
  ///   - orbital: The electron's amplitude on each site.
  public func set(_ state: SectorState, orbital: [Complex]) {
    state.clear()
    for (index, block) in state.basis.blocks.enumerated() {
      let electron = spinor[block.electron == 1 ? 0 : 1]
      guard electron != .zero else { continue }
      let second =
        layers.count > 1 ? layers[1].amplitudes[block.second.lowering] : [.one]
      state.add(
        orbital: orbital, block: index,
        first: layers[0].amplitudes[block.first.lowering].map { electron * $0 }, second: second)
    }
  }
}

/// A mixture of starts as the states of one evolution: those of the first start's sectors, then
/// those of the second's.
public struct SuperposedMixture: Sendable {
  /// The pure states.
  public let starts: [SuperposedStart]
  /// The sectors of all of them.
  public let bases: [SectorBasis]
  /// Where the states of each start are.
  private let ranges: [Range<Int>]

  /// The mixture of the given starts on a chain.
  public init(_ starts: [SuperposedStart], _ chain: SpinChain) {
    self.starts = starts
    var bases: [SectorBasis] = []
    ranges = starts.map { start in
      let first = bases.count
      bases += start.bases(chain)
      return first..<bases.count
    }
    self.bases = bases
  }

  /// Sets the states of an evolution to the starts.
  public func set(_ states: [SectorState], orbital: [Complex]) {
    for (start, range) in zip(starts, ranges) {
      for state in states[range] { start.set(state, orbital: orbital) }
    }
  }

  /// The states of an evolution as those of the starts: each a superposition of sectors with its
  /// weight.
  public func members(_ states: [SectorState]) -> [(states: [SectorState], weight: Double)] {
    zip(starts, ranges).map { (Array(states[$1]), $0.weight) }
  }
}
