/// The commit that the program was built from; a `+` behind it says that files had been changed
/// since, and "unknown" that there was no repository.
public enum SourceRevision {
  // `generated` is written by the plugin WriteSourceRevision before every build.
  /// The commit's hash in hexadecimal digits.
  public static let text = generated
}
