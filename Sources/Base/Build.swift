/// What this program is.
public enum Build {
  public static let version = "0.1.0"

  public static var program: String { "SpinSweep \(version)" }
}
