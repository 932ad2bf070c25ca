/// A Hermitian matrix as Q T Q† with a real tridiagonal T: all eigenvalues first, and as many
/// eigenvectors as they suggest afterwards. Memory is used again for the next matrix.
package struct TridiagonalForm: Sendable {
  private var size = 0
  /// Column-major; its lower triangle is the matrix, and then Q.
  private var elements: [Complex] = []
  private var reflections: LAPACK.Reflections = []
  private var diagonal: [Double] = []
  private var offDiagonal: [Double] = []
  /// The eigenvalues in ascending order, negative rounding errors of zero as they are, and room.
  package private(set) var eigenvalues: [Double] = []

  /// Of no matrix yet.
  package init() {}

  /// Reduces the smaller one of a†a and a a†, and finds all its eigenvalues.
  ///
  /// - Throws: `EigenvalueError` if a decomposition does not converge or meets numbers that are none.
  package mutating func reduceGram(
    of a: MatrixView<Complex>, _ workspace: inout LinearAlgebraWorkspace
  ) throws(EigenvalueError) {
    size = min(a.rows, a.columns)
    elements.makeRoom(for: size * size, filler: .zero)
    var gram = MutableMatrixView(&elements, rows: size, columns: size, order: .columnMajor)
    BLAS.square(a.columns <= a.rows ? a.adjoint : a, .lower, into: &gram)
    try LAPACK.tridiagonalize(
      &elements, dimension: size, diagonal: &diagonal, offDiagonal: &offDiagonal, &reflections,
      &workspace.lapack)
    eigenvalues.makeRoom(for: size, filler: 0)
    workspace.reals.makeRoom(for: size, filler: 0)
    for k in 0..<size {
      eigenvalues[k] = diagonal[k]
      workspace.reals[k] = offDiagonal[k]
    }
    try LAPACK.tridiagonalEigenvalues(&eigenvalues, &workspace.reals, dimension: size)
  }

  /// Writes the eigenvectors of the largest eigenvalues in descending order, one after the other;
  /// only once after a reduction.
  ///
  /// - Parameters:
  ///   - count: How many.
  ///   - vectors: Receives `count` times the dimension numbers at its start.
  ///   - workspace: Memory to work in.
  /// - Throws: `EigenvalueError` if a decomposition does not converge.
  package mutating func eigenvectors(
    ofLargest count: Int, into vectors: inout [Complex], _ workspace: inout LinearAlgebraWorkspace
  ) throws(EigenvalueError) {
    try LAPACK.tridiagonalVectors(
      &diagonal, &offDiagonal, dimension: size, into: &workspace.reals, &workspace.lapack)
    vectors.makeRoom(for: count * size, filler: .zero)
    for k in 0..<count {
      let start = (size - 1 - k) * size
      for row in 0..<size { vectors[k * size + row] = Complex(workspace.reals[start + row]) }
    }
    var view = MutableMatrixView(&vectors, rows: size, columns: count, order: .columnMajor)
    try LAPACK.transform(&view, by: &elements, reflections, &workspace.lapack)
  }
}

/// Memory of decompositions, used again and again.
package struct LinearAlgebraWorkspace: Sendable {
  var lapack = LAPACK.Workspace()
  /// What LAPACK overwrites of a tridiagonal matrix, and its eigenvectors.
  var reals: [Double] = []

  /// None yet.
  package init() {}
}
