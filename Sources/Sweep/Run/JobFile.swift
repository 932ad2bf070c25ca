import Glibc

/// Reads job files from the disk.
public enum JobFile {
  /// - Throws: `InputError` if the file cannot be read or is no job.
  public static func read(_ path: String, overrides: [Override] = []) throws(InputError) -> Job {
    try JobReader.read(try text(path), path: path, overrides: overrides)
  }

  private static func text(_ path: String) throws(InputError) -> String {
    guard let file = fopen(path, "rb") else {
      throw InputError("cannot read the job file '\(path)': \(reason())")
    }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&chunk, 1, chunk.count, file)
      if count == 0 { break }
      bytes.append(contentsOf: chunk.prefix(count))
    }
    guard ferror(file) == 0 else {
      throw InputError("cannot read the job file '\(path)': \(reason())")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw InputError("the job file '\(path)' is not UTF-8 text")
    }
    return text
  }

  private static func reason() -> String { String(cString: strerror(errno)) }
}
