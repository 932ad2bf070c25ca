import Glibc

/// Reads files that fit into memory many times over.
package enum SmallFile {
  /// The text of a file; empty if there is none.
  package static func text(_ path: String) -> String {
    (try? bytes(path)).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  /// Why a file cannot be read, in the system's words.
  package struct Failure: Error {
    package let reason: String

    package static var last: Failure { Failure(reason: String(cString: strerror(errno))) }
  }

  package static func bytes(_ path: String) throws(Failure) -> [UInt8] {
    guard let file = fopen(path, "rb") else { throw .last }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&chunk, 1, chunk.count, file)
      if count == 0 { break }
      bytes.append(contentsOf: chunk.prefix(count))
    }
    guard ferror(file) == 0 else { throw .last }
    return bytes
  }
}
