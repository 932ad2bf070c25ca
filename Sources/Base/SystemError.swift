import Glibc

/// A call to the operating system that failed.
public struct SystemError: Error, Equatable, Codable, CustomStringConvertible {
  /// Name of the call, as in its manual page.
  public let call: String
  /// The number of what went wrong, as `errno` has it.
  public let code: Int32

  /// The error of the call that has just failed.
  public init(_ call: String) { self.init(call, code: errno) }

  /// The error of a call that tells the number itself.
  public init(_ call: String, code: Int32) {
    self.call = call
    self.code = code
  }

  /// Why it failed, in the system's words.
  public var reason: String { unsafe String(cString: strerror(code)) }

  public var description: String { "\(call) failed: \(reason)" }
}
