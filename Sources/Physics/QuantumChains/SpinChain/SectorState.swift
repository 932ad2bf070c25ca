public import Numerics
import Teams

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

  /// A vector with the memory of another one.
  init(_ basis: SectorBasis, _ buffer: AmplitudeBuffer, _ layout: StateLayout) {
    self.basis = basis
    self.layout = layout
    self.buffer = buffer
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

  /// Sets all amplitudes to zero.
  public func clear() { buffer.pointer.update(repeating: 0, count: buffer.count) }

  /// Adds a product state: an orbital for the electron, whose spin is the block's, and a state of
  /// each layer in the block's sectors.
  ///
  /// - Parameters:
  ///   - orbital: An amplitude for each site.
  ///   - block: Index of the block.
  ///   - first: An amplitude for each state of the first layer.
  ///   - second: An amplitude for each state of the second layer.
  public func add(orbital: [Complex], block: Int, first: [Complex], second: [Complex]) {
    let block = basis.blocks[block]
    for (i, a) in first.enumerated() where a != .zero {
      for (j, b) in second.enumerated() where b != .zero {
        let row = block.row(i, j)
        for column in layout.tiles.flatMap(layout.columns) {
          self[row, column] += a * b * orbital[column]
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

  /// Copies the amplitudes at the edges of each tile into the ghosts of its neighbours.
  package func refreshGhosts() {
    let numbers = buffer.pointer
    for tile in layout.tiles {
      let start = layout.offset(tile: tile, row: 0)
      let before = layout.ghosts(behindTile: tile - 1)
      let behind = layout.ghosts(beforeTile: tile + 1)
      for row in 0..<layout.rows {
        let here = start + row * StateLayout.rowStride
        let shift = row * StateLayout.ghostStride
        numbers[before + shift] = numbers[here]
        numbers[before + shift + 1] = numbers[here + StateLayout.tileWidth]
        numbers[behind + shift] = numbers[here + StateLayout.tileWidth - 1]
        numbers[behind + shift + 1] = numbers[here + StateLayout.rowStride - 1]
      }
    }
  }

  /// Sends the outermost ghosts to the neighbouring ranks of a team, which have the tiles beside those
  /// kept here, and receives theirs. Collective.
  func exchangeGhosts(_ team: any RankTeam) throws(EvaluationError) {
    guard team.count > 1 else { return }
    let tiles = layout.tiles
    func ghosts(_ start: Int, _ partner: Int) -> TeamBlock {
      TeamBlock(partner: partner, range: start..<start + layout.rows * StateLayout.ghostStride)
    }
    var outgoing: [TeamBlock] = []
    var incoming: [TeamBlock] = []
    if team.rank > 0 {
      outgoing.append(ghosts(layout.ghosts(behindTile: tiles.lowerBound - 1), team.rank - 1))
      incoming.append(ghosts(layout.ghosts(beforeTile: tiles.lowerBound), team.rank - 1))
    }
    if team.rank + 1 < team.count {
      outgoing.append(ghosts(layout.ghosts(beforeTile: tiles.upperBound), team.rank + 1))
      incoming.append(ghosts(layout.ghosts(behindTile: tiles.upperBound - 1), team.rank + 1))
    }
    var numbers = UnsafeMutableBufferPointer(start: buffer.pointer, count: buffer.count)
      .mutableSpan
    try team.exchange(sending: outgoing, receiving: incoming, in: &numbers)
  }
}
