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
  ///   - matrix: The matrix in row-major order; only elements with row ≤ column are read.
  ///   - dimension: d, the number of rows.
  /// - Throws: `LinearAlgebraError`.
  public static func of(
    _ matrix: [Complex], dimension: Int
  ) throws(LinearAlgebraError) -> [Double] {
    try LinearAlgebraError.checkShape(matrix.count, dimension)
    guard dimension > 0 else { return [] }
    var work = matrix
    // Read by columns, row-major is the transpose, here the conjugate: the same eigenvalues, and
    // the upper triangle is the lower one. The other triangle would do as well, but for OpenBLAS
    // 0.3.21, which reads beyond its ends (zhemv, from dimension 33) and now and then crashes.
    var view = MutableMatrixView(
      &work, rows: dimension, columns: dimension, order: .columnMajor)
    return try LAPACK.eigenvalues(
      of: &view, .none, .lower, by: dimension < twoStageDimension ? .iteration : .twoStages)
  }

  /// The eigenvalues above some 10⁻¹⁷ of a matrix other than zero without negative ones, in
  /// ascending order. Few are quick: with r of them it takes some 4 d r² + 4 r³ operations beyond
  /// reading the matrix.
  ///
  /// A Cholesky decomposition with pivoting, ρ = G G†, ends where nothing is left on the diagonal;
  /// the eigenvalues of ρ other than zero are those of G†G. What is left out, and rounding, change
  /// each by some 10⁻¹⁷ of the trace.
  ///
  /// - Parameters:
  ///   - matrix: The matrix by its columns, of which only elements with row ≥ column are read.
  ///   - dimension: d, the number of rows.
  /// - Throws: `LinearAlgebraError`.
  public static func ofPositive(
    _ matrix: [Complex], dimension: Int
  ) throws(LinearAlgebraError) -> [Double] {
    try LinearAlgebraError.checkShape(matrix.count, dimension)
    guard dimension > 0 else { return [] }
    var factor = matrix
    var whole = MutableMatrixView(
      &factor, rows: dimension, columns: dimension, order: .columnMajor)
    // LAPACK takes what is not a number for the end of the matrix.
    guard let rank = LAPACK.factorPositive(&whole, tolerance: 1e-18) else { throw .notANumber }
    for column in 1..<rank {
      for row in 0..<column { factor[column * dimension + row] = .zero }
    }
    var gram = [Complex](repeating: .zero, count: rank * rank)
    var square = MutableMatrixView(&gram, rows: rank, columns: rank, order: .columnMajor)
    BLAS.square(
      MatrixView(factor.span, rows: dimension, columns: rank, order: .columnMajor).adjoint,
      .lower, into: &square)
    return try LAPACK.eigenvalues(of: &square, .none, .lower, by: .iteration)
  }
}
