/// A real symmetric tridiagonal matrix.
public struct SymmetricTridiagonal: Sendable, Equatable {
  /// The d diagonal elements.
  public let diagonal: [Double]
  /// The d − 1 elements beside the diagonal.
  public let offDiagonal: [Double]

  /// - Parameters:
  ///   - diagonal: The d diagonal elements, at least one.
  ///   - offDiagonal: The d − 1 elements beside the diagonal.
  public init(diagonal: [Double], offDiagonal: [Double]) {
    self.diagonal = diagonal
    self.offDiagonal = offDiagonal
  }

  private func checkShape() throws(EigenvalueError) {
    guard !diagonal.isEmpty, offDiagonal.count == diagonal.count - 1 else {
      throw .shape(numbers: offDiagonal.count, dimension: diagonal.count)
    }
  }

  /// All eigenvalues in ascending order.
  ///
  /// - Throws: `EigenvalueError` if LAPACK does not find them, or if elements are missing.
  public func eigenvalues() throws(EigenvalueError) -> [Double] {
    try checkShape()
    var (values, beside) = (diagonal, offDiagonal)
    try LAPACK.tridiagonalEigenvalues(&values, &beside, dimension: diagonal.count)
    return values
  }

  /// The normalized eigenvector of a simple eigenvalue that is known beforehand, by inverse
  /// iteration in O(d) operations; its sign is arbitrary. The error is a few roundings of the matrix'
  /// norm over the distance to the next eigenvalue. No element beside the diagonal may be zero.
  ///
  /// - Throws: `EigenvalueError.notConverged` if `eigenvalue` is not one, `.shape` if elements are
  ///   missing.
  public func eigenvector(of eigenvalue: Double) throws(EigenvalueError) -> [Double] {
    try checkShape()
    return try LAPACK.tridiagonalVector(diagonal, offDiagonal, of: eigenvalue)
  }

  /// The normalized eigenvectors of the lowest eigenvalues in ascending order; signs are arbitrary.
  ///
  /// - Parameter count: How many, at most d.
  /// - Throws: `EigenvalueError` if LAPACK does not find them, or if there are not so many.
  public func lowestEigenvectors(_ count: Int) throws(EigenvalueError) -> [[Double]] {
    try checkShape()
    let dimension = diagonal.count
    guard count <= dimension else { throw .shape(numbers: count, dimension: dimension) }
    let vectors = try LAPACK.tridiagonalVectors(diagonal, offDiagonal)
    return (0..<count).map { Array(vectors[$0 * dimension..<($0 + 1) * dimension]) }
  }
}

/// A Hermitian matrix as Q T Q† with a real tridiagonal T: all eigenvalues first, and as many
/// eigenvectors as they suggest afterwards. Memory is used again for the next matrix.
package struct TridiagonalForm: Sendable {
  private var size = 0
  /// Column-major; its lower triangle is the matrix, and then Q.
  private var elements: [Complex] = []
  private var reflections: LAPACK.Reflections = []
  private var diagonal: [Double] = []
  private var offDiagonal: [Double] = []

  /// Of no matrix yet.
  package init() {}

  /// Reduces the smaller one of a†a and a a†.
  ///
  /// - Returns: Its eigenvalues in ascending order, that of a negative rounding error as it is.
  /// - Throws: `EigenvalueError` if a decomposition does not converge or meets numbers that are none.
  package mutating func reduceGram(
    of a: MatrixView<Complex>, _ workspace: inout LinearAlgebraWorkspace
  ) throws(EigenvalueError) -> [Double] {
    size = min(a.rows, a.columns)
    elements.makeRoom(for: size * size, filler: .zero)
    var gram = MutableMatrixView(&elements, rows: size, columns: size, order: .columnMajor)
    BLAS.square(a.columns <= a.rows ? a.adjoint : a, .lower, into: &gram)
    try LAPACK.tridiagonalize(
      &elements, dimension: size, diagonal: &diagonal, offDiagonal: &offDiagonal, &reflections,
      &workspace.lapack)
    var (values, beside) = (Array(diagonal.prefix(size)), offDiagonal)
    try LAPACK.tridiagonalEigenvalues(&values, &beside, dimension: size)
    return values
  }

  /// The eigenvectors of the largest eigenvalues in descending order, one after the other; only once.
  ///
  /// - Parameter count: How many.
  /// - Throws: `EigenvalueError` if a decomposition does not converge.
  package mutating func eigenvectors(
    ofLargest count: Int, _ workspace: inout LinearAlgebraWorkspace
  ) throws(EigenvalueError) -> [Complex] {
    try LAPACK.tridiagonalVectors(
      &diagonal, &offDiagonal, dimension: size, into: &workspace.vectors, &workspace.lapack)
    var vectors: [Complex] = []
    vectors.reserveCapacity(count * size)
    for k in 0..<count {
      let start = (size - 1 - k) * size
      for row in 0..<size { vectors.append(Complex(workspace.vectors[start + row])) }
    }
    var view = MutableMatrixView(&vectors, rows: size, columns: count, order: .columnMajor)
    try LAPACK.transform(&view, by: &elements, reflections, &workspace.lapack)
    return vectors
  }
}

/// Memory of decompositions, used again and again.
package struct LinearAlgebraWorkspace: Sendable {
  var lapack = LAPACK.Workspace()
  /// Eigenvectors of a tridiagonal matrix.
  var vectors: [Double] = []

  /// None yet.
  package init() {}
}
