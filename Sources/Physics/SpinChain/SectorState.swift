/// A state vector in a sector, or the tiles of it that are kept here.
public final class SectorState {
  public let basis: SectorBasis
  public let layout: StateLayout
  let buffer: AmplitudeBuffer

  /// The zero vector.
  ///
  /// - Parameters:
  ///   - basis: The sector.
  ///   - tiles: The tiles that are kept here; all if nil.
  public init(_ basis: SectorBasis, tiles: Range<Int>? = nil) {
    self.basis = basis
    layout = StateLayout(rows: basis.rowCount, columns: basis.chain.sites, tiles: tiles)
    buffer = AmplitudeBuffer(count: layout.count)
  }

  /// The amplitude of a row at a column (a site, numbered from 0) whose tile is kept here.
  public subscript(row: Int, column: Int) -> Complex {
    get {
      let place = offset(row, column)
      return Complex(buffer.pointer[place], buffer.pointer[place + StateLayout.tileWidth])
    }
    set {
      let place = offset(row, column)
      buffer.pointer[place] = newValue.real
      buffer.pointer[place + StateLayout.tileWidth] = newValue.imaginary
    }
  }

  private func offset(_ row: Int, _ column: Int) -> Int {
    let (tile, lane) = column.quotientAndRemainder(dividingBy: StateLayout.tileWidth)
    return layout.offset(tile: tile, row: row) + lane
  }

  /// Some consecutive rows of a tile: for each the real parts of `StateLayout.tileWidth` columns, then
  /// the imaginary parts; columns beyond the end of the chain are zero.
  ///
  /// - Parameters:
  ///   - rows: The rows.
  ///   - tile: A tile that is kept here.
  ///   - body: What is done with them.
  public func withRows<Value, Failure: Error>(
    _ rows: Range<Int>, ofTile tile: Int, _ body: (Span<Double>) throws(Failure) -> Value
  ) throws(Failure) -> Value {
    let start = buffer.pointer + layout.offset(tile: tile, row: rows.lowerBound)
    let numbers = UnsafeBufferPointer(start: start, count: rows.count * StateLayout.rowStride)
    return try body(numbers.span)
  }

  /// The same as an address, for BLAS.
  package func withUnsafeRows<Value, Failure: Error>(
    _ rows: Range<Int>, ofTile tile: Int,
    _ body: (UnsafeBufferPointer<Double>) throws(Failure) -> Value
  ) throws(Failure) -> Value {
    let start = buffer.pointer + layout.offset(tile: tile, row: rows.lowerBound)
    return try body(UnsafeBufferPointer(start: start, count: rows.count * StateLayout.rowStride))
  }

  /// Adds a product state: an orbital for the electron, whose spin is the block's, and a state of
  /// each layer in the block's sectors.
  ///
  /// - Parameters:
  ///   - orbital: An amplitude for each site.
  ///   - block: Index of the block.
  ///   - first: An amplitude for each state of the first layer.
  ///   - second: An amplitude for each state of the second layer.
  public func add(orbital: [Complex], block: Int, first: [Double], second: [Double]) {
    let block = basis.blocks[block]
    for (i, a) in first.enumerated() where a != 0 {
      for (j, b) in second.enumerated() where b != 0 {
        let row = block.row(i, j)
        for column in layout.tiles.flatMap(layout.columns) {
          self[row, column] += (a * b) * orbital[column]
        }
      }
    }
  }

  /// Σ |ψ|² of a row's amplitudes in a tile.
  func weight(ofRow row: Int, tile: Int) -> Double {
    let row = buffer.pointer + layout.offset(tile: tile, row: row)
    var sum = SIMD8<Double>.zero
    for place in stride(from: 0, to: StateLayout.rowStride, by: 8) {
      let part = (row + place).load(SIMD8<Double>.self)
      sum.addProduct(part, part)
    }
    return sum.sum()
  }

  /// Copies the amplitudes at the edges of each tile into the ghosts of its neighbours that are kept
  /// here; the outermost ghosts are left alone.
  func refreshGhosts() {
    let numbers = buffer.pointer
    let last = StateLayout.tileWidth - 1
    for tile in layout.tiles {
      for row in 0..<layout.rows {
        let here = layout.offset(tile: tile, row: row)
        if tile > layout.tiles.lowerBound {
          let ghost = layout.ghost(tile: tile - 1, row: row)
          numbers[ghost + 2] = numbers[here]
          numbers[ghost + 3] = numbers[here + StateLayout.tileWidth]
        }
        if tile + 1 < layout.tiles.upperBound {
          let ghost = layout.ghost(tile: tile + 1, row: row)
          numbers[ghost] = numbers[here + last]
          numbers[ghost + 1] = numbers[here + StateLayout.tileWidth + last]
        }
      }
    }
  }
}
