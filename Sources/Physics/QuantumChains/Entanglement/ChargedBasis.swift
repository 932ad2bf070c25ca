import Numerics

/// A basis of a finite system whose states have a conserved charge each, such as the number of
/// flipped spins. Without a conservation law every charge is the same.
public struct ChargedBasis: Sendable, Equatable {
  /// The charge of each basis state.
  public let charges: [Int]
  /// The sectors of equal charge, by ascending charge.
  public let sectors: [Sector]
  /// The sector of each basis state.
  let sectorOfState: [Int]
  /// The place of each basis state within its sector.
  let placeOfState: [Int]

  /// The states of one charge.
  public struct Sector: Sendable, Equatable {
    /// The charge that all its states have.
    public let charge: Int
    /// Basis states in ascending order.
    public let states: [Int]
  }

  /// - Parameter charges: The charge of each basis state, in the order of the basis.
  public init(charges: [Int]) {
    self.charges = charges
    var sectors: [Sector] = []
    var sectorOfState = [Int](repeating: 0, count: charges.count)
    var placeOfState = sectorOfState
    for charge in Set(charges).sorted() {
      let states = charges.indices.filter { charges[$0] == charge }
      for (place, state) in states.enumerated() {
        sectorOfState[state] = sectors.count
        placeOfState[state] = place
      }
      sectors.append(Sector(charge: charge, states: states))
    }
    self.sectors = sectors
    self.sectorOfState = sectorOfState
    self.placeOfState = placeOfState
  }

  /// A basis without a conservation law.
  public init(dimension: Int) {
    self.init(charges: [Int](repeating: 0, count: dimension))
  }

  /// The number of basis states.
  public var dimension: Int { charges.count }

  /// A zero matrix for each sector, row-major.
  var zeroMatrices: [[Complex]] {
    sectors.map { [Complex](repeating: .zero, count: $0.states.count * $0.states.count) }
  }
}

/// The product basis |a⟩|b⟩ of two systems A and B, in blocks of equal total charge.
public struct BipartiteBasis: Sendable, Equatable {
  /// The basis of A.
  public let a: ChargedBasis
  /// The basis of B.
  public let b: ChargedBasis
  /// The blocks of equal total charge, by ascending charge.
  public let blocks: [Block]
  /// The block of each pair of sectors: `blockOfPair[sectorA * b.sectors.count + sectorB]`.
  private let blockOfPair: [Int]
  /// Where each pair of sectors begins in its block.
  private let offsetOfPair: [Int]

  /// The product states of one total charge: pairs of sectors one after another, in each of them
  /// A's states slow and B's fast.
  public struct Block: Sendable, Equatable {
    /// The total charge.
    public let charge: Int
    /// Number of product states.
    public let dimension: Int
    /// Its pairs of sectors, in ascending order of A's charge.
    public let pairs: [Pair]
  }

  /// A sector of A with a sector of B.
  public struct Pair: Sendable, Equatable {
    /// A's sector.
    public let a: Int
    /// B's sector.
    public let b: Int
    /// Number of states of A's sector.
    public let rows: Int
    /// Number of states of B's sector.
    public let columns: Int
    /// Place of the first state in the block.
    public let offset: Int

    /// Number of product states.
    public var count: Int { rows * columns }
  }

  /// The product of two bases.
  public init(a: ChargedBasis, b: ChargedBasis) {
    self.a = a
    self.b = b
    var pairsOfCharge: [Int: [(Int, Int)]] = [:]
    for (i, sectorA) in a.sectors.enumerated() {
      for (j, sectorB) in b.sectors.enumerated() {
        pairsOfCharge[sectorA.charge + sectorB.charge, default: []].append((i, j))
      }
    }
    var blocks: [Block] = []
    var blockOfPair = [Int](repeating: 0, count: a.sectors.count * b.sectors.count)
    var offsetOfPair = blockOfPair
    for (charge, members) in pairsOfCharge.sorted(by: { $0.key < $1.key }) {
      var pairs: [Pair] = []
      var dimension = 0
      for (i, j) in members {
        let pair = Pair(
          a: i, b: j, rows: a.sectors[i].states.count, columns: b.sectors[j].states.count,
          offset: dimension)
        blockOfPair[i * b.sectors.count + j] = blocks.count
        offsetOfPair[i * b.sectors.count + j] = dimension
        dimension += pair.count
        pairs.append(pair)
      }
      blocks.append(Block(charge: charge, dimension: dimension, pairs: pairs))
    }
    self.blocks = blocks
    self.blockOfPair = blockOfPair
    self.offsetOfPair = offsetOfPair
  }

  /// The number of product states.
  public var dimension: Int { a.dimension * b.dimension }

  /// The block of |a⟩|b⟩ and its place there.
  public func place(a stateA: Int, b stateB: Int) -> (block: Int, row: Int) {
    let (i, j) = (a.sectorOfState[stateA], b.sectorOfState[stateB])
    let pair = i * b.sectors.count + j
    let row =
      offsetOfPair[pair] + a.placeOfState[stateA] * b.sectors[j].states.count
      + b.placeOfState[stateB]
    return (blockOfPair[pair], row)
  }

  /// A sector of A with a sector of B, and its block.
  func pair(_ sectorA: Int, _ sectorB: Int) -> (block: Int, pair: Pair) {
    let index = sectorA * b.sectors.count + sectorB
    return (
      blockOfPair[index],
      Pair(
        a: sectorA, b: sectorB, rows: a.sectors[sectorA].states.count,
        columns: b.sectors[sectorB].states.count, offset: offsetOfPair[index])
    )
  }
}
