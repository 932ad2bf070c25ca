import Glibc
public import Jobs

/// Files for the user, which never replace another.
public enum NewFile {
  /// Writes bytes to a file that does not exist yet.
  ///
  /// - Throws: `InputError` if the file exists or cannot be written.
  public static func write(_ bytes: [UInt8], to path: String) throws(InputError) {
    guard let file = fopen(path, "wxb") else {
      throw InputError("cannot write '\(path)': \(String(cString: strerror(errno)))")
    }
    let written = fwrite(bytes, 1, bytes.count, file)
    guard fclose(file) == 0, written == bytes.count else {
      throw InputError("cannot write '\(path)': \(String(cString: strerror(errno)))")
    }
  }
}
