import Base
import Glibc

/// Where a result file comes from.
package struct Provenance: Sendable, Codable {
  /// Name and version of the program.
  package let program: String
  /// Commit that the program was built from.
  package let sourceRevision: String
  /// The command as it was typed.
  package let command: String
  /// UTC, as ISO 8601.
  package let created: String
  /// Number of ranks that computed it.
  package let ranks: Int
  /// The library behind the linear algebra, and the processor whose kernels it uses; empty where
  /// nothing is computed.
  package let linearAlgebra: String

  /// - Parameters:
  ///   - command: the command line.
  ///   - sourceRevision: commit that the program was built from.
  ///   - ranks: number of ranks that compute it.
  ///   - linearAlgebra: the library behind it, and its kernels.
  package init(
    command: [String] = [], sourceRevision: String = "", ranks: Int, linearAlgebra: String = ""
  ) {
    program = Build.program
    self.sourceRevision = sourceRevision
    self.command = command.map(\.shellWord).joined(separator: " ")
    created = Self.now()
    self.ranks = ranks
    self.linearAlgebra = linearAlgebra
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
