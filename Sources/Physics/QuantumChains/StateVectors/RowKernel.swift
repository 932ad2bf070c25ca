/// Computes rows of one tile of w ← scale (H v) + shift v − old w: the inner loop of propagation.
///
/// The tables are looked up through pointers, without checks: as arrays they make a sweep over a
/// small sector a fifth slower, and so would overflow checks of the places (`&+`).
@safe struct RowKernel {
  private let v: AmplitudeBuffer.Unchecked
  private let w: AmplitudeBuffer.Unchecked
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
    /// Offsets to the rows it leads to; few, so that a loop over indices, which is unrolled, is
    /// slower.
    let offsets: UnsafeBufferPointer<Int>
  }

  init(
    _ rule: SweepRule, _ chain: SpinChain, _ layout: StateLayout, _ v: SectorState,
    _ w: SectorState, tile: Int, _ integers: UnsafeBufferPointer<Int>,
    _ energies: UnsafeBufferPointer<Double>
  ) {
    self.rule = rule
    self.v = v.buffer.unchecked
    self.w = w.buffer.unchecked
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
    var a = AmplitudeVector.zero
    var b = a
    var c = a
    var d = a
    var firstOffsets = unsafe first.offsets.makeIterator()
    while let offset = unsafe firstOffsets.next() {
      let there = place &+ offset
      a += v[vectorAt: there]
      b += v[vectorAt: there &+ 8]
      c += v[vectorAt: there &+ 16]
      d += v[vectorAt: there &+ 24]
    }
    var secondOffsets = unsafe second.offsets.makeIterator()
    while let offset = unsafe secondOffsets.next() {
      let there = place &+ offset
      a += v[vectorAt: there]
      b += v[vectorAt: there &+ 8]
      c += v[vectorAt: there &+ 16]
      d += v[vectorAt: there &+ 24]
    }
    let diagonal = rule.shift.addingProduct(rule.scale, first.energy + second.energy)
    let left = left &+ row &* StateLayout.ghostStride
    let right = right &+ row &* StateLayout.ghostStride
    finish(a, place, diagonal, before: v[left], behind: v[place &+ 8])
    finish(b, place &+ 8, diagonal, before: v[place &+ 7], behind: v[right])
    finish(c, place &+ 16, diagonal, before: v[left &+ 1], behind: v[place &+ 24])
    finish(d, place &+ 24, diagonal, before: v[place &+ 23], behind: v[right &+ 1])
    // Beyond the end of the chain.
    var lane = columns.count
    while lane < StateLayout.tileWidth {
      w[place &+ lane] = 0
      w[place &+ StateLayout.tileWidth &+ lane] = 0
      lane &+= 1
    }
  }

  /// Adds hopping and the diagonal to the neighbors' sum, and stores.
  @inline(__always)
  private func finish(
    _ exchanged: AmplitudeVector, _ place: Int, _ diagonal: Double, before: Double, behind: Double
  ) {
    typealias Vector = AmplitudeVector
    let here = v[vectorAt: place]
    let left = Vector(before, here[0], here[1], here[2], here[3], here[4], here[5], here[6])
    let right = Vector(here[1], here[2], here[3], here[4], here[5], here[6], here[7], behind)
    var sum = (exchanged * swap).addingProduct(Vector(repeating: hop), left + right)
      .addingProduct(Vector(repeating: diagonal), here)
    if rule.subtractsOld { sum -= w[vectorAt: place] }
    w[vectorAt: place] = sum
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
      let lane = terms.firstColumn &+ spin &- columns.lowerBound
      let real = place &+ lane
      let imaginary = real &+ StateLayout.tileWidth
      let entry = state &* terms.spins &+ spin
      let diagonal = unsafe rule.scale * energies[terms.diagonal &+ entry]
      var sum = (
        w[real].addingProduct(diagonal, v[real]),
        w[imaginary].addingProduct(diagonal, v[imaginary])
      )
      let partner = unsafe integers[terms.partners &+ entry]
      if partner >= 0 {
        let row = partner &+ other &* terms.stride
        let there = start &+ row &* StateLayout.rowStride &+ lane
        sum.0.addProduct(flip, v[there])
        sum.1.addProduct(flip, v[there &+ StateLayout.tileWidth])
      }
      w[real] = sum.0
      w[imaginary] = sum.1
      spin &+= 1
    }
  }

  /// Copies the outermost columns of w to the ghosts of the neighboring tiles.
  @inline(__always)
  func fillGhosts(_ row: Int, _ place: Int) {
    let left = leftOfNext &+ row &* StateLayout.ghostStride
    let right = rightOfPrevious &+ row &* StateLayout.ghostStride
    w[left] = w[place &+ StateLayout.tileWidth &- 1]
    w[left &+ 1] = w[place &+ StateLayout.rowStride &- 1]
    w[right] = w[place]
    w[right &+ 1] = w[place &+ StateLayout.tileWidth]
  }
}
