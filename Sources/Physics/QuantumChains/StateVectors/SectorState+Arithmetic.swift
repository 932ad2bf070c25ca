import Numerics

extension SectorState {
  /// Takes the amplitudes of a state of the same layout.
  func copy(_ other: SectorState) {
    let from = other.numbers(0..<buffer.count)
    buffer.withMutableNumbers(0..<buffer.count) { to in
      for index in from.indices { to[index] = from[index] }
    }
  }

  /// Multiplies all amplitudes.
  func scale(by factor: Double) {
    buffer.withMutableNumbers(0..<buffer.count) { numbers in
      for index in numbers.indices { numbers[index] *= factor }
    }
  }

  /// Adds factor · (−i)^power times a state of the same layout. Ghosts become meaningless.
  func add(_ factor: Double, timesMinusI power: Int, _ other: SectorState) {
    let (width, stride) = (StateLayout.tileWidth, StateLayout.rowStride)
    let sign = power % 4 < 2 ? factor : -factor
    let isReal = power.isMultiple(of: 2)
    let from = other.numbers(layout.amplitudes)
    buffer.withMutableNumbers(layout.amplitudes) { to in
      for row in Swift.stride(from: 0, to: from.count, by: stride) {
        for real in Swift.stride(from: row, to: row + width, by: 8) {
          let imaginary = real + width
          to.addProduct(sign, from.vector(at: isReal ? real : imaginary), at: real)
          to.addProduct(
            isReal ? sign : -sign, from.vector(at: isReal ? imaginary : real), at: imaginary)
        }
      }
    }
  }

  /// Σ |ψ|² of a row's amplitudes in a tile.
  func weight(ofRow row: Int, tile: Int) -> Double {
    let numbers = rows(row..<row + 1, ofTile: tile)
    var sum = AmplitudeVector.zero
    for place in stride(from: 0, to: numbers.count, by: 8) {
      let part = numbers.vector(at: place)
      sum.addProduct(part, part)
    }
    return sum.sum()
  }

  /// ⟨ψ|ψ⟩.
  var squaredNorm: Double {
    layout.tiles.reduce(0) { sum, tile in
      (0..<layout.rows).reduce(sum) { $0 + weight(ofRow: $1, tile: tile) }
    }
  }

  /// Re ⟨ψ|φ⟩.
  func realProduct(_ other: SectorState) -> Double {
    let mine = numbers(layout.amplitudes)
    let theirs = other.numbers(layout.amplitudes)
    var sum = 0.0
    for index in mine.indices { sum += mine[index] * theirs[index] }
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
    guard !actingOnSites else {
      return add(compact: matrix.times(state.compact(), columns: 1)) { $0 }
    }
    for tile in layout.tiles {
      let source = state.rows(0..<state.layout.rows, ofTile: tile)
      withMutableRows(0..<layout.rows, ofTile: tile) {
        matrix.addProduct(1, source, to: &$0, width: StateLayout.rowStride)
      }
    }
  }

  /// Adds what is made of amplitudes that stand as `compact` gives them.
  func add(compact numbers: [Double], _ transform: (Complex) -> Complex) {
    for row in 0..<layout.rows {
      for x in 0..<layout.columns {
        let index = 2 * (row * layout.columns + x)
        self[row, x] += transform(Complex(numbers[index], numbers[index + 1]))
      }
    }
  }
}
