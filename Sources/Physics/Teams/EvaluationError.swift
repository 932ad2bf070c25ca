/// Why a calculation ends without a result: the one way to fail, and the one way to stop.
public enum EvaluationError: Error, Equatable {
  /// It has no result, for this reason; others are not concerned.
  case failed(EvaluationFailure)
  /// It was asked to end before it was finished.
  case stopped
  /// The ranks of a team can no longer reach one another, for this reason; nothing that needs them
  /// can go on.
  case disconnected(EvaluationFailure)
}

/// Does a part of a calculation whose failure is that of the whole.
///
/// - Parameters:
///   - subject: What cannot be had if it fails, for the beginning of the sentence.
///   - work: The part. It may fail in ways of its own, and may poll.
/// - Throws: `EvaluationError.failed` with the error of `work` as its cause; an `EvaluationError`
///   as it is.
public func evaluating<Value>(
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

/// A call that long calculations make every few milliseconds: there a rank answers others, and what
/// is thrown ends the calculation.
///
/// - Throws: `EvaluationError.stopped` if the calculation is to end now, `.disconnected` if a rank
///   of the team cannot be reached, `.failed` if it has taken longer than it may.
public typealias Poll = () throws(EvaluationError) -> Void

/// A reason in a sentence, with the error that led to it where there is one.
public struct EvaluationFailure: Error, Sendable, CustomStringConvertible {
  /// What could not be had, for the beginning of the sentence; or the whole sentence.
  public let subject: String?
  /// The error behind it.
  public let cause: (any Error)?
  /// What would do instead, for the end of the sentence.
  public let advice: String?

  /// - Parameters:
  ///   - cause: The error behind the failure; its description becomes part of the sentence.
  ///   - subject: What could not be had because of it.
  ///   - advice: What would do instead.
  public init(_ cause: any Error, in subject: String? = nil, advice: String? = nil) {
    self.cause = cause
    self.subject = subject
    self.advice = advice
  }

  /// A reason with no error behind it.
  public init(_ sentence: String) {
    (subject, cause, advice) = (sentence, nil, nil)
  }

  /// `subject: cause; advice`, as far as they are there.
  public var description: String {
    let reason = [subject, cause.map { "\($0)" }].compactMap(\.self).joined(separator: ": ")
    return advice.map { "\(reason); \($0)" } ?? reason
  }
}

extension EvaluationFailure: ExpressibleByStringInterpolation {
  /// A reason in a sentence, with no error behind it.
  public init(stringLiteral sentence: String) { self.init(sentence) }
}

extension EvaluationFailure: Equatable {
  /// Whether two failures say the same.
  public static func == (a: Self, b: Self) -> Bool { a.description == b.description }
}

extension EvaluationError {
  /// The same error, with what would do instead if an error of the given type is behind it.
  ///
  /// - Parameters:
  ///   - advice: What would do instead, for the end of the sentence.
  ///   - cause: The type of the errors that it helps against.
  public func advising<Cause: Error>(
    _ advice: String, against cause: Cause.Type
  ) -> EvaluationError {
    guard case .failed(let failure) = self, let cause = failure.cause as? Cause else { return self }
    return .failed(EvaluationFailure(cause, in: failure.subject, advice: advice))
  }
}
