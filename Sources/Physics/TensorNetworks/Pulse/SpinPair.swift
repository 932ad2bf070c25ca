import Glibc
public import Numerics

/// The state of two spins, or of two groups of spins, as a density matrix in their product basis;
/// for two spins 1/2 ↑↑, ↑↓, ↓↑, ↓↓.
public struct SpinPair: Sendable {
  /// The density matrix.
  public let density: LocalOperator
  /// Number of states of each spin.
  private let dimensions: [Int]

  /// The pair with a density matrix.
  ///
  /// - Parameter firstDimension: Number of states of the first spin.
  public init(_ density: LocalOperator, firstDimension: Int = 2) {
    self.density = density
    dimensions = [firstDimension, density.dimension / firstDimension]
  }

  /// The density matrix of the first (0) or the second (1) spin.
  public func reduced(to spin: Int) -> LocalOperator {
    var result = LocalOperator(dimension: dimensions[spin])
    for row in 0..<dimensions[spin] {
      for column in 0..<dimensions[spin] {
        for other in 0..<dimensions[1 - spin] {
          result[row, column] +=
            spin == 0
            ? density[dimensions[1] * row + other, dimensions[1] * column + other]
            : density[dimensions[1] * other + row, dimensions[1] * other + column]
        }
      }
    }
    return result
  }

  /// Entropy of the pair in nats.
  ///
  /// - Throws: `LinearAlgebraError` if the matrix has elements that are not numbers.
  public func entropy() throws(LinearAlgebraError) -> Double { try Self.entropy(of: density) }

  /// I = S_1 + S_2 − S_12 in nats.
  ///
  /// - Throws: `LinearAlgebraError` if the matrix has elements that are not numbers.
  public func mutualInformation() throws(LinearAlgebraError) -> Double {
    let parts = try Self.entropy(of: reduced(to: 0)) + Self.entropy(of: reduced(to: 1))
    return parts - (try entropy())
  }

  /// ln ‖ρ^T₂‖₁ (Suresh et al., Eq. (9)).
  ///
  /// - Throws: `LinearAlgebraError` if the matrix has elements that are not numbers.
  public func logarithmicNegativity() throws(LinearAlgebraError) -> Double {
    var transposed = density
    let count = dimensions[1]
    for row in 0..<density.dimension {
      for column in 0..<density.dimension {
        let (a, b) = row.quotientAndRemainder(dividingBy: count)
        let (c, d) = column.quotientAndRemainder(dividingBy: count)
        transposed[a * count + d, c * count + b] = density[row, column]
      }
    }
    let values = try HermitianEigenvalues.of(transposed.elements, dimension: transposed.dimension)
    return log(values.reduce(0) { $0 + abs($1) })
  }

  static func entropy(of matrix: LocalOperator) throws(LinearAlgebraError) -> Double {
    vonNeumannEntropy(
      try HermitianEigenvalues.of(matrix.elements, dimension: matrix.dimension))
  }
}
