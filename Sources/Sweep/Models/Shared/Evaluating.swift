import Teams

/// Does a part of a point's work whose failure is the point's.
///
/// - Parameters:
///   - subject: What cannot be had if it fails, for the beginning of the sentence.
///   - work: The part.
/// - Throws: `EvaluationError.failed` with the error of `work` as its cause; an `EvaluationError`
///   as it is.
func evaluating<Value>(
  _ subject: String? = nil, _ work: () throws -> Value
) throws(EvaluationError) -> Value {
  do {
    return try work()
  } catch let error as EvaluationError {
    throw error
  } catch {
    throw .failed(EvaluationFailure(error, in: subject))
  }
}
