import CBuild

/// What this program is.
public enum Build {
  public static let version = "0.1.0"

  public static var program: String { "SpinSweep \(version)" }

  /// The commit the program was built from; a `+` says that files had been changed since.
  public static var sourceRevision: String { String(cString: spinsweep_source_revision()) }
}
