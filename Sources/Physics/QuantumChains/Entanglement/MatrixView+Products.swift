import Numerics

extension MatrixView<Complex> {
  /// All of an array, row after row.
  @_lifetime(borrow elements)
  init(rowMajor elements: borrowing [Complex], columns: Int) {
    self.init(
      elements.span, rows: columns > 0 ? elements.count / columns : 0, columns: columns,
      order: .rowMajor)
  }

  /// The product in row-major order.
  func times(_ other: MatrixView<Complex>) -> [Complex] {
    var product = [Complex](repeating: .zero, count: rows * other.columns)
    var target = MutableMatrixView(
      &product, rows: rows, columns: other.columns, order: .rowMajor)
    BLAS.multiply(self, other, into: &target)
    return product
  }

  /// left · this · right† in row-major order.
  func transformed(by left: MatrixView<Complex>, _ right: MatrixView<Complex>) -> [Complex] {
    let half = left.times(self)
    return MatrixView(rowMajor: half, columns: columns).times(right.adjoint)
  }

  /// Adds this times its adjoint to the upper triangle of a row-major Hermitian matrix.
  func addSquare(to sum: inout [Complex]) {
    var target = MutableMatrixView(&sum, rows: rows, columns: rows, order: .rowMajor)
    BLAS.square(self, .upper, into: &target, keeping: 1)
  }
}
