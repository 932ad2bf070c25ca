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

  private func checkShape() throws(LinearAlgebraError) {
    guard !diagonal.isEmpty, offDiagonal.count == diagonal.count - 1 else {
      throw .shape(numbers: offDiagonal.count, dimension: diagonal.count)
    }
  }

  /// All eigenvalues in ascending order.
  ///
  /// - Throws: `LinearAlgebraError` if LAPACK does not find them, or if elements are missing.
  public func eigenvalues() throws(LinearAlgebraError) -> [Double] {
    try checkShape()
    var (values, beside) = (diagonal, offDiagonal)
    try LAPACK.tridiagonalEigenvalues(&values, &beside, dimension: diagonal.count)
    return values
  }

  /// The normalized eigenvector of a simple eigenvalue that is known beforehand, by inverse
  /// iteration in O(d) operations; its sign is arbitrary. The error is a few roundings of the
  /// matrix' norm over the distance to the next eigenvalue. No element beside the diagonal may be
  /// zero.
  ///
  /// - Throws: `LinearAlgebraError.notConverged` if `eigenvalue` is not one, `.shape` if elements
  ///   are missing.
  public func eigenvector(of eigenvalue: Double) throws(LinearAlgebraError) -> [Double] {
    try checkShape()
    return try LAPACK.tridiagonalVector(diagonal, offDiagonal, of: eigenvalue)
  }

  /// The normalized eigenvectors of the lowest eigenvalues in ascending order; signs are arbitrary.
  ///
  /// - Parameter count: How many, at most d.
  /// - Throws: `LinearAlgebraError` if LAPACK does not find them, or if there are not so many.
  public func lowestEigenvectors(_ count: Int) throws(LinearAlgebraError) -> [[Double]] {
    try checkShape()
    let dimension = diagonal.count
    guard count <= dimension else { throw .shape(numbers: count, dimension: dimension) }
    let vectors = try LAPACK.tridiagonalVectors(diagonal, offDiagonal)
    return (0..<count).map { Array(vectors[$0 * dimension..<($0 + 1) * dimension]) }
  }
}
