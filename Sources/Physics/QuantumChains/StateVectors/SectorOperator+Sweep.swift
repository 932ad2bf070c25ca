/// What a sweep over the rows does with H v: w ← scale (H v) + shift v − old w.
struct SweepRule {
  var scale: Double
  var shift: Double
  /// Whether the old w is subtracted, as in Chebyshev's recurrence, or not read.
  var subtractsOld: Bool
}

extension SectorOperator {
  /// w ← H v, in eV, if all tiles are here.
  ///
  /// - Parameters:
  ///   - v: A vector of this operator's layout.
  ///   - w: The result; another vector than v.
  public func apply(to v: SectorState, into w: SectorState) {
    v.refreshGhosts()
    applyPrepared(to: v, into: w)
  }

  /// The same for a vector whose ghosts are right.
  func applyPrepared(to v: SectorState, into w: SectorState) {
    for tile in layout.tiles {
      sweep(SweepRule(scale: 1, shift: 0, subtractsOld: false), v, w, tile: tile) { _, _ in }
    }
  }

  /// w ← 2 (H − b)/a v − w, a step of Chebyshev's recurrence, for a vector whose ghosts are right:
  /// what propagation consists of, for benchmarks.
  package func recur(_ v: SectorState, into w: SectorState, halfWidth: Double, center: Double) {
    let rule = SweepRule(
      scale: 2 / halfWidth, shift: -2 * center / halfWidth, subtractsOld: true)
    for tile in layout.tiles { sweep(rule, v, w, tile: tile) { _, _ in } }
  }

  /// Goes over the rows of a tile.
  ///
  /// - Parameters:
  ///   - rule: What to compute.
  ///   - v: The vector H is applied to, with its ghosts.
  ///   - w: The result, with the ghosts of neighboring tiles that are kept here; another vector
  ///     than v.
  ///   - tile: The tile.
  ///   - visit: Called before and after a row is computed: where it starts in the buffers, and
  ///     whether its new values are there already.
  @inline(__always)
  func sweep(
    _ rule: SweepRule, _ v: SectorState, _ w: SectorState, tile: Int,
    visit: (_ place: Int, _ isDone: Bool) -> Void
  ) {
    unsafe tables.integers.withUnsafeBufferPointer { integers in
      unsafe tables.energies.withUnsafeBufferPointer { energies in
        let kernel = unsafe RowKernel(
          rule, basis.chain, layout, v, w, tile: tile, integers, energies)
        for block in blocks {
          var row = block.firstRow
          for i in 0..<block.first.states {
            let first = kernel.exchange(block.first, i)
            for j in 0..<block.second.states {
              let place = layout.offset(tile: tile, row: row)
              visit(place, false)
              kernel.combine(first, kernel.exchange(block.second, j), row, place)
              if kernel.hasSpins(block.sdFirst) { kernel.sdExchange(block.sdFirst, place, i, j) }
              if kernel.hasSpins(block.sdSecond) { kernel.sdExchange(block.sdSecond, place, j, i) }
              kernel.fillGhosts(row, place)
              visit(place, true)
              row += 1
            }
          }
        }
      }
    }
  }
}
