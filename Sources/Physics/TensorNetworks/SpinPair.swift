public import Numerics

/// The state of two spins 1/2 as a density matrix in the basis ↑↑, ↑↓, ↓↑, ↓↓.
public struct SpinPair: Sendable {
  /// The density matrix.
  public let density: LocalOperator

  /// The pair with a density matrix of dimension 4.
  public init(_ density: LocalOperator) { self.density = density }

  /// The density matrix of the first (0) or the second (1) spin.
  public func reduced(to spin: Int) -> LocalOperator {
    var result = LocalOperator(dimension: 2)
    for row in 0..<2 {
      for column in 0..<2 {
        for other in 0..<2 {
          result[row, column] +=
            spin == 0
            ? density[2 * row + other, 2 * column + other]
            : density[2 * other + row, 2 * other + column]
        }
      }
    }
    return result
  }

  /// Entropy of the pair in nats.
  ///
  /// - Throws: `EigenvalueError` if the matrix has elements that are not numbers.
  public func entropy() throws(EigenvalueError) -> Double { try Self.entropy(of: density) }

  /// I = S_1 + S_2 − S_12 in nats.
  ///
  /// - Throws: `EigenvalueError` if the matrix has elements that are not numbers.
  public func mutualInformation() throws(EigenvalueError) -> Double {
    let parts = try Self.entropy(of: reduced(to: 0)) + Self.entropy(of: reduced(to: 1))
    return parts - (try entropy())
  }

  private static func entropy(of matrix: LocalOperator) throws(EigenvalueError) -> Double {
    vonNeumannEntropy(
      try HermitianEigenvalues.of(matrix.elements, dimension: matrix.dimension))
  }
}
