import Numerics
import Teams

/// Sums over the amplitudes of state vectors, made of sums over tiles so that they have the same bits
/// however many ranks share the tiles. All are collective.
struct TileSums {
  let team: any RankTeam

  /// Σ_x |ψ|² of each row.
  func rowWeights(_ state: SectorState) throws(EvaluationError) -> [Double] {
    let rows = state.layout.rows
    return try sum(state.layout, width: rows) { tile, sums in
      for row in 0..<rows { sums[row] = state.weight(ofRow: row, tile: tile) }
    }
  }

  /// Σ |ψ|² over all rows of each column.
  func columnWeights(_ state: SectorState) throws(EvaluationError) -> [Double] {
    var weights: [Double] = []
    for tile in state.layout.tiles {
      var sums = [Double](repeating: 0, count: StateLayout.tileWidth)
      let numbers = state.buffer.pointer + state.layout.offset(tile: tile, row: 0)
      for row in 0..<state.layout.rows {
        let part = numbers + row * StateLayout.rowStride
        for lane in 0..<StateLayout.tileWidth {
          let (real, imaginary) = (part[lane], part[lane + StateLayout.tileWidth])
          sums[lane].addProduct(real, real)
          sums[lane].addProduct(imaginary, imaginary)
        }
      }
      weights += sums[..<state.layout.columns(ofTile: tile).count]
    }
    return try team.allGather(weights).flatMap { $0 }
  }

  /// ⟨first|second⟩ for some pairs of rows of two states with the same tiles.
  func products(
    _ first: SectorState, _ second: SectorState, _ rows: [(Int, Int)]
  ) throws(EvaluationError) -> [Complex] {
    let sums = try sum(first.layout, width: 2 * rows.count) { tile, sums in
      for (index, pair) in rows.enumerated() {
        let product = Self.product(
          first.buffer.pointer + first.layout.offset(tile: tile, row: pair.0),
          second.buffer.pointer + second.layout.offset(tile: tile, row: pair.1))
        sums[2 * index] = product.real
        sums[2 * index + 1] = product.imaginary
      }
    }
    return rows.indices.map { Complex(sums[2 * $0], sums[2 * $0 + 1]) }
  }

  /// ⟨first|second⟩ for two vectors of a sector.
  func product(
    _ first: SectorState, _ second: SectorState
  ) throws(EvaluationError) -> Complex {
    let sums = try sum(first.layout, width: 2) { tile, sums in
      for row in 0..<first.layout.rows {
        let place = first.layout.offset(tile: tile, row: row)
        let product = Self.product(first.buffer.pointer + place, second.buffer.pointer + place)
        sums[0] += product.real
        sums[1] += product.imaginary
      }
    }
    return Complex(sums[0], sums[1])
  }

  /// Σ_x |Σ_rows ψ|² over some consecutive rows.
  func coherentWeight(
    _ state: SectorState, rows: Range<Int>
  ) throws(EvaluationError) -> Double {
    try sum(state.layout, width: 1) { tile, sums in
      for lane in 0..<StateLayout.tileWidth {
        var (real, imaginary) = (0.0, 0.0)
        for row in rows {
          let place = state.layout.offset(tile: tile, row: row) + lane
          real += state.buffer.pointer[place]
          imaginary += state.buffer.pointer[place + StateLayout.tileWidth]
        }
        sums[0] += real * real + imaginary * imaginary
      }
    }[0]
  }

  /// Sums over tiles.
  private func sum(
    _ layout: StateLayout, width: Int, _ ofTile: (Int, inout [Double]) -> Void
  ) throws(EvaluationError) -> [Double] {
    if team.count == 1 {
      // As the team adds, but without keeping the sums over all tiles.
      var total = [Double](repeating: 0, count: width)
      for tile in layout.tiles {
        var sums = [Double](repeating: 0, count: width)
        ofTile(tile, &sums)
        for index in 0..<width { total[index] += sums[index] }
      }
      return total
    }
    var partials: [Double] = []
    for tile in layout.tiles {
      var sums = [Double](repeating: 0, count: width)
      ofTile(tile, &sums)
      partials += sums
    }
    return try team.sum(ofBlocks: partials, width: width)
  }

  /// Σ conj(a) b over the columns of a tile.
  private static func product(
    _ a: UnsafeMutablePointer<Double>, _ b: UnsafeMutablePointer<Double>
  ) -> Complex {
    typealias Vector = SIMD8<Double>
    var (real, imaginary) = (Vector.zero, Vector.zero)
    for lane in stride(from: 0, to: StateLayout.tileWidth, by: 8) {
      let (aReal, bReal) = ((a + lane).load(Vector.self), (b + lane).load(Vector.self))
      let other = lane + StateLayout.tileWidth
      let (aOther, bOther) = ((a + other).load(Vector.self), (b + other).load(Vector.self))
      real.addProduct(aReal, bReal)
      real.addProduct(aOther, bOther)
      imaginary.addProduct(aReal, bOther)
      imaginary.addProduct(-aOther, bReal)
    }
    return Complex(real.sum(), imaginary.sum())
  }
}
