import Numerics

/// The states of both layers of a chain as two systems, for the measures of their entanglement. A
/// layer's basis has all its states, by ascending lowering; its charge is the lowering.
public struct LayerPair: Sendable {
  /// Electron and layers.
  public let chain: SpinChain
  /// Whether all spins of a layer are down where none is flipped.
  public let startsDown: [Bool]
  /// The product basis of both layers.
  public let basis: BipartiteBasis
  /// The sectors of each layer, by ascending lowering.
  private let sectors: [[LayerSector]]
  /// The number of the first state of each sector.
  private let starts: [[Int]]

  /// - Parameters:
  ///   - chain: A chain with two layers.
  ///   - kept: Lowerings of each layer that are kept; all that it has if nil.
  ///   - startsDown: Whether all spins of a layer are down where none is flipped.
  ///   - conserving: Whether the layers' S_z together is that of the whole less the electron's; not
  ///   so
  ///     for superpositions of several sectors.
  public init(
    _ chain: SpinChain, keeping kept: [ClosedRange<Int>]? = nil,
    startsDown: [Bool] = [false, true], conserving: Bool = true
  ) {
    self.chain = chain
    self.startsDown = startsDown
    let sectors = chain.layers.prefix(2).enumerated().map { index, layer in
      let all = 0...layer.largestLowering
      return (kept?[index].clamped(to: all) ?? all).map {
        LayerSector(layer, lowering: $0, exchangeZ: chain.exchangeZ)
      }
    }
    let charges = sectors.map { layer in
      layer.flatMap { [Int](repeating: conserving ? $0.lowering : 0, count: $0.count) }
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

  /// The layers' states in a product state of all spins; nil if it is not kept.
  ///
  /// - Parameter pattern: A bit for each spin, 1 for down, the first of the first layer the most
  ///   significant.
  public func states(ofPattern pattern: Int) -> (a: Int, b: Int)? {
    let second = chain.layers[1]
    func state(_ layer: Int, _ pattern: Int) -> Int? {
      let (lowering, index) = chain.layers[layer].place(ofPattern: pattern)
      let sector = sectors[layer].firstIndex { $0.lowering == lowering }
      return sector.map { starts[layer][$0] + index }
    }
    guard let a = state(0, pattern >> second.spins),
      let b = state(1, pattern & (second.stateCount - 1))
    else { return nil }
    return (a, b)
  }

  /// How the amplitudes of a sector's states stand: the environment is the electron.
  ///
  /// - Throws: `EntanglementError`.
  public func rows(of sector: SectorBasis) throws(EntanglementError) -> EnvironmentRows {
    try rows(of: [sector])
  }

  /// The same of a superposition of sectors, one sector's rows after the other's.
  ///
  /// - Throws: `EntanglementError`.
  func rows(of sectors: [SectorBasis]) throws(EntanglementError) -> EnvironmentRows {
    let states = sectors.map { self.states(of: $0) }
    return try EnvironmentRows(
      basis: basis, a: states.flatMap(\.first), b: states.flatMap(\.second),
      environment: sectors.flatMap(\.blocks).flatMap {
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
  func flips(ofLayer index: Int) -> [Int] {
    sectors[index].flatMap { sector in
      [Int](repeating: flips(ofLayer: index, sector), count: sector.count)
    }
  }

  /// The number of flipped spins in the states of a sector of a layer.
  func flips(ofLayer index: Int, _ sector: LayerSector) -> Int {
    startsDown[index] ? chain.layers[index].largestLowering - sector.lowering : sector.lowering
  }

  /// The states in which all of a layer's spins but those that are flipped point along given
  /// directions, as a new basis of the layer: as many flipped as lowered in the state of this
  /// number.
  ///
  /// - Parameters:
  ///   - index: The layer, of spins 1/2.
  ///   - directions: A unit vector for each spin.
  func frame(ofLayer index: Int, along directions: [Vector3]) -> SubsystemSupport {
    // Along the direction, and against it.
    let spinors = directions.map { direction in
      let along = direction.spinor
      return [along, [-along[1].conjugate, along[0].conjugate]]
    }
    let patterns = sectors[index].flatMap(\.states)
    let spins = chain.layers[index].spins
    func bit(_ pattern: UInt64, _ spin: Int) -> Int { Int(pattern >> (spins - 1 - spin) & 1) }
    let rows = patterns.flatMap { flipped in
      patterns.map { state in
        spinors.indices.reduce(Complex.one) { product, spin in
          product * spinors[spin][bit(flipped, spin)][bit(state, spin)].conjugate
        }
      }
    }
    return SubsystemSupport(of: index == 0 ? basis.a : basis.b, adjointVectors: [rows])
  }
}
