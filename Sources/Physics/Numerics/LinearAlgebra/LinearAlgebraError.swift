/// Why LAPACK gave no eigenvalues, singular values or factors.
public enum LinearAlgebraError: Error, Sendable, Equatable {
  /// The numbers given are not a square matrix of the stated dimension.
  case shape(numbers: Int, dimension: Int)
  /// A number of the matrix is NaN.
  case notANumber
  /// The iteration did not converge; LAPACK's `info`.
  case notConverged(Int)
  /// LAPACK refused its argument of this number, counted from 1; NaN is one reason, for those that
  /// look.
  case illegalArgument(Int)
}

extension LinearAlgebraError: CustomStringConvertible {
  /// The reason as part of a sentence.
  public var description: String {
    switch self {
    case .shape(let numbers, let dimension):
      "\(numbers) numbers are not a matrix of dimension \(dimension)"
    case .notANumber: "the matrix has elements that are not numbers"
    case .notConverged(let info): "the iteration did not converge (LAPACK: \(info))"
    case .illegalArgument(let number): "LAPACK refused its argument \(number)"
    }
  }
}

extension LinearAlgebraError {
  /// - Throws: `.shape` unless there are as many numbers as a square matrix has.
  static func checkShape(_ numbers: Int, _ dimension: Int) throws(LinearAlgebraError) {
    guard dimension >= 0, numbers == dimension * dimension else {
      throw .shape(numbers: numbers, dimension: dimension)
    }
  }

  /// - Parameter info: What a function of LAPACKE returns that looks for NaN first. Its other
  ///   arguments are made by this module.
  static func check(_ info: Int32) throws(LinearAlgebraError) {
    if info < 0 { throw .notANumber }
    if info > 0 { throw .notConverged(Int(info)) }
  }

  /// - Parameter info: What a function of LAPACKE returns that does not look for NaN.
  static func checkArguments(_ info: Int32) throws(LinearAlgebraError) {
    if info < 0 { throw .illegalArgument(-Int(info)) }
    if info > 0 { throw .notConverged(Int(info)) }
  }
}
