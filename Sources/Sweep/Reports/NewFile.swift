import Base
public import Jobs

/// Files for the user, which never replace another.
public enum NewFile {
  /// Writes bytes to a file that does not exist yet.
  ///
  /// - Throws: `InputError` if the file exists or cannot be written.
  public static func write(_ bytes: [UInt8], to path: String) throws(InputError) {
    do throws(SystemError) {
      try SmallFile.write(bytes, to: path, replacing: false)
    } catch {
      throw InputError("cannot write '\(path)': \(error.reason)")
    }
  }
}
