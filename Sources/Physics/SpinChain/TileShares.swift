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
    ranges = Self.evenShares(of: work, ranks: ranks)
  }

  /// Tiles of the rank that has most.
  var most: Int { ranges.map(\.count).max() ?? 0 }

  /// The sd exchange of one spin, measured against everything else that is done with a tile.
  private static let workOfSpin = 0.11

  /// Consecutive shares of which the largest is as small as possible.
  private static func evenShares(of work: [Double], ranks: Int) -> [Range<Int>] {
    let sums = work.reduce(into: [0.0]) { $0.append($0[$0.count - 1] + $1) }
    // For the first n things among 1, 2, … ranks: the largest share, and where the last share begins.
    var largest = sums
    var starts: [[Int]] = []
    for rank in 1..<max(ranks, 1) {
      var next = [Double](repeating: .infinity, count: sums.count)
      var begin = [Int](repeating: 0, count: sums.count)
      for end in sums.indices where end > rank {
        for start in rank..<end {
          let share = max(largest[start], sums[end] - sums[start])
          if share < next[end] { (next[end], begin[end]) = (share, start) }
        }
      }
      largest = next
      starts.append(begin)
    }
    var end = work.count
    var ranges: [Range<Int>] = []
    for begin in starts.reversed() {
      ranges.append(begin[end]..<end)
      end = begin[end]
    }
    ranges.append(0..<end)
    return ranges.reversed()
  }
}
