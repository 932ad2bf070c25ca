import Teams

/// How the ranks of a team share the tiles of a chain: consecutive ones, so that the rank with most to do
/// has as little as possible.
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
