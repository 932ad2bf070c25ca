import CLAPACK

/// Eigenvalues and eigenvectors of a real symmetric matrix, by divide and conquer.
package struct SymmetricEigensystem: Sendable {
  /// In ascending order.
  package let eigenvalues: [Double]
  /// Row k is eigenvector k.
  package let vectors: [Double]

  package var dimension: Int { eigenvalues.count }

  /// - Parameters:
  ///   - matrix: the matrix, of which one triangle is read.
  ///   - dimension: the number of rows.
  /// - Throws: `EigenvalueError`.
  package init(_ matrix: [Double], dimension: Int) throws(EigenvalueError) {
    guard dimension >= 0, matrix.count == dimension * dimension else {
      throw .shape(numbers: matrix.count, dimension: dimension)
    }
    LinearAlgebraThreads.useOne
    var vectors = matrix
    var eigenvalues = [Double](repeating: 0, count: dimension)
    if dimension > 0 {
      try HermitianEigenvalues.check(
        LAPACKE_dsyevd(
          LAPACK_COL_MAJOR, CChar(bitPattern: UInt8(ascii: "V")),
          CChar(bitPattern: UInt8(ascii: "L")), Int32(dimension), &vectors, Int32(dimension),
          &eigenvalues))
    }
    self.eigenvalues = eigenvalues
    self.vectors = vectors
  }
}
