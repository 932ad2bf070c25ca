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

  /// The eigenvalues above some 10⁻¹⁷ of a matrix other than zero without negative ones, in ascending
  /// order. Few are
  /// quick: with r of them it takes some 4 d r² + 4 r³ operations beyond reading the matrix.
  ///
  /// A Cholesky decomposition with pivoting, ρ = G G†, ends where nothing is left on the diagonal; the
  /// eigenvalues of ρ other than zero are those of G†G. What is left out, and rounding, change
  /// each by some 10⁻¹⁷ of the trace.
  ///
  /// - Parameters:
  ///   - matrix: the matrix by its columns, of which only elements with row ≥ column are read.
  ///   - dimension: d, the number of rows.
  /// - Throws: `EigenvalueError`.
  package static func ofPositive(
    _ matrix: [Complex], dimension: Int
  ) throws(EigenvalueError) -> [Double] {
    guard dimension >= 0, matrix.count == dimension * dimension else {
      throw .shape(numbers: matrix.count, dimension: dimension)
    }
    guard dimension > 0 else { return [] }
    LinearAlgebraThreads.useOne
    let lower = CChar(bitPattern: UInt8(ascii: "L"))
    let n = Int32(dimension)
    var factor = matrix.map { lapack_complex_double(real: $0.real, imaginary: $0.imaginary) }
    var pivots = [Int32](repeating: 0, count: dimension)
    var rank: Int32 = 0
    var workspace = [Double](repeating: 0, count: 2 * dimension)
    // Info 1 is a rank below d, which is what is looked for.
    let info = LAPACKE_zpstrf_work(
      LAPACK_COL_MAJOR, lower, n, &factor, n, &pivots, &rank, 1e-18, &workspace)
    // LAPACK takes what is not a number for the end of the matrix.
    guard info >= 0, rank > 0 else { throw .notANumber }
    let count = Int(rank)
    for column in 1..<count {
      for row in 0..<column {
        factor[column * dimension + row] = lapack_complex_double(real: 0, imaginary: 0)
      }
    }
    var gram = [lapack_complex_double](
      repeating: lapack_complex_double(real: 0, imaginary: 0), count: count * count)
    cblas_zherk(
      CblasColMajor, CblasLower, CblasConjTrans, rank, n, 1, factor, n, 0, &gram, rank)
    var eigenvalues = [Double](repeating: 0, count: count)
    try check(
      LAPACKE_zheev(
        LAPACK_COL_MAJOR, CChar(bitPattern: UInt8(ascii: "N")), lower, rank, &gram, rank,
        &eigenvalues))
    return eigenvalues
  }

  /// - Throws: `EigenvalueError` if LAPACK's `info` is not zero.
  package static func check(_ info: Int32) throws(EigenvalueError) {
    if info < 0 { throw .notANumber }
    if info > 0 { throw .notConverged(Int(info)) }
  }
}

/// OpenBLAS starts a thread for every processor of the machine unless it is told not to; here every
/// processor has its own rank.
package enum LinearAlgebraThreads {
  /// Evaluate it before the first call of LAPACK or BLAS; later evaluations cost nothing.
  package static let useOne: Void = openblas_set_num_threads(1)
}
