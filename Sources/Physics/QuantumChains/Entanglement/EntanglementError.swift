/// Why a state of two systems was not taken.
public enum EntanglementError: Error, Sendable, Equatable {
  /// Other than rows × length amplitudes, or other than one label of each kind a row.
  case shape(numbers: Int, expected: Int)
  /// A row names a basis state that does not exist.
  case outsideBasis(row: Int)
  /// Rows of one environment have different total charges: their coherence has no place in blocks
  /// of equal charge. A basis without charges takes them.
  case mixedCharges(environment: Int)
  /// Two states of different bases were to be added.
  case differentBases
}

extension EntanglementError: CustomStringConvertible {
  /// The reason as part of a sentence.
  public var description: String {
    switch self {
    case .shape(let numbers, let expected):
      "there are \(numbers) numbers where \(expected) are expected"
    case .outsideBasis(let row): "row \(row) belongs to a state outside the basis"
    case .mixedCharges(let environment):
      "environment \(environment) has rows of different total charges"
    case .differentBases: "the states have different bases"
    }
  }
}
