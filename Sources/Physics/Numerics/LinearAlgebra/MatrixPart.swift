import CLAPACK

/// A rectangular part of a row-major array of complex numbers, to be multiplied without a copy.
package struct MatrixPart {
  package let numbers: [Complex]
  /// Where element (0, 0) stands.
  package let offset: Int
  package let rows: Int
  package let columns: Int
  /// Distance of consecutive rows.
  package let rowStride: Int
  /// Whether its adjoint is meant.
  package private(set) var isAdjoint = false

  /// - Parameter rowStride: the number of columns, if nothing else is said.
  package init(_ numbers: [Complex], offset: Int = 0, rows: Int, columns: Int, rowStride: Int? = nil) {
    self.numbers = numbers
    self.offset = offset
    self.rows = rows
    self.columns = columns
    self.rowStride = rowStride ?? columns
  }

  /// The conjugate of the transpose.
  package var adjoint: MatrixPart {
    var adjoint = self
    adjoint.isAdjoint.toggle()
    return adjoint
  }

  fileprivate var flag: CBLAS_TRANSPOSE { isAdjoint ? CblasConjTrans : CblasNoTrans }
  fileprivate var productRows: Int { isAdjoint ? columns : rows }
  fileprivate var productColumns: Int { isAdjoint ? rows : columns }
}

/// Products of complex matrices by BLAS. The shapes must fit; callers are inside this module and
/// compute them.
package enum MatrixProduct {
  /// C ← A B + `kept` C.
  ///
  /// - Parameters:
  ///   - c: the row-major array that holds C.
  ///   - offset: where C begins in `c`; its rows follow each other.
  package static func multiply(
    _ a: MatrixPart, _ b: MatrixPart, into c: inout [Complex], offset: Int = 0,
    keeping kept: Double = 0
  ) {
    let (rows, columns) = (a.productRows, b.productColumns)
    guard rows > 0, columns > 0 else { return }
    LinearAlgebraThreads.useOne
    // The door to C: nothing keeps the pointers.
    a.numbers.withUnsafeBufferPointer { aNumbers in
      b.numbers.withUnsafeBufferPointer { bNumbers in
        c.withUnsafeMutableBufferPointer { cNumbers in
          guard let first = aNumbers.baseAddress, let second = bNumbers.baseAddress,
            let result = cNumbers.baseAddress
          else { return }
          cblas_zgemm(
            CblasRowMajor, a.flag, b.flag, Int32(rows), Int32(columns), Int32(a.productColumns),
            [Complex.one], first + a.offset, Int32(max(a.rowStride, 1)), second + b.offset,
            Int32(max(b.rowStride, 1)), [Complex(kept)], result + offset, Int32(columns))
        }
      }
    }
  }

  /// Adds A A† to the upper triangle, row ≤ column, of a row-major Hermitian matrix.
  package static func addSquare(of a: MatrixPart, to c: inout [Complex]) {
    let (dimension, inner) = (a.productRows, a.productColumns)
    guard dimension > 0, inner > 0 else { return }
    LinearAlgebraThreads.useOne
    a.numbers.withUnsafeBufferPointer { aNumbers in
      c.withUnsafeMutableBufferPointer { cNumbers in
        guard let factor = aNumbers.baseAddress, let result = cNumbers.baseAddress else { return }
        cblas_zherk(
          CblasRowMajor, CblasUpper, a.flag, Int32(dimension), Int32(inner), 1,
          factor + a.offset, Int32(max(a.rowStride, 1)), 1, result, Int32(dimension))
      }
    }
  }
}
