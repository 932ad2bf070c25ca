public import Numerics

/// One pure product state of electron and layers, of those whose mixture a spin valve starts in.
public struct ValveStart: Sendable {
  /// Spin of the electron, +1 or −1.
  public let electron: Int
  /// The state of the first layer.
  public let first: LayerGibbsState.Member
  /// The state of the second layer.
  public let second: LayerGibbsState.Member
  /// Its probability in the mixture.
  public let weight: Double

  /// Lowering of the sector, electron included.
  public var lowering: Int { first.lowering + second.lowering + (electron == 1 ? 0 : 1) }

  /// Members with less weight are left out.
  private static let leastWeight = 1e-14

  /// All members of a mixture.
  ///
  /// - Parameters:
  ///   - electrons: The electron's spins, all with the same weight.
  ///   - layers: The states of both layers.
  public static func mixture(
    electrons: [Int], _ first: LayerGibbsState, _ second: LayerGibbsState
  ) -> [ValveStart] {
    var starts: [ValveStart] = []
    for a in first.members {
      for b in second.members {
        let weight = a.weight * b.weight / Double(electrons.count)
        guard weight >= leastWeight else { continue }
        for electron in electrons {
          starts.append(ValveStart(electron: electron, first: a, second: b, weight: weight))
        }
      }
    }
    return starts
  }

  /// The basis this state is propagated in.
  ///
  /// - Parameters:
  ///   - chain: Electron and layers.
  ///   - flipCutoff: Most spins of a layer that may be flipped, counted from this state; nil for
  ///     all.
  public func basis(_ chain: SpinChain, flipCutoff: Int?) -> SectorBasis {
    SectorBasis(
      chain, lowering: lowering,
      keeping: flipCutoff.map { cutoff in
        [first.lowering, second.lowering].map { $0 - cutoff...$0 + cutoff }
      })
  }

  /// The state vector.
  ///
  /// - Parameters:
  ///   - state: A vector of this start's sector; set.
  ///   - orbital: The electron's amplitude on each site.
  public func set(_ state: SectorState, orbital: [Complex]) {
    state.clear()
    let block = state.basis.block(
      electron: electron, first: first.lowering, second: second.lowering)
    guard let block else { return }
    state.add(
      orbital: orbital, block: block, first: first.amplitudes, second: second.amplitudes)
  }

  /// The weight in the outermost blocks that a cutoff keeps, a measure of what it leaves out; 0
  /// where it leaves out nothing.
  public func outermostWeight(
    _ basis: SectorBasis, rowWeights: [Double], flipCutoff: Int
  ) -> Double {
    let kept = [first.lowering, second.lowering].map { $0 - flipCutoff...$0 + flipCutoff }
    var sum = 0.0
    for block in basis.blocks {
      let isOutermost = [0, 1].contains { layer in
        let (sector, kept) = (block.sector(ofLayer: layer), kept[layer])
        return sector.lowering == kept.upperBound && sector.lowering < sector.layer.largestLowering
          || sector.lowering == kept.lowerBound && sector.lowering > 0
      }
      guard isOutermost else { continue }
      for row in block.rows { sum += rowWeights[row] }
    }
    return sum
  }
}
