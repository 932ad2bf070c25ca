/// A real matrix.
public struct RealMatrix: Sendable, Equatable {
  /// Number of rows.
  public let rows: Int
  /// Number of columns.
  public let columns: Int
  /// Row after row.
  public var elements: [Double]

  /// - Parameters:
  ///   - rows: Number of rows.
  ///   - columns: Number of columns.
  ///   - elements: Row after row.
  public init(rows: Int, columns: Int, elements: [Double]) {
    precondition(elements.count == rows * columns, "no matrix of this shape")
    self.rows = rows
    self.columns = columns
    self.elements = elements
  }

  /// Zero.
  public init(rows: Int, columns: Int) {
    self.init(
      rows: rows, columns: columns, elements: [Double](repeating: 0, count: rows * columns))
  }

  /// The element in a row and a column, both counted from 0.
  public subscript(row: Int, column: Int) -> Double {
    get { elements[row * columns + column] }
    set { elements[row * columns + column] = newValue }
  }

  /// The matrix without a copy.
  public var view: MatrixView<Double> {
    @_lifetime(borrow self) get {
      MatrixView(elements.span, rows: rows, columns: columns, order: .rowMajor)
    }
  }

  /// The product of two matrices, of which the first has as many columns as the second has rows.
  public static func * (a: RealMatrix, b: RealMatrix) -> RealMatrix {
    var result = RealMatrix(rows: a.rows, columns: b.columns)
    var product = MutableMatrixView(
      &result.elements, rows: a.rows, columns: b.columns, order: .rowMajor)
    BLAS.multiply(a.view, b.view, into: &product)
    return result
  }

  /// Rows become columns.
  public var transposed: RealMatrix {
    var result = RealMatrix(rows: columns, columns: rows)
    for row in 0..<rows {
      for column in 0..<columns { result[column, row] = self[row, column] }
    }
    return result
  }

  /// Adds a multiple of another matrix of this shape.
  public mutating func add(_ other: RealMatrix, scaledBy factor: Double) {
    for index in elements.indices { elements[index] += factor * other.elements[index] }
  }
}
