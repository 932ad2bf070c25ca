/// A matrix as Q R, with orthonormal columns Q.
public struct OrthogonalFactors: Sendable {
  /// Q in column-major order: as many rows as the matrix has, and min(rows, columns) columns.
  public let isometry: [Complex]
  /// R = Q† A in column-major order, min(rows, columns) × columns.
  public let rest: [Complex]

  /// - Parameter matrix: The matrix, column-major.
  /// - Throws: `LinearAlgebraError.illegalArgument`, which no matrix leads to; NaN stays NaN.
  public init(_ matrix: MatrixView<Complex>) throws(LinearAlgebraError) {
    let size = min(matrix.rows, matrix.columns)
    // If the matrix is wide, its first columns span everything its rows allow.
    var isometry = [Complex](repeating: .zero, count: matrix.rows * size)
    var columns = MutableMatrixView(
      &isometry, rows: matrix.rows, columns: size, order: .columnMajor)
    columns.copy(matrix)
    var workspace = LinearAlgebraWorkspace()
    try LAPACK.orthonormalize(rows: false, of: &columns, &workspace)
    var rest = [Complex](repeating: .zero, count: size * matrix.columns)
    var target = MutableMatrixView(
      &rest, rows: size, columns: matrix.columns, order: .columnMajor)
    BLAS.multiply(columns.view.adjoint, matrix, into: &target)
    self.isometry = isometry
    self.rest = rest
  }
}

/// Singular values of a matrix with both sets of vectors, by divide and conquer.
public struct SingularValues: Sendable {
  /// In descending order.
  public let values: [Double]
  /// Column-major; columns are the left singular vectors.
  public let left: [Complex]
  /// Column-major; rows are the right singular vectors, conjugated.
  public let right: [Complex]

  /// - Parameter matrix: The matrix, column-major.
  /// - Throws: `LinearAlgebraError` if the decomposition does not converge.
  public init(_ matrix: MatrixView<Complex>) throws(LinearAlgebraError) {
    try self.init(matrix, spareWork: 0)
  }

  /// - Parameters:
  ///   - matrix: The matrix, column-major.
  ///   - spareWork: Room beyond what LAPACK needs in any case; with some 8000 numbers it works in
  ///     larger blocks.
  package init(_ matrix: MatrixView<Complex>, spareWork: Int) throws(LinearAlgebraError) {
    let (rows, columns, size) = (matrix.rows, matrix.columns, min(matrix.rows, matrix.columns))
    var left = [Complex](repeating: .zero, count: rows * size)
    var right = [Complex](repeating: .zero, count: size * columns)
    guard size > 0 else {
      (values, self.left, self.right) = ([], [], [])
      return
    }
    var copy = [Complex](repeating: .zero, count: rows * columns)
    var input = MutableMatrixView(&copy, rows: rows, columns: columns, order: .columnMajor)
    input.copy(matrix)
    var leftView = MutableMatrixView(&left, rows: rows, columns: size, order: .columnMajor)
    var rightView = MutableMatrixView(&right, rows: size, columns: columns, order: .columnMajor)
    values = try LAPACK.singularValues(
      of: &input, left: &leftView, right: &rightView, spare: spareWork)
    self.left = left
    self.right = right
  }
}

/// A real square matrix as a product of triangles, for systems of equations.
public struct TriangularFactors: Sendable {
  private let factors: [Double]
  private let pivots: [Int32]

  /// - Parameters:
  ///   - matrix: The matrix in column-major order.
  ///   - dimension: The number of rows.
  /// - Returns: nil if a pivot is zero.
  public init?(_ matrix: [Double], dimension: Int) {
    var factors = matrix
    guard let pivots = LAPACK.factor(&factors, dimension: dimension) else { return nil }
    self.factors = factors
    self.pivots = pivots
  }

  /// Replaces the columns of a column-major matrix by the solutions of A x = column.
  public func solve(_ columns: inout MutableMatrixView<Double>) {
    LAPACK.solve(factors, pivots, &columns)
  }
}

extension MutableMatrixView<Complex> {
  /// Replaces the rows, at most as many as there are columns, by orthonormal ones that span the
  /// same space, one after the other.
  ///
  /// - Throws: `LinearAlgebraError.illegalArgument`, which no matrix leads to; NaN stays NaN.
  package mutating func orthonormalizeRows(
    _ workspace: inout LinearAlgebraWorkspace
  ) throws(LinearAlgebraError) {
    try LAPACK.orthonormalize(rows: true, of: &self, &workspace)
  }
}
