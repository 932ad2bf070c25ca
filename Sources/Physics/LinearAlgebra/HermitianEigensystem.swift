import CLAPACK

/// Eigenvalues and eigenvectors of a Hermitian matrix.
public struct HermitianEigensystem: Sendable {
  /// In ascending order.
  public let values: [Double]
  /// Vector after vector; component i of vector k is number k · dimension + i.
  public let vectors: [Complex]

  /// By reduction to a tridiagonal matrix and divide and conquer.
  ///
  /// - Parameters:
  ///   - matrix: Elements in row-major order; only those with row ≤ column are read.
  ///   - dimension: Number of rows.
  /// - Throws: `EigenvalueError`.
  public init(of matrix: [Complex], dimension: Int) throws(EigenvalueError) {
    guard dimension >= 0, matrix.count == dimension * dimension else {
      throw .shape(numbers: matrix.count, dimension: dimension)
    }
    LinearAlgebraThreads.useOne
    // Row-major is the transpose in LAPACK's order, and so the conjugate: eigenvectors are conjugated.
    var work = matrix.map { lapack_complex_double(real: $0.real, imaginary: $0.imaginary) }
    var values = [Double](repeating: 0, count: dimension)
    if dimension > 0 {
      let info = LAPACKE_zheevd(
        LAPACK_COL_MAJOR, CChar(bitPattern: UInt8(ascii: "V")),
        CChar(bitPattern: UInt8(ascii: "L")), Int32(dimension), &work, Int32(dimension), &values)
      try HermitianEigenvalues.check(info)
    }
    self.values = values
    vectors = work.map { Complex($0.real, -$0.imaginary) }
  }
}
