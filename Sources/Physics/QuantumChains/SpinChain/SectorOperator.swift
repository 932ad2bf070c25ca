/// The Hamiltonian of a chain in one sector, applied without a stored matrix.
///
/// Rows that differ by the exchange within a layer are combined as a whole, hopping is a stencil
/// along the row, and the sd exchange touches one column for each spin. What leads where is the same
/// for all rows of a block with the same state of a layer, so the tables are those of single layers.
public final class SectorOperator: Sendable {
  public let basis: SectorBasis
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
}

/// The numbers that `BlockTerms` refer to, in two arrays, so that a sweep over all rows looks them up
/// through two pointers.
struct OperatorTables: Sendable {
  var integers: [Int] = []
  var energies: [Double] = []
}

/// What the Hamiltonian does to the rows of a block.
struct BlockTerms: Sendable {
  /// The exchange within a layer.
  struct Exchange: Sendable {
    let states: Int
    /// In `integers`, for each state: where there the offsets to its neighbours begin, in numbers of a
    /// tile; one more for the end.
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

  init(
    _ block: SectorBasis.Block, in basis: SectorBasis, _ tables: inout OperatorTables
  ) {
    firstRow = block.firstRow
    first = Exchange(block.first, stride: block.second.count, &tables)
    second = Exchange(block.second, stride: 1, &tables)
    sdFirst = SDExchange(
      block, inFirst: true, partner: block.partners.first.map { basis.blocks[$0] },
      chain: basis.chain, &tables)
    sdSecond = SDExchange(
      block, inFirst: false, partner: block.partners.second.map { basis.blocks[$0] },
      chain: basis.chain, &tables)
  }
}

extension BlockTerms.Exchange {
  fileprivate init(_ sector: LayerSector, stride: Int, _ tables: inout OperatorTables) {
    states = sector.count
    starts = tables.integers.count
    energies = tables.energies.count
    tables.energies += sector.exchangeEnergies
    let offsets = starts + states + 1
    tables.integers += sector.neighbourStarts.map { offsets + $0 }
    for state in 0..<states {
      for place in sector.neighbourStarts[state]..<sector.neighbourStarts[state + 1] {
        tables.integers.append(
          (sector.neighbours[place] - state) * stride * StateLayout.rowStride)
      }
    }
  }
}

extension BlockTerms.SDExchange {
  fileprivate init(
    _ block: SectorBasis.Block, inFirst: Bool, partner: SectorBasis.Block?, chain: SpinChain,
    _ tables: inout OperatorTables
  ) {
    let (sector, electron) = (inFirst ? block.first : block.second, block.electron)
    firstColumn = sector.layer.firstSite - 1
    spins = sector.layer.spins
    diagonal = tables.energies.count
    partners = tables.integers.count
    // σ · κS = κ (σ^z S^z + σ⁺S⁻ + σ⁻S⁺) with σ^± between the two states of the electron.
    let factor = electron == 1 ? sector.raisingFactor : sector.loweringFactor
    flip = -chain.sdExchange * chain.sdScale * factor
    let changed = electron == 1 ? sector.raised : sector.lowered
    stride = partner.map { inFirst ? 1 : $0.second.count } ?? 0
    for state in 0..<sector.count {
      for spin in 0..<spins {
        let moment = Double(electron * sector.moment(ofSpin: spin, in: state))
        tables.energies.append(-chain.sdExchange * chain.sdScale / 2 * moment)
        let target = changed[state * spins + spin]
        guard let partner, target >= 0 else {
          tables.integers.append(-1)
          continue
        }
        tables.integers.append(inFirst ? partner.row(target, 0) : partner.row(0, target))
      }
    }
  }
}
