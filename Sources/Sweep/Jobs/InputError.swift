/// Where in the user's input something stands.
public enum SourceLocation: Sendable, Equatable, CustomStringConvertible {
  case file(String, line: Int)
  /// A command-line option as the user typed it.
  case option(String)

  public var description: String {
    switch self {
    case .file(let path, let line): "\(path):\(line)"
    case .option(let text): text
    }
  }
}

/// A mistake in the user's input: one sentence that says where, what was expected, and the nearest
/// right name where there is one. Ends the program with exit code 2 before anything is written.
public struct InputError: Error, Equatable, CustomStringConvertible {
  public let location: SourceLocation?
  public let message: String

  public init(_ message: String, at location: SourceLocation? = nil) {
    self.message = message
    self.location = location
  }

  public var description: String {
    if let location { "\(location): \(message)" } else { message }
  }
}
