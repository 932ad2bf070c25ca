public import Numerics

/// Why a scattering event cannot be described.
public enum ScatteringError: Error, Sendable, Equatable {
  /// Not one of 1/2, 1, 3/2, …
  case spinQuantumNumber(Double)
  /// The magnetic number is not one of −L, −L + 1, …, L.
  case magneticNumber(Double, spinQuantumNumber: Double)
  /// A state without any amplitude, or with one that is not a number.
  case emptyState
  /// The electron's Bloch vector is longer than one, or not a number.
  case polarization(Double)
  /// LAPACK gave no eigenvalues.
  case eigenvalues(LinearAlgebraError)
}

extension ScatteringError: CustomStringConvertible {
  /// The reason as part of a sentence.
  public var description: String {
    switch self {
    case .spinQuantumNumber(let spin): "\(spin) is not the quantum number of a spin"
    case .magneticNumber(let number, let spin):
      "\(number) is not one of the magnetic numbers -L, -L + 1, ..., L of L = \(spin)"
    case .emptyState: "the state has no norm"
    case .polarization(let length): "an electron cannot have the polarization \(length)"
    case .eigenvalues(let error): "\(error)"
    }
  }
}
