public import Numerics
import Teams

/// A state vector in a sector, or the tiles of it that are kept here.
public final class SectorState {
  /// The sector.
  public let basis: SectorBasis
  /// Where its amplitudes are.
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
      let (tile, lane) = column.quotientAndRemainder(dividingBy: StateLayout.tileWidth)
      let numbers = rows(row..<row + 1, ofTile: tile)
      return Complex(numbers[lane], numbers[lane + StateLayout.tileWidth])
    }
    set {
      let (tile, lane) = column.quotientAndRemainder(dividingBy: StateLayout.tileWidth)
      withMutableRows(row..<row + 1, ofTile: tile) {
        $0[lane] = newValue.real
        $0[lane + StateLayout.tileWidth] = newValue.imaginary
      }
    }
  }

  /// Some consecutive rows of a tile: for each the real parts of `StateLayout.tileWidth` columns,
  /// then the imaginary parts; columns beyond the end of the chain are zero.
  ///
  /// - Parameters:
  ///   - rows: The rows.
  ///   - tile: A tile that is kept here.
  @_lifetime(borrow self)
  public func rows(_ rows: Range<Int>, ofTile tile: Int) -> Span<Double> {
    numbers(layout.range(ofRows: rows, tile: tile))
  }

  /// Some of the numbers of all tiles.
  @_lifetime(borrow self)
  func numbers(_ range: Range<Int>) -> Span<Double> {
    let numbers = unsafe buffer.numbers(range)
    return unsafe _overrideLifetime(numbers.span, borrowing: self)
  }

  /// The same for writing.
  func withMutableRows<Value>(
    _ rows: Range<Int>, ofTile tile: Int, _ body: (inout MutableSpan<Double>) -> Value
  ) -> Value {
    buffer.withMutableNumbers(layout.range(ofRows: rows, tile: tile), body)
  }

  /// Sets all amplitudes to zero.
  public func clear() {
    buffer.withMutableNumbers(0..<buffer.count) { $0.update(repeating: 0) }
  }

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

  /// Copies the amplitudes at the edges of each tile into the ghosts of its neighbors.
  package func refreshGhosts() {
    buffer.withMutableNumbers(0..<buffer.count) { numbers in
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
  }

  /// Sends the outermost ghosts to the neighboring ranks of a team, which have the tiles beside
  /// those kept here, and receives theirs. Collective.
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
    var numbers = unsafe UnsafeMutableBufferPointer(start: buffer.pointer, count: buffer.count)
      .mutableSpan
    try team.exchange(sending: outgoing, receiving: incoming, in: &numbers)
  }
}

extension SectorState {
  /// Appends the tiles that are kept here.
  func save(to sink: any RestartSink) {
    for tile in layout.tiles { sink.append(rows(0..<layout.rows, ofTile: tile)) }
  }

  /// Takes what `save` appended; false if there is not as much, and then the state is undefined.
  func restore(_ source: any RestartSource) -> Bool {
    layout.tiles.allSatisfy { tile in
      withMutableRows(0..<layout.rows, ofTile: tile) { source.read(into: &$0) }
    }
  }
}
