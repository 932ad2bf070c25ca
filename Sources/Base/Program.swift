/// What this program is.
public enum Build {
  /// Version of the program, by semantic versioning.
  public static let version = "0.1.0"

  /// Name and version of the program.
  public static var program: String { "SpinSweep \(version)" }
}

/// How the program ends; scripts rely on the numbers.
public enum ExitCode: Int32, Sendable, Codable {
  /// Everything was done.
  case done = 0
  /// Anything unforeseen, and expectations that do not hold.
  case unexpectedFailure = 1
  /// Wrong input; nothing was written.
  case badInput = 2
  /// Finished, but some points failed.
  case somePointsFailed = 4
  /// Stopped before the end; `--resume` continues. The usual code for "try again".
  case stopped = 75
}
