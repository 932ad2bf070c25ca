import Numerics

/// A square complex matrix as a value: for operators of a moment, which are small.
struct ComplexSquare: Sendable, Equatable {
  /// Number of rows.
  let dimension: Int
  /// In row-major order.
  private(set) var elements: [Complex]

  /// Zero.
  init(_ dimension: Int) {
    self.init(dimension, elements: [Complex](repeating: .zero, count: dimension * dimension))
  }

  init(_ dimension: Int, elements: [Complex]) {
    precondition(elements.count == dimension * dimension, "no square")
    self.dimension = dimension
    self.elements = elements
  }

  subscript(row: Int, column: Int) -> Complex {
    get { elements[row * dimension + column] }
    set { elements[row * dimension + column] = newValue }
  }

  /// The components of L along the axes of the states |N⟩.
  static func spin(_ space: SpinSpace) -> [ComplexSquare] {
    let size = space.dimension
    var parts = [ComplexSquare](repeating: ComplexSquare(size), count: 3)
    for row in 0..<size {
      parts[2][row, row] = Complex(space.magneticNumber(magnons: row))
      guard row > 0 else { continue }
      // ⟨N − 1|L₊|N⟩.
      let half = space.ladder[row] / 2
      parts[0][row - 1, row] = Complex(half)
      parts[0][row, row - 1] = Complex(half)
      parts[1][row - 1, row] = Complex(0, -half)
      parts[1][row, row - 1] = Complex(0, half)
    }
    return parts
  }

  static func * (a: ComplexSquare, b: ComplexSquare) -> ComplexSquare {
    var product = ComplexSquare(a.dimension)
    let size = a.dimension
    var view = MutableMatrixView(&product.elements, rows: size, columns: size, order: .rowMajor)
    BLAS.multiply(
      MatrixView(a.elements.span, rows: size, columns: size, order: .rowMajor),
      MatrixView(b.elements.span, rows: size, columns: size, order: .rowMajor), into: &view)
    return product
  }

  /// The conjugate of the transpose.
  var adjoint: ComplexSquare {
    var result = self
    for row in 0..<dimension {
      for column in 0..<dimension { result[row, column] = self[column, row].conjugate }
    }
    return result
  }

  /// This and a multiple of another one.
  func adding(_ other: ComplexSquare, times factor: Double) -> ComplexSquare {
    var result = self
    for place in elements.indices { result.elements[place] += factor * other.elements[place] }
    return result
  }

  /// Each element times a number.
  func scaled(by factor: Double) -> ComplexSquare {
    ComplexSquare(dimension, elements: elements.map { factor * $0 })
  }

  /// Each element times a function of row and column.
  func scaled(_ factor: (Int, Int) -> Complex) -> ComplexSquare {
    var result = self
    for row in 0..<dimension {
      for column in 0..<dimension {
        result[row, column] = factor(row, column) * self[row, column]
      }
    }
    return result
  }

  /// With a function of the row added on the diagonal.
  func addingDiagonal(_ summand: (Int) -> Complex) -> ComplexSquare {
    var result = self
    for row in 0..<dimension { result[row, row] += summand(row) }
    return result
  }

  /// The largest magnitude of an element.
  var largest: Double { elements.reduce(0) { max($0, $1.squaredMagnitude) }.squareRoot() }
}
