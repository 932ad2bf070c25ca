/// Something that was asked for rightly and could not be written, such as on a full disk.
public struct WriteError: Error, Equatable, CustomStringConvertible {
  /// What was to be written, as a sentence says it.
  public let target: String
  /// What the system says.
  public let cause: SystemError

  /// - Parameters:
  ///   - target: What was to be written, as a sentence says it.
  ///   - cause: What the system says.
  public init(_ target: String, _ cause: SystemError) {
    self.target = target
    self.cause = cause
  }

  public var description: String { "cannot write \(target): \(cause.reason)" }
}
