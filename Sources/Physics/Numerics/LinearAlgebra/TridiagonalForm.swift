/// A Hermitian matrix as Q T Q† with a real tridiagonal T: all eigenvalues first, and as many
/// eigenvectors as they suggest afterward. Memory is used again for the next matrix.
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
  /// - Throws: `LinearAlgebraError` if a decomposition does not converge or meets numbers that are
  ///   none.
  package mutating func reduceGram(
    of a: MatrixView<Complex>, _ workspace: inout LinearAlgebraWorkspace
  ) throws(LinearAlgebraError) {
    size = min(a.rows, a.columns)
    elements.makeRoom(for: size * size, filler: .zero)
    var gram = MutableMatrixView(&elements, rows: size, columns: size, order: .columnMajor)
    BLAS.square(a.columns <= a.rows ? a.adjoint : a, .lower, into: &gram)
    try LAPACK.tridiagonalize(
      &elements, dimension: size, diagonal: &diagonal, offDiagonal: &offDiagonal, &reflections,
      &workspace)
    eigenvalues.copy(diagonal, count: size)
    workspace.vectors.copy(offDiagonal, count: size)
    try LAPACK.tridiagonalEigenvalues(&eigenvalues, &workspace.vectors, dimension: size)
  }

  /// Writes the eigenvectors of the largest eigenvalues in descending order, one after the other;
  /// only once after a reduction.
  ///
  /// - Parameters:
  ///   - count: How many.
  ///   - vectors: Receives `count` times the dimension numbers at its start.
  ///   - workspace: Memory to work in.
  /// - Throws: `LinearAlgebraError` if a decomposition does not converge.
  package mutating func eigenvectors(
    ofLargest count: Int, into vectors: inout [Complex], _ workspace: inout LinearAlgebraWorkspace
  ) throws(LinearAlgebraError) {
    try LAPACK.tridiagonalVectors(
      &diagonal, &offDiagonal, dimension: size, &workspace)
    vectors.makeRoom(for: count * size, filler: .zero)
    Self.reverse(workspace.vectors, size, count, into: &vectors)
    var view = MutableMatrixView(&vectors, rows: size, columns: count, order: .columnMajor)
    try LAPACK.transform(&view, by: &elements, reflections, &workspace)
  }

  /// The last of some real vectors of a given size, the last one first.
  private static func reverse(
    _ vectors: [Double], _ size: Int, _ count: Int, into target: inout [Complex]
  ) {
    let source = vectors.span
    var target = target.mutableSpan
    for k in 0..<count {
      for row in 0..<size {
        target[k * size + row] = Complex(source[(size - 1 - k) * size + row])
      }
    }
  }
}

extension [Double] {
  /// Becomes at least the first elements of another array.
  fileprivate mutating func copy(_ source: [Double], count: Int) {
    makeRoom(for: count, filler: 0)
    var target = mutableSpan
    for k in 0..<count { target[k] = source[k] }
  }
}
