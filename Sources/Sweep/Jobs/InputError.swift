/// Where in the user's input something stands.
package enum SourceLocation: Sendable, Equatable, CustomStringConvertible {
  /// A line of a job file, counted from 1.
  case file(String, line: Int)
  /// A command-line option as the user typed it.
  case option(String)

  /// Whether it is on the command line.
  package var isOption: Bool {
    if case .option = self { true } else { false }
  }

  package var description: String {
    switch self {
    case .file(let path, let line): "\(path):\(line)"
    case .option(let text): text
    }
  }
}

/// A mistake in the user's input: one sentence that says where, what was expected, and the nearest
/// right name where there is one. Ends the program with exit code 2 before anything is written.
package struct InputError: Error, CustomStringConvertible {
  /// The sentence without the place.
  package let message: String
  /// Where the mistake stands, if it has a place.
  package let location: SourceLocation?
  /// The error behind it, if there is one.
  package let cause: (any Error)?

  package init(
    _ message: String, at location: SourceLocation? = nil, cause: (any Error)? = nil
  ) {
    self.message = message
    self.location = location
    self.cause = cause
  }

  /// What another error says, as a mistake in the input; a mistake that has a place already gets
  /// this one.
  package init(_ cause: any Error, at location: SourceLocation? = nil) {
    self.init((cause as? InputError)?.message ?? "\(cause)", at: location, cause: cause)
  }

  package var description: String {
    if let location { "\(location): \(message)" } else { message }
  }
}

extension InputError: Equatable {
  /// Whether two mistakes say the same, whatever is behind them.
  package static func == (one: Self, other: Self) -> Bool {
    one.message == other.message && one.location == other.location
  }
}

/// Does what can fail because of the user's input only.
///
/// - Throws: `InputError`, with what `body` throws as its cause.
package func asInput<Result: ~Copyable>(
  _ body: () throws -> Result
) throws(InputError) -> Result {
  do { return try body() } catch { throw error as? InputError ?? InputError(error) }
}
