/// Computes rows of one tile of w ← scale (H v) + shift v − old w: the inner loop of propagation.
///
/// Its tables are looked up through pointers: as arrays, whose indices are checked, they make it a
/// fifth slower. Elsewhere additions keep their overflow checks; without them the compiler unrolls
/// the loops over few neighbors and spins, which makes it slower still.
@safe struct RowKernel {
  private let v: AmplitudePointer
  private let w: AmplitudePointer
  private let integers: UnsafeBufferPointer<Int>
  private let energies: UnsafeBufferPointer<Double>
  private let rule: SweepRule
  /// The scaled matrix elements of hopping and of the exchange of two spins.
  private let hop: Double
  private let swap: Double
  /// Where the tile starts, and the columns it has.
  private let start: Int
  private let columns: Range<Int>
  /// Where the ghosts before and behind this tile begin, and those of the tiles beside it that lie
  /// in this tile.
  private let left: Int
  private let right: Int
  private let leftOfNext: Int
  private let rightOfPrevious: Int

  /// The exchange of a layer's state with others.
  @safe struct Exchange {
    let energy: Double
    /// Offsets to the rows it leads to.
    let offsets: UnsafeBufferPointer<Int>
  }

  private typealias Vector = SIMD8<Double>

  init(
    _ rule: SweepRule, _ chain: SpinChain, _ layout: StateLayout, _ v: SectorState,
    _ w: SectorState, tile: Int, _ integers: UnsafeBufferPointer<Int>,
    _ energies: UnsafeBufferPointer<Double>
  ) {
    self.rule = rule
    self.v = v.buffer.start
    self.w = w.buffer.start
    unsafe self.integers = integers
    unsafe self.energies = energies
    hop = -rule.scale * chain.hopping
    swap = -2 * rule.scale * chain.exchange
    start = layout.offset(tile: tile, row: 0)
    columns = layout.columns(ofTile: tile)
    left = layout.ghosts(beforeTile: tile)
    right = layout.ghosts(behindTile: tile)
    leftOfNext = layout.ghosts(beforeTile: tile + 1)
    rightOfPrevious = layout.ghosts(behindTile: tile - 1)
  }

  @inline(__always)
  func exchange(_ terms: BlockTerms.Exchange, _ state: Int) -> Exchange {
    let offsets = unsafe integers[terms.starts + state]..<integers[terms.starts + state + 1]
    return unsafe Exchange(
      energy: energies[terms.energies + state],
      offsets: UnsafeBufferPointer(rebasing: integers[offsets]))
  }

  /// Everything but the sd exchange: sixteen columns, real and imaginary parts, in registers.
  @inline(__always)
  func combine(_ first: Exchange, _ second: Exchange, _ row: Int, _ place: Int) {
    let v = v + place
    var a = Vector.zero
    var b = a
    var c = a
    var d = a
    var firstOffsets = unsafe first.offsets.makeIterator()
    while let offset = unsafe firstOffsets.next() {
      a += (v + offset).load(Vector.self)
      b += (v + offset + 8).load(Vector.self)
      c += (v + offset + 16).load(Vector.self)
      d += (v + offset + 24).load(Vector.self)
    }
    var secondOffsets = unsafe second.offsets.makeIterator()
    while let offset = unsafe secondOffsets.next() {
      a += (v + offset).load(Vector.self)
      b += (v + offset + 8).load(Vector.self)
      c += (v + offset + 16).load(Vector.self)
      d += (v + offset + 24).load(Vector.self)
    }
    let diagonal = rule.shift.addingProduct(rule.scale, first.energy + second.energy)
    let left = self.v + left + row * StateLayout.ghostStride
    let right = self.v + right + row * StateLayout.ghostStride
    finish(a, place, diagonal, before: left[0], behind: v[8])
    finish(b, place + 8, diagonal, before: v[7], behind: right[0])
    finish(c, place + 16, diagonal, before: left[1], behind: v[24])
    finish(d, place + 24, diagonal, before: v[23], behind: right[1])
    // Beyond the end of the chain.
    var lane = columns.count
    while lane < StateLayout.tileWidth {
      w[place + lane] = 0
      w[place + StateLayout.tileWidth + lane] = 0
      lane += 1
    }
  }

  /// Adds hopping and the diagonal to the neighbors' sum, and stores.
  @inline(__always)
  private func finish(
    _ exchanged: Vector, _ place: Int, _ diagonal: Double, before: Double, behind: Double
  ) {
    let here = (v + place).load(Vector.self)
    let left = Vector(before, here[0], here[1], here[2], here[3], here[4], here[5], here[6])
    let right = Vector(here[1], here[2], here[3], here[4], here[5], here[6], here[7], behind)
    var sum = (exchanged * swap).addingProduct(Vector(repeating: hop), left + right)
      .addingProduct(Vector(repeating: diagonal), here)
    let w = w + place
    if rule.subtractsOld { sum -= w.load(Vector.self) }
    w.store(sum)
  }

  /// Whether spins of a layer are in this tile.
  @inline(__always)
  func hasSpins(_ terms: BlockTerms.SDExchange) -> Bool {
    terms.firstColumn < columns.upperBound && terms.firstColumn + terms.spins > columns.lowerBound
  }

  /// Adds the sd exchange with the spins of one layer in this tile.
  ///
  /// - Parameters:
  ///   - terms: The layer's.
  ///   - place: Where the row starts.
  ///   - state: The state of the layer.
  ///   - other: The state of the other layer.
  @inline(__always)
  func sdExchange(_ terms: BlockTerms.SDExchange, _ place: Int, _ state: Int, _ other: Int) {
    let flip = rule.scale * terms.flip
    var spin = max(columns.lowerBound - terms.firstColumn, 0)
    let end = min(columns.upperBound - terms.firstColumn, terms.spins)
    while spin < end {
      let lane = terms.firstColumn + spin - columns.lowerBound
      let here = place + lane
      let diagonal = unsafe rule.scale * energies[terms.diagonal + state * terms.spins + spin]
      var real = w[here].addingProduct(diagonal, v[here])
      var imaginary =
        w[here + StateLayout.tileWidth]
        .addingProduct(diagonal, v[here + StateLayout.tileWidth])
      let partner = unsafe integers[terms.partners + state * terms.spins + spin]
      if partner >= 0 {
        let there = start + (partner + other * terms.stride) * StateLayout.rowStride + lane
        real.addProduct(flip, v[there])
        imaginary.addProduct(flip, v[there + StateLayout.tileWidth])
      }
      w[here] = real
      w[here + StateLayout.tileWidth] = imaginary
      spin += 1
    }
  }

  /// Copies the outermost columns of w to the ghosts of the neighboring tiles.
  @inline(__always)
  func fillGhosts(_ row: Int, _ place: Int) {
    let left = w + leftOfNext + row * StateLayout.ghostStride
    let right = w + rightOfPrevious + row * StateLayout.ghostStride
    left[0] = w[place + StateLayout.tileWidth - 1]
    left[1] = w[place + StateLayout.rowStride - 1]
    right[0] = w[place]
    right[1] = w[place + StateLayout.tileWidth]
  }
}
