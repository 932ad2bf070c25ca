import CLAPACK

/// A real symmetric tridiagonal matrix.
package struct SymmetricTridiagonal: Sendable, Equatable {
  /// The d diagonal elements.
  package let diagonal: [Double]
  /// The d − 1 elements beside the diagonal, none of them zero.
  package let offDiagonal: [Double]

  package init(diagonal: [Double], offDiagonal: [Double]) {
    self.diagonal = diagonal
    self.offDiagonal = offDiagonal
  }

  /// The normalised eigenvector of a simple eigenvalue that is known beforehand, by inverse
  /// iteration in O(d) operations; its sign is arbitrary. The error is a few roundings of the matrix'
  /// norm over the distance to the next eigenvalue.
  ///
  /// - Throws: `EigenvalueError.notConverged` if `eigenvalue` is not one.
  package func eigenvector(of eigenvalue: Double) throws(EigenvalueError) -> [Double] {
    let dimension = diagonal.count
    guard dimension > 0, offDiagonal.count == dimension - 1 else {
      throw .shape(numbers: offDiagonal.count, dimension: dimension)
    }
    LinearAlgebraThreads.useOne
    var vector = [Double](repeating: 0, count: dimension)
    // LAPACKE looks for NaN in as many elements as there are rows, more than LAPACK uses.
    let beside = offDiagonal + [0]
    let eigenvalues = [Double](repeating: eigenvalue, count: dimension)
    var failed: Int32 = 0
    let info = LAPACKE_dstein(
      LAPACK_COL_MAJOR, Int32(dimension), diagonal, beside, 1, eigenvalues, [1],
      [Int32(dimension)], &vector, Int32(dimension), &failed)
    try HermitianEigenvalues.check(info)
    return vector
  }

  /// The normalised eigenvectors of the lowest eigenvalues in ascending order; signs are arbitrary.
  ///
  /// - Throws: `EigenvalueError` if LAPACK does not find them, or if there are not so many.
  package func lowestEigenvectors(_ count: Int) throws(EigenvalueError) -> [[Double]] {
    let dimension = diagonal.count
    guard dimension > 0, offDiagonal.count == dimension - 1, count <= dimension else {
      throw .shape(numbers: offDiagonal.count, dimension: dimension)
    }
    LinearAlgebraThreads.useOne
    var vectors = [Double](repeating: 0, count: dimension * dimension)
    var values = diagonal
    // LAPACKE looks for NaN in as many elements as there are rows, more than LAPACK uses.
    var beside = offDiagonal + [0]
    let info = LAPACKE_dsteqr(
      LAPACK_COL_MAJOR, CChar(bitPattern: UInt8(ascii: "I")), Int32(dimension), &values, &beside,
      &vectors, Int32(dimension))
    try HermitianEigenvalues.check(info)
    return (0..<count).map { Array(vectors[$0 * dimension..<($0 + 1) * dimension]) }
  }
}
