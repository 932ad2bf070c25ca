import Numerics

/// The Hamiltonian of a chain in one sector, applied without a stored matrix.
///
/// Rows that differ by the exchange within a layer are combined as a whole, hopping is a stencil
/// along the row, and the sd exchange touches one column for each spin. What leads where is the
/// same for all rows of a block with the same state of a layer, so the tables are those of single
/// layers.
public final class SectorOperator: Sendable {
  /// The sector.
  public let basis: SectorBasis
  /// Where the amplitudes of its state vectors are.
  public let layout: StateLayout
  let blocks: [BlockTerms]
  let tables: OperatorTables

  /// - Parameters:
  ///   - basis: The sector.
  ///   - tiles: The tiles that state vectors have here; all if nil.
  public init(_ basis: SectorBasis, tiles: Range<Int>? = nil) {
    self.basis = basis
    layout = StateLayout(rows: basis.rowCount, columns: basis.chain.sites, tiles: tiles)
    var tables = OperatorTables()
    blocks = basis.blocks.map { BlockTerms($0, in: basis, &tables) }
    self.tables = tables
  }

  /// A new zero vector that this operator can be applied to.
  public func makeState() -> SectorState { SectorState(basis, tiles: layout.tiles) }

  /// The Hamiltonian as a matrix of all amplitudes, numbered (row, site) with the site fastest, in
  /// eV.
  func matrix() -> RealMatrix {
    let sites = basis.chain.sites
    var matrix = RealMatrix(rows: basis.dimension, columns: basis.dimension)
    let (unit, column) = (makeState(), makeState())
    for index in 0..<basis.dimension {
      let (row, site) = index.quotientAndRemainder(dividingBy: sites)
      unit[row, site] = .one
      apply(to: unit, into: column)
      unit[row, site] = .zero
      for other in 0..<basis.dimension {
        matrix[other, index] = column[other / sites, other % sites].real
      }
    }
    return matrix
  }
}

/// The numbers that `BlockTerms` refer to, in two arrays that a sweep over all rows looks them up
/// in.
struct OperatorTables: Sendable {
  var integers: [Int] = []
  var energies: [Double] = []
}

/// What the Hamiltonian does to the rows of a block.
struct BlockTerms: Sendable {
  /// The exchange within a layer.
  struct Exchange: Sendable {
    let states: Int
    /// In `integers`, for each state: where there the offsets to its neighbors begin, in numbers of
    /// a tile; one more for the end.
    let starts: Int
    /// In `energies`, for each state: its diagonal energy.
    let energies: Int
  }

  /// The sd exchange with the spins of one layer.
  struct SDExchange: Sendable {
    /// The column of the first spin.
    let firstColumn: Int
    let spins: Int
    /// In `energies`, for each state and spin: the diagonal energy.
    let diagonal: Int
    /// In `integers`, for each state and spin: the row with electron and spin flipped if the other
    /// layer is in its first state; −1 if there is none.
    let partners: Int
    /// From a state of the other layer to the next, in rows of the partner's block.
    let stride: Int
    /// Matrix element of the flip in eV.
    let flip: Double
  }

  let firstRow: Int
  let first: Exchange
  let second: Exchange
  let sdFirst: SDExchange
  let sdSecond: SDExchange

  init(_ block: SectorBasis.Block, in basis: SectorBasis, _ tables: inout OperatorTables) {
    firstRow = block.firstRow
    first = Exchange(block.first, stride: block.second.count, &tables)
    second = Exchange(block.second, stride: 1, &tables)
    sdFirst = SDExchange(block, layer: 0, in: basis, &tables)
    sdSecond = SDExchange(block, layer: 1, in: basis, &tables)
  }
}

extension BlockTerms.Exchange {
  fileprivate init(_ sector: LayerSector, stride: Int, _ tables: inout OperatorTables) {
    states = sector.count
    starts = tables.integers.count
    energies = tables.energies.count
    tables.energies += sector.exchangeEnergies
    let offsets = starts + states + 1
    tables.integers += sector.neighborStarts.map { offsets + $0 }
    for state in 0..<states {
      for place in sector.neighborStarts[state]..<sector.neighborStarts[state + 1] {
        tables.integers.append(
          (sector.neighbors[place] - state) * stride * StateLayout.rowStride)
      }
    }
  }
}

extension BlockTerms.SDExchange {
  fileprivate init(
    _ block: SectorBasis.Block, layer: Int, in basis: SectorBasis, _ tables: inout OperatorTables
  ) {
    let (chain, electron) = (basis.chain, block.electron)
    let sector = block.sector(ofLayer: layer)
    firstColumn = sector.layer.firstSite - 1
    spins = sector.layer.spins
    diagonal = tables.energies.count
    partners = tables.integers.count
    // σ · κS = κ (σ^z S^z + σ⁺S⁻ + σ⁻S⁺) with σ^± between the two states of the electron: its flip
    // takes from the layer or gives to it.
    let factor = electron == 1 ? sector.raisingFactor : sector.loweringFactor
    flip = -chain.sdExchange * chain.sdScale * factor
    let changed = electron == 1 ? sector.raised : sector.lowered
    let partner = basis.block(from: block, lowering: layer, by: -electron, electron: -electron)
    stride = partner.map { layer == 0 ? 1 : $0.second.count } ?? 0
    for state in 0..<sector.count {
      for spin in 0..<spins {
        let moment = Double(electron * sector.moment(ofSpin: spin, in: state))
        tables.energies.append(-chain.sdExchange * chain.sdScale / 2 * moment)
        let target = changed[state * spins + spin]
        tables.integers.append(
          target < 0 ? -1 : partner?.row(target, ofLayer: layer, other: 0) ?? -1)
      }
    }
  }
}
