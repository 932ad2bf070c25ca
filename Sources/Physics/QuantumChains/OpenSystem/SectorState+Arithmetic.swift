import Numerics

extension SectorState {
  /// Takes the amplitudes of a state of the same layout.
  func copy(_ other: SectorState) {
    buffer.pointer.update(from: other.buffer.pointer, count: buffer.count)
  }

  func scale(by factor: Double) {
    for index in 0..<buffer.count { buffer.pointer[index] *= factor }
  }

  /// Adds factor · (−i)^power times a state of the same layout. Ghosts become meaningless.
  func add(_ factor: Double, timesMinusI power: Int, _ other: SectorState) {
    let (width, stride) = (StateLayout.tileWidth, StateLayout.rowStride)
    typealias Vector = SIMD16<Double>
    let sign = power % 4 < 2 ? factor : -factor
    for start in Swift.stride(from: 0, to: layout.tiles.count * layout.rows * stride, by: stride) {
      let (to, from) = (buffer.pointer + start, other.buffer.pointer + start)
      let (real, imaginary) = (from.load(Vector.self), (from + width).load(Vector.self))
      if power.isMultiple(of: 2) {
        to.store(to.load(Vector.self).addingProduct(sign, real))
        (to + width).store((to + width).load(Vector.self).addingProduct(sign, imaginary))
      } else {
        to.store(to.load(Vector.self).addingProduct(sign, imaginary))
        (to + width).store((to + width).load(Vector.self).addingProduct(-sign, real))
      }
    }
  }

  /// ⟨ψ|ψ⟩.
  var squaredNorm: Double {
    layout.tiles.reduce(0) { sum, tile in
      (0..<layout.rows).reduce(sum) { $0 + weight(ofRow: $1, tile: tile) }
    }
  }

  /// Re ⟨ψ|φ⟩.
  func realProduct(_ other: SectorState) -> Double {
    var sum = 0.0
    for index in 0..<layout.tiles.count * layout.rows * StateLayout.rowStride {
      sum += buffer.pointer[index] * other.buffer.pointer[index]
    }
    return sum
  }

  /// Real and imaginary part of all amplitudes, numbered (row, site) with the site fastest.
  func compact() -> [Double] {
    var numbers: [Double] = []
    numbers.reserveCapacity(2 * layout.rows * layout.columns)
    for row in 0..<layout.rows {
      for x in 0..<layout.columns {
        let amplitude = self[row, x]
        numbers.append(amplitude.real)
        numbers.append(amplitude.imaginary)
      }
    }
    return numbers
  }

  /// Adds M ψ, for a matrix of rows or of all amplitudes.
  func add(_ matrix: SparseMatrix, actingOnSites: Bool, _ state: SectorState) {
    if actingOnSites {
      let product = matrix.times(state.compact(), columns: 1)
      for row in 0..<layout.rows {
        for x in 0..<layout.columns {
          let index = 2 * (row * layout.columns + x)
          self[row, x] += Complex(product[index], product[index + 1])
        }
      }
      return
    }
    let width = StateLayout.rowStride
    for tile in layout.tiles {
      // A tile of a vector has a row of `width` numbers for each row of the sector.
      let source = UnsafeBufferPointer(
        start: state.buffer.pointer + state.layout.offset(tile: tile, row: 0),
        count: state.layout.rows * width)
      var target = UnsafeMutableBufferPointer(
        start: buffer.pointer + layout.offset(tile: tile, row: 0), count: layout.rows * width
      ).mutableSpan
      matrix.addProduct(1, source.span, to: &target, width: width)
    }
  }
}
