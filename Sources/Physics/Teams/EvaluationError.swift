/// Why a calculation ends without a result.
public enum EvaluationError: Error, Equatable {
  /// It has no result, for the stated reason; others are not concerned.
  case failed(String)
  /// It was asked to end before it was finished.
  case stopped
  /// The ranks of a team can no longer reach one another, for the stated reason; nothing that needs
  /// them can go on.
  case disconnected(String)
}
