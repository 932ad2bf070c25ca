import Base
import Glibc

/// Where a result file comes from.
public struct Provenance: Sendable, Equatable {
  /// Name and version of the program.
  public let program: String
  /// Commit that the program was built from.
  public let sourceRevision: String
  /// The command as it was typed.
  public let command: String
  /// UTC, as ISO 8601.
  public let created: String
  public let ranks: Int

  /// - Parameters:
  ///   - command: the command line.
  ///   - sourceRevision: what `sourceRevision` is to say.
  public init(command: [String] = [], sourceRevision: String = "", ranks: Int) {
    program = Build.program
    self.sourceRevision = sourceRevision
    self.command = command.map(\.shellWord).joined(separator: " ")
    created = Self.now()
    self.ranks = ranks
  }

  package init(encoded: String) {
    let lines = encoded.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    func line(_ index: Int) -> String { index < lines.count ? lines[index] : "" }
    program = line(0)
    sourceRevision = line(1)
    created = line(2)
    ranks = Int(line(3)) ?? 0
    command = line(4)
  }

  /// One text, so that rank 0 can tell the others.
  package var encoded: String {
    [program, sourceRevision, created, "\(ranks)", command.replacing("\n", with: " ")]
      .joined(separator: "\n")
  }

  private static func now() -> String {
    var seconds = time(nil)
    var utc = tm()
    gmtime_r(&seconds, &utc)
    func two(_ value: Int32) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return "\(utc.tm_year + 1900)-\(two(utc.tm_mon + 1))-\(two(utc.tm_mday))"
      + "T\(two(utc.tm_hour)):\(two(utc.tm_min)):\(two(utc.tm_sec))Z"
  }
}
