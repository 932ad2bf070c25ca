import Teams

/// Where the amplitudes of a state vector are.
///
/// The sites of the chain (columns, numbered from 0) are cut into tiles of `tileWidth`. A tile has,
/// row after row, the real parts of its columns and then the imaginary parts; columns beyond the
/// end of the chain are zero. A sweep over a tile's rows goes straight through memory, and the rows
/// that exchange leads to are still in the cache. Tiles are also the units that ranks share out and
/// that sums over sites are made of, so that a sum has the same bits whoever has which tile.
///
/// Behind the tiles come the ghosts, for hopping: for each tile, row after row, the amplitudes in
/// the column before it, and the same for the column behind it. There is one tile more of either,
/// for the neighboring tiles of other ranks: what is kept for them lies as it is sent and received.
public struct StateLayout: Sendable, Equatable {
  /// Columns of a tile.
  public static let tileWidth = 16
  /// From one row of a tile to the next, in numbers.
  public static let rowStride = 2 * tileWidth
  /// Numbers of a ghost: real and imaginary part.
  static let ghostStride = 2

  /// Rows of the basis.
  public let rows: Int
  /// Columns of the whole chain.
  public let columns: Int
  /// The tiles that are kept here.
  public let tiles: Range<Int>

  /// - Parameters:
  ///   - rows: Rows of the basis.
  ///   - columns: Columns of the chain.
  ///   - tiles: The tiles that are kept here; all if nil.
  public init(rows: Int, columns: Int, tiles: Range<Int>? = nil) {
    self.rows = rows
    self.columns = columns
    self.tiles = tiles ?? 0..<Self.tileCount(columns: columns)
  }

  /// Tiles of a chain.
  public static func tileCount(columns: Int) -> Int { (columns + tileWidth - 1) / tileWidth }

  /// The columns of a tile that are on the chain.
  public func columns(ofTile tile: Int) -> Range<Int> {
    tile * Self.tileWidth..<min((tile + 1) * Self.tileWidth, columns)
  }

  /// Where a row of a tile starts.
  func offset(tile: Int, row: Int) -> Int {
    ((tile - tiles.lowerBound) * rows + row) * Self.rowStride
  }

  /// Where some rows of a tile that is kept here are.
  func range(ofRows rows: Range<Int>, tile: Int) -> Range<Int> {
    precondition(tiles.contains(tile) && rows.lowerBound >= 0 && rows.upperBound <= self.rows)
    let start = offset(tile: tile, row: rows.lowerBound)
    return start..<start + rows.count * Self.rowStride
  }

  /// Where the ghosts before a tile begin, also for the tile behind those kept here.
  func ghosts(beforeTile tile: Int) -> Int {
    (tiles.count * Self.rowStride + (tile - tiles.lowerBound) * Self.ghostStride) * rows
  }

  /// Where the ghosts behind a tile begin, also for the tile before those kept here.
  func ghosts(behindTile tile: Int) -> Int {
    ghosts(beforeTile: tiles.upperBound + 1 + tile - (tiles.lowerBound - 1))
  }

  /// Numbers of a whole state vector.
  var count: Int { ghosts(behindTile: tiles.upperBound) }
  /// Where the amplitudes of all tiles are.
  var amplitudes: Range<Int> { 0..<tiles.count * rows * Self.rowStride }
  /// Memory of a state vector in bytes.
  public var bytes: Int { count * MemoryLayout<Double>.stride }
}

/// How the ranks of a team share the tiles of a chain: consecutive ones, so that the rank with most
/// to do has as little as possible.
///
/// Which rank has which tile does not change a bit of a result.
struct TileShares {
  /// The tiles of each rank; at least one each.
  let ranges: [Range<Int>]

  /// - Parameters:
  ///   - chain: The chain.
  ///   - ranks: Ranks that share the tiles; at most as many as there are tiles.
  init(of chain: SpinChain, ranks: Int) {
    let layout = StateLayout(rows: 1, columns: chain.sites)
    let spins = chain.layers.map { $0.firstSite - 1..<$0.firstSite - 1 + $0.spins }
    let work = layout.tiles.map { tile in
      let columns = layout.columns(ofTile: tile)
      return 1 + Self.workOfSpin * Double(spins.reduce(0) { $0 + $1.clamped(to: columns).count })
    }
    let even = (0..<ranks).map { work.count * $0 / ranks }
    let starts = ConsecutiveShares.starts(of: work, near: even)
    ranges = zip(starts, starts.dropFirst() + [work.count]).map { $0..<$1 }
  }

  /// Tiles of the rank that has most.
  var most: Int { ranges.map(\.count).max() ?? 0 }

  /// The sd exchange of one spin, measured against everything else that is done with a tile.
  private static let workOfSpin = 0.11
}
