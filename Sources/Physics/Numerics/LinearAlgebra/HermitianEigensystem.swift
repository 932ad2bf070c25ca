import CLAPACK

/// Eigenvalues and eigenvectors of a Hermitian matrix, by divide and conquer.
package struct HermitianEigensystem: Sendable {
  /// In ascending order.
  package let eigenvalues: [Double]
  /// The matrix U† that makes U† H U diagonal: row k is the complex conjugate of eigenvector k.
  package let adjointVectors: [Complex]

  /// - Parameters:
  ///   - matrix: the matrix in row-major order; only elements with row ≤ column are read.
  ///   - dimension: the number of rows.
  /// - Throws: `EigenvalueError`.
  package init(_ matrix: [Complex], dimension: Int) throws(EigenvalueError) {
    guard dimension >= 0, matrix.count == dimension * dimension else {
      throw .shape(numbers: matrix.count, dimension: dimension)
    }
    LinearAlgebraThreads.useOne
    var vectors = matrix
    var eigenvalues = [Double](repeating: 0, count: dimension)
    if dimension > 0 {
      let info = vectors.withUnsafeMutableBytes { bytes in
        // Column-major, the row-major matrix is its conjugate, whose eigenvectors are the conjugates;
        // LAPACK's columns are rows here.
        LAPACKE_zheevd(
          LAPACK_COL_MAJOR, CChar(bitPattern: UInt8(ascii: "V")),
          CChar(bitPattern: UInt8(ascii: "L")), Int32(dimension),
          bytes.assumingMemoryBound(to: lapack_complex_double.self).baseAddress, Int32(dimension),
          &eigenvalues)
      }
      try HermitianEigenvalues.check(info)
    }
    self.eigenvalues = eigenvalues
    adjointVectors = vectors
  }
}
