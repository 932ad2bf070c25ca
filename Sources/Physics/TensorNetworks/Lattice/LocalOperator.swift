public import Numerics

/// A matrix in the basis of a site, of a part of one, or of several sites.
public struct LocalOperator: Sendable, Equatable {
  /// Number of rows.
  public let dimension: Int
  /// Elements ⟨row|O|column⟩ in row-major order.
  public private(set) var elements: [Complex]

  /// The operator 0.
  public init(dimension: Int) {
    self.dimension = dimension
    elements = Array(repeating: .zero, count: dimension * dimension)
  }

  /// The operator with the given nonzero elements.
  public init(dimension: Int, _ nonzero: [(row: Int, column: Int, value: Complex)]) {
    self.init(dimension: dimension)
    for (row, column, value) in nonzero { self[row, column] = value }
  }

  /// A diagonal operator.
  public init(diagonal: [Double]) {
    self.init(dimension: diagonal.count)
    for (index, value) in diagonal.enumerated() { self[index, index] = Complex(value) }
  }

  /// 1.
  public static func identity(_ dimension: Int) -> LocalOperator {
    LocalOperator(diagonal: Array(repeating: 1, count: dimension))
  }

  /// ⟨row|O|column⟩.
  public subscript(row: Int, column: Int) -> Complex {
    get { elements[row * dimension + column] }
    set { elements[row * dimension + column] = newValue }
  }

  /// The Hermitian conjugate O†.
  public var adjoint: LocalOperator {
    var result = self
    for row in 0..<dimension {
      for column in 0..<dimension { result[row, column] = self[column, row].conjugate }
    }
    return result
  }

  /// The sum of the diagonal.
  public var trace: Complex { (0..<dimension).reduce(.zero) { $0 + self[$1, $1] } }

  /// O ⊗ P; basis states are numbered with the second factor running fastest.
  public func tensor(_ other: LocalOperator) -> LocalOperator {
    var result = LocalOperator(dimension: dimension * other.dimension)
    for row in 0..<dimension {
      for column in 0..<dimension where self[row, column] != .zero {
        for otherRow in 0..<other.dimension {
          for otherColumn in 0..<other.dimension {
            result[row * other.dimension + otherRow, column * other.dimension + otherColumn] =
              self[row, column] * other[otherRow, otherColumn]
          }
        }
      }
    }
    return result
  }

  /// The tensor product of several operators, 1 of none.
  static func tensor(_ factors: some Collection<LocalOperator>) -> LocalOperator {
    factors.dropFirst().reduce(factors.first ?? .identity(1)) { $0.tensor($1) }
  }

  /// The product, which lets the second factor act first.
  public static func * (a: LocalOperator, b: LocalOperator) -> LocalOperator {
    var result = LocalOperator(dimension: a.dimension)
    for row in 0..<a.dimension {
      for inner in 0..<a.dimension where a[row, inner] != .zero {
        for column in 0..<a.dimension {
          result[row, column] += a[row, inner] * b[inner, column]
        }
      }
    }
    return result
  }

  /// The sum.
  public static func + (a: LocalOperator, b: LocalOperator) -> LocalOperator {
    var result = a
    for index in a.elements.indices { result.elements[index] += b.elements[index] }
    return result
  }

  /// The operator times a number.
  public static func * (factor: Complex, operand: LocalOperator) -> LocalOperator {
    var result = operand
    for index in operand.elements.indices {
      result.elements[index] = factor * operand.elements[index]
    }
    return result
  }

  /// The operator times a real number.
  public static func * (factor: Double, operand: LocalOperator) -> LocalOperator {
    Complex(factor) * operand
  }
}
