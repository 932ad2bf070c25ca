import Numerics
import Teams

/// Sums over the amplitudes of state vectors, made of sums over tiles so that they have the same
/// bits however many ranks share the tiles. All are collective, and throw
/// `EvaluationError.disconnected`.
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
      let numbers = state.rows(0..<state.layout.rows, ofTile: tile)
      for row in stride(from: 0, to: numbers.count, by: StateLayout.rowStride) {
        for lane in 0..<StateLayout.tileWidth {
          let real = numbers[row + lane]
          let imaginary = numbers[row + lane + StateLayout.tileWidth]
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
        let product = Self.product(first, pair.0, second, pair.1, tile)
        sums[2 * index] = product.real
        sums[2 * index + 1] = product.imaginary
      }
    }
    return rows.indices.map { Complex(sums[2 * $0], sums[2 * $0 + 1]) }
  }

  /// ⟨first|second⟩ for two vectors of a sector.
  func product(_ first: SectorState, _ second: SectorState) throws(EvaluationError) -> Complex {
    let sums = try sum(first.layout, width: 2) { tile, sums in
      for row in 0..<first.layout.rows {
        let product = Self.product(first, row, second, row, tile)
        sums[0] += product.real
        sums[1] += product.imaginary
      }
    }
    return Complex(sums[0], sums[1])
  }

  /// Σ_x |Σ_rows ψ|² over some ranges of rows together.
  func coherentWeight(_ state: SectorState, rows: [Range<Int>]) throws(EvaluationError) -> Double {
    try sum(state.layout, width: 1) { tile, sums in
      for lane in 0..<StateLayout.tileWidth {
        var (real, imaginary) = (0.0, 0.0)
        for range in rows {
          let numbers = state.rows(range, ofTile: tile)
          for row in stride(from: lane, to: numbers.count, by: StateLayout.rowStride) {
            real += numbers[row]
            imaginary += numbers[row + StateLayout.tileWidth]
          }
        }
        sums[0] += real * real + imaginary * imaginary
      }
    }[0]
  }

  /// Sums over tiles, one after another.
  private func sum(
    _ layout: StateLayout, width: Int, _ ofTile: (Int, inout [Double]) -> Void
  ) throws(EvaluationError) -> [Double] {
    let zero = [Double](repeating: 0, count: width)
    var (total, partials) = (zero, [Double]())
    for tile in layout.tiles {
      var sums = zero
      ofTile(tile, &sums)
      // A lone rank adds as a team does, but without keeping the sums over all tiles.
      if team.count > 1 { partials += sums } else { for i in zero.indices { total[i] += sums[i] } }
    }
    return team.count > 1 ? try team.sum(ofBlocks: partials, width: width) : total
  }

  /// Σ conj(a) b over the columns of a tile, for a row of each state.
  private static func product(
    _ first: SectorState, _ firstRow: Int, _ second: SectorState, _ secondRow: Int, _ tile: Int
  ) -> Complex {
    let a = first.rows(firstRow..<firstRow + 1, ofTile: tile)
    let b = second.rows(secondRow..<secondRow + 1, ofTile: tile)
    var (real, imaginary) = (AmplitudeVector.zero, AmplitudeVector.zero)
    for lane in stride(from: 0, to: StateLayout.tileWidth, by: 8) {
      let other = lane + StateLayout.tileWidth
      let (aReal, bReal) = (a.vector(at: lane), b.vector(at: lane))
      let (aImaginary, bImaginary) = (a.vector(at: other), b.vector(at: other))
      real.addProduct(aReal, bReal)
      real.addProduct(aImaginary, bImaginary)
      imaginary.addProduct(aReal, bImaginary)
      imaginary.addProduct(-aImaginary, bReal)
    }
    return Complex(real.sum(), imaginary.sum())
  }
}
