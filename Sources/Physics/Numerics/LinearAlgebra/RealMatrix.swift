import CLAPACK

/// A real matrix.
package struct RealMatrix: Sendable, Equatable {
  package let rows: Int
  package let columns: Int
  /// Row after row.
  package var elements: [Double]

  package init(rows: Int, columns: Int, elements: [Double]) {
    self.rows = rows
    self.columns = columns
    self.elements = elements
  }

  /// Zero.
  package init(rows: Int, columns: Int) {
    self.init(
      rows: rows, columns: columns, elements: [Double](repeating: 0, count: rows * columns))
  }

  package subscript(row: Int, column: Int) -> Double {
    get { elements[row * columns + column] }
    set { elements[row * columns + column] = newValue }
  }

  /// The product of two matrices.
  package static func * (a: RealMatrix, b: RealMatrix) -> RealMatrix {
    var result = RealMatrix(rows: a.rows, columns: b.columns)
    guard result.rows > 0, result.columns > 0 else { return result }
    LinearAlgebraThreads.useOne
    cblas_dgemm(
      CblasRowMajor, CblasNoTrans, CblasNoTrans, Int32(a.rows), Int32(b.columns),
      Int32(a.columns), 1, a.elements, Int32(max(a.columns, 1)), b.elements,
      Int32(b.columns), 0, &result.elements, Int32(b.columns))
    return result
  }

  /// Rows become columns.
  package var transposed: RealMatrix {
    var result = RealMatrix(rows: columns, columns: rows)
    for row in 0..<rows {
      for column in 0..<columns { result[column, row] = self[row, column] }
    }
    return result
  }

  /// Adds a multiple of another matrix of this shape.
  package mutating func add(_ other: RealMatrix, scaledBy factor: Double) {
    for index in elements.indices { elements[index] += factor * other.elements[index] }
  }
}
