/// Where the amplitudes of a state vector are.
///
/// The sites of the chain (columns, numbered from 0) are cut into tiles of `tileWidth`. A tile has, row
/// after row, the real parts of its columns and then the imaginary parts; columns beyond the end of
/// the chain are zero. A sweep over a tile's rows goes straight through memory, and the rows that
/// exchange leads to are still in the cache. Tiles are also the units that ranks share out and that
/// sums over sites are made of, so that a sum has the same bits whoever has which tile.
///
/// Behind the tiles come the ghosts: for each tile and row the amplitudes in the column before and in
/// the column behind the tile, for hopping.
public struct StateLayout: Sendable, Equatable {
  /// Columns of a tile.
  public static let tileWidth = 16
  /// From one row of a tile to the next, in numbers.
  public static let rowStride = 2 * tileWidth
  /// Numbers of a ghost: real and imaginary part on the left, then on the right.
  static let ghostStride = 4

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

  /// Where the ghost of a row of a tile is.
  func ghost(tile: Int, row: Int) -> Int {
    tiles.count * rows * Self.rowStride
      + ((tile - tiles.lowerBound) * rows + row) * Self.ghostStride
  }

  /// Numbers of a whole state vector.
  var count: Int { tiles.count * rows * (Self.rowStride + Self.ghostStride) }
  /// Memory of a state vector in bytes.
  public var bytes: Int { count * MemoryLayout<Double>.stride }
}
