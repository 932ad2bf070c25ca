import Base

/// Reads job files from the disk.
public enum JobFile {
  /// - Throws: `InputError` if the file cannot be read or is no job.
  public static func read(_ path: String, overrides: [Override] = []) throws(InputError) -> Job {
    try JobReader.read(try text(path), path: path, overrides: overrides)
  }

  private static func text(_ path: String) throws(InputError) -> String {
    let bytes: [UInt8]
    do throws(SystemError) {
      bytes = try SmallFile.bytes(path)
    } catch {
      throw InputError("cannot read the job file '\(path)': \(error.reason)")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw InputError("the job file '\(path)' is not UTF-8 text")
    }
    return text
  }
}
