/// The states of both layers of a chain as two systems, for the measures of their entanglement. A
/// layer's basis has all its states, by ascending lowering; its charge is the lowering.
public struct LayerPair: Sendable {
  /// Electron and layers.
  public let chain: SpinChain
  /// The product basis of both layers.
  public let basis: BipartiteBasis
  /// The sectors of each layer, by ascending lowering.
  private let sectors: [[LayerSector]]
  /// The number of the first state of each sector.
  private let starts: [[Int]]

  /// - Parameters:
  ///   - chain: A chain with two layers.
  ///   - kept: Lowerings of each layer that are kept; all that it has if nil.
  public init(_ chain: SpinChain, keeping kept: [ClosedRange<Int>]? = nil) {
    self.chain = chain
    let sectors = chain.layers.prefix(2).enumerated().map { index, layer in
      let all = 0...layer.largestLowering
      return (kept?[index].clamped(to: all) ?? all).map {
        LayerSector(layer, lowering: $0, exchangeZ: chain.exchangeZ)
      }
    }
    let charges = sectors.map { layer in
      layer.flatMap { [Int](repeating: $0.lowering, count: $0.count) }
    }
    starts = sectors.map { layer in
      layer.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.count) }
    }
    self.sectors = Array(sectors)
    basis = BipartiteBasis(
      a: ChargedBasis(charges: charges[0]), b: ChargedBasis(charges: charges[1]))
  }

  /// The states of the layers in each row of a sector's basis.
  func states(of sector: SectorBasis) -> (first: [Int], second: [Int]) {
    var (first, second): ([Int], [Int]) = ([], [])
    for block in sector.blocks {
      let start = starts[0][block.first.lowering - (sectors[0].first?.lowering ?? 0)]
      let other = starts[1][block.second.lowering - (sectors[1].first?.lowering ?? 0)]
      for i in 0..<block.first.count {
        for j in 0..<block.second.count {
          first.append(start + i)
          second.append(other + j)
        }
      }
    }
    return (first, second)
  }

  /// How the amplitudes of a sector's states stand: the environment is the electron.
  ///
  /// - Throws: `EntanglementError`.
  public func rows(of sector: SectorBasis) throws(EntanglementError) -> EnvironmentRows {
    let (first, second) = states(of: sector)
    return try EnvironmentRows(
      basis: basis, a: first, b: second,
      environment: sector.blocks.flatMap {
        [Int](repeating: $0.electron, count: $0.rowCount)
      }, length: chain.sites)
  }

  /// Adds to the probabilities of the layers' states those of a state in a sector.
  ///
  /// - Parameters:
  ///   - probabilities: Those of the product states.
  ///   - sector: The sector's basis.
  ///   - rowWeights: The probability of each of its rows.
  ///   - weight: What they are multiplied with.
  func add(
    to probabilities: inout ConfigurationProbabilities, _ sector: SectorBasis,
    rowWeights: [Double], weight: Double
  ) {
    let (first, second) = states(of: sector)
    for row in rowWeights.indices {
      probabilities.values[first[row] * basis.b.dimension + second[row]] +=
        weight * rowWeights[row]
    }
  }

  /// The z components of all spins in each state of a layer, with the sites as positions.
  func pattern(ofLayer index: Int) -> SpinPattern {
    let layer = chain.layers[index]
    return SpinPattern(
      positions: layer.sites.map(Double.init),
      values: sectors[index].flatMap { sector in
        (0..<sector.count).map { state in
          (0..<layer.spins).map { Double(sector.moment(ofSpin: $0, in: state)) }
        }
      })
  }

  /// The number of flipped spins in each state of a layer.
  ///
  /// - Parameters:
  ///   - index: The layer.
  ///   - startsDown: Whether all its spins are down where none is flipped.
  func flips(ofLayer index: Int, startsDown: Bool) -> [Int] {
    let most = chain.layers[index].largestLowering
    return sectors[index].flatMap { sector in
      [Int](repeating: startsDown ? most - sector.lowering : sector.lowering, count: sector.count)
    }
  }
}
