import CLAPACK

/// Why LAPACK gave no eigenvalues or eigenvectors.
public enum EigenvalueError: Error, Sendable, Equatable {
  /// The numbers given are not a square matrix of the stated dimension.
  case shape(numbers: Int, dimension: Int)
  /// A number of the matrix is NaN.
  case notANumber
  /// The iteration did not converge; LAPACK's `info`.
  case notConverged(Int)
}

extension EigenvalueError: CustomStringConvertible {
  /// The reason as part of a sentence.
  public var description: String {
    switch self {
    case .shape(let numbers, let dimension):
      "\(numbers) numbers are not a matrix of dimension \(dimension)"
    case .notANumber: "the matrix has elements that are not numbers"
    case .notConverged(let info): "the eigenvalues did not converge (LAPACK: \(info))"
    }
  }
}

/// Eigenvalues of Hermitian matrices, by reduction to a tridiagonal matrix and QR iteration.
///
/// The errors are a few roundings of the largest eigenvalue, not of each, so that the zeros of a
/// density matrix come out as ±10⁻¹⁷ or so.
public enum HermitianEigenvalues {
  /// From this dimension on a reduction by way of a band matrix is faster, because most of its
  /// operations are products of matrices; measured with OpenBLAS 0.3.21.
  private static let twoStageDimension = 600

  /// All eigenvalues in ascending order, in (16/3) d³ real operations.
  ///
  /// - Parameters:
  ///   - matrix: the matrix in row-major order; only elements with row ≤ column are read.
  ///   - dimension: d, the number of rows.
  /// - Throws: `EigenvalueError`.
  public static func of(
    _ matrix: [Complex], dimension: Int
  ) throws(EigenvalueError) -> [Double] {
    guard dimension >= 0, matrix.count == dimension * dimension else {
      throw .shape(numbers: matrix.count, dimension: dimension)
    }
    guard dimension > 0 else { return [] }
    LinearAlgebraThreads.useOne
    var work = matrix
    var eigenvalues = [Double](repeating: 0, count: dimension)
    // Read by columns, row-major is the transpose, here the conjugate: the same eigenvalues, and the
    // upper triangle is the lower one. The other triangle would do as well, but for OpenBLAS 0.3.21,
    // which reads beyond its ends (zhemv, from dimension 33) and now and then crashes.
    let (noVectors, lower) = (
      CChar(bitPattern: UInt8(ascii: "N")), CChar(bitPattern: UInt8(ascii: "L"))
    )
    let info = work.withUnsafeMutableBytes { bytes in
      let numbers = bytes.assumingMemoryBound(to: lapack_complex_double.self).baseAddress
      return dimension < twoStageDimension
        ? LAPACKE_zheev(
          LAPACK_COL_MAJOR, noVectors, lower, Int32(dimension), numbers, Int32(dimension),
          &eigenvalues)
        : LAPACKE_zheevd_2stage(
          LAPACK_COL_MAJOR, noVectors, lower, Int32(dimension), numbers, Int32(dimension),
          &eigenvalues)
    }
    try check(info)
    return eigenvalues
  }

  /// - Throws: `EigenvalueError` if LAPACK's `info` is not zero.
  static func check(_ info: Int32) throws(EigenvalueError) {
    if info < 0 { throw .notANumber }
    if info > 0 { throw .notConverged(Int(info)) }
  }
}

/// OpenBLAS starts a thread for every processor of the machine unless it is told not to; here every
/// processor has its own rank.
enum LinearAlgebraThreads {
  /// Evaluate it before the first call of LAPACK or BLAS; later evaluations cost nothing.
  static let useOne: Void = openblas_set_num_threads(1)
}
