import Numerics

extension SectorState {
  /// Takes the amplitudes of a state of the same layout, each row times a factor, and their
  /// conjugates if that is wanted. Ghosts become meaningless.
  func set(_ other: SectorState, times factors: [Complex], conjugated: Bool = false) {
    let width = StateLayout.tileWidth
    let sign: Double = conjugated ? -1 : 1
    for tile in layout.tiles {
      let source = other.rows(0..<layout.rows, ofTile: tile)
      withMutableRows(0..<layout.rows, ofTile: tile) { target in
        for (row, factor) in factors.enumerated() {
          for real in row * StateLayout.rowStride..<row * StateLayout.rowStride + width {
            let (a, b) = (source[real], source[real + width])
            target[real] = factor.real * a - factor.imaginary * b
            target[real + width] = sign * (factor.real * b + factor.imaginary * a)
          }
        }
      }
    }
  }

  /// Adds a state of the same layout times a factor. Ghosts become meaningless.
  func add(_ factor: Complex, _ other: SectorState) {
    add(factor.real, timesMinusI: 0, other)
    add(factor.imaginary, timesMinusI: 3, other)
  }
}
