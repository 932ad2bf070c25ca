import Numerics

/// The density matrix of electron and layers of one sector; between sectors it is zero.
struct DensityBlock: Sendable {
  let basis: SectorBasis
  /// Real and imaginary parts of the elements in row-major order; both triangles are kept.
  var numbers: [Double]

  init(_ basis: SectorBasis) {
    self.basis = basis
    numbers = [Double](repeating: 0, count: 2 * basis.dimension * basis.dimension)
  }

  var dimension: Int { basis.dimension }

  /// An element by the numbers (row, site) of its two states.
  subscript(row: Int, column: Int) -> Complex {
    let place = 2 * (row * dimension + column)
    return Complex(numbers[place], numbers[place + 1])
  }
}

extension DensityBlock {
  /// Adds weight |ψ⟩⟨ψ|.
  mutating func add(_ amplitudes: [Double], weight: Double) {
    for i in 0..<dimension {
      let left = weight * Complex(amplitudes[2 * i], amplitudes[2 * i + 1])
      for j in 0..<dimension {
        let element = left * Complex(amplitudes[2 * j], -amplitudes[2 * j + 1])
        numbers[2 * (i * dimension + j)] += element.real
        numbers[2 * (i * dimension + j) + 1] += element.imaginary
      }
    }
  }

  mutating func scale(by factor: Double) {
    for index in numbers.indices { numbers[index] *= factor }
  }

  mutating func add(_ factor: Double, _ other: DensityBlock) {
    for index in numbers.indices { numbers[index].addProduct(factor, other.numbers[index]) }
  }

  /// Becomes factor (G + G†) + shift V, or the sum of that and what it was.
  mutating func setHermitianPart(
    of g: [Double], factor: Double, adding shift: Double, _ v: [Double], keeping: Bool
  ) {
    for i in 0..<dimension {
      for j in 0..<dimension {
        let (here, mirrored) = (2 * (i * dimension + j), 2 * (j * dimension + i))
        let real = factor * (g[here] + g[mirrored]) + shift * v[here]
        let imaginary = factor * (g[here + 1] - g[mirrored + 1]) + shift * v[here + 1]
        numbers[here] = keeping ? numbers[here] + real : real
        numbers[here + 1] = keeping ? numbers[here + 1] + imaginary : imaginary
      }
    }
  }
}

extension SparseMatrix {
  /// A bound of the square of the largest singular value.
  var squaredNormBound: Double {
    var columnSums = [Double](repeating: 0, count: columns)
    for (place, column) in indices.enumerated() { columnSums[column] += abs(values[place]) }
    return largestRowSum * (columnSums.max() ?? 0)
  }

  /// Adds factor M V to a matrix of complex numbers, row after row.
  func add(times v: [Double], scaledBy factor: Double, to w: inout [Double], columns: Int) {
    var target = w.mutableSpan
    addProduct(factor, v.span, to: &target, width: 2 * columns)
  }

  /// Re Tr(M V).
  func trace(times v: DensityBlock) -> Double {
    let product = times(v.numbers, columns: v.dimension)
    return (0..<v.dimension).reduce(0) { $0 + product[2 * $1 * (v.dimension + 1)] }
  }

  /// M V for a matrix of complex numbers.
  func times(_ v: [Double], columns: Int) -> [Double] {
    var result = [Double](repeating: 0, count: 2 * rows * columns)
    add(times: v, scaledBy: 1, to: &result, columns: columns)
    return result
  }
}
