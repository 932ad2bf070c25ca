/// Eigenvalues and eigenvectors of a Hermitian matrix, by divide and conquer.
public struct HermitianEigensystem: Sendable {
  /// In ascending order.
  public let eigenvalues: [Double]
  /// The matrix U† that makes U† H U diagonal: row k is the complex conjugate of eigenvector k.
  public let adjointVectors: [Complex]

  /// - Parameters:
  ///   - matrix: The matrix in row-major order; only elements with row ≤ column are read.
  ///   - dimension: The number of rows.
  /// - Throws: `LinearAlgebraError`.
  public init(_ matrix: [Complex], dimension: Int) throws(LinearAlgebraError) {
    try LinearAlgebraError.checkShape(matrix.count, dimension)
    var vectors = matrix
    if dimension > 0 {
      // Column-major, the row-major matrix is its conjugate, whose eigenvectors are the conjugates;
      // LAPACK's columns are rows here.
      var view = MutableMatrixView(
        &vectors, rows: dimension, columns: dimension, order: .columnMajor)
      eigenvalues = try LAPACK.eigenvalues(of: &view, .all, .lower, by: .divideAndConquer)
    } else {
      eigenvalues = []
    }
    adjointVectors = vectors
  }

  /// U† as a matrix, a row for each eigenvector.
  public var adjointMatrix: MatrixView<Complex> {
    @_lifetime(borrow self) get {
      MatrixView(
        adjointVectors.span, rows: eigenvalues.count, columns: eigenvalues.count, order: .rowMajor)
    }
  }
}

/// Eigenvalues and eigenvectors of a real symmetric matrix, by divide and conquer.
public struct SymmetricEigensystem: Sendable {
  /// In ascending order.
  public let eigenvalues: [Double]
  /// Row k is eigenvector k.
  public let vectors: [Double]

  /// Number of rows of the matrix.
  public var dimension: Int { eigenvalues.count }

  /// - Parameters:
  ///   - matrix: The matrix, of which one triangle is read.
  ///   - dimension: The number of rows.
  /// - Throws: `LinearAlgebraError`.
  public init(_ matrix: [Double], dimension: Int) throws(LinearAlgebraError) {
    try LinearAlgebraError.checkShape(matrix.count, dimension)
    var vectors = matrix
    eigenvalues =
      dimension > 0
      ? try LAPACK.eigenvalues(replacingByVectors: &vectors, dimension: dimension) : []
    self.vectors = vectors
  }
}

/// Eigenvalues and right eigenvectors of any real matrix.
public struct GeneralEigensystem: Sendable {
  /// Real parts of the eigenvalues; conjugate pairs follow each other, the positive imaginary part
  /// first.
  public let real: [Double]
  /// Imaginary parts of the eigenvalues.
  public let imaginary: [Double]
  /// Column after column: eigenvectors of real eigenvalues; of a pair, the real and the imaginary
  /// part of the first one's.
  public let vectors: [Double]

  /// - Parameters:
  ///   - matrix: The matrix in column-major order.
  ///   - dimension: The number of rows.
  /// - Throws: `LinearAlgebraError`.
  public init(_ matrix: [Double], dimension: Int) throws(LinearAlgebraError) {
    try LinearAlgebraError.checkShape(matrix.count, dimension)
    var work = matrix
    (real, imaginary, vectors) = try LAPACK.generalEigenvalues(of: &work, dimension: dimension)
  }
}
