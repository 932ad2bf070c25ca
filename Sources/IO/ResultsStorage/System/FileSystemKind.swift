import Base
import Glibc

/// The kind of file system that a folder lies on.
package struct FileSystemKind: Sendable, Equatable {
  /// As the system calls it: `ext4`, `nfs4`, `lustre`.
  package let name: String
  /// Where it is mounted.
  package let mountPoint: String

  /// Whether ranks of several machines see what others wrote to a file only if they lock it (NFS).
  package var locksFiles: Bool { name.hasPrefix("nfs") }

  /// nil if there is no such folder, or the system does not say.
  package init?(of folder: String) {
    guard let bytes = try? SmallFile.bytes("/proc/self/mountinfo"),
      let resolved = unsafe realpath(folder, nil)
    else { return nil }
    defer { unsafe free(resolved) }
    self.init(of: unsafe String(cString: resolved), in: String(decoding: bytes, as: UTF8.self))
  }

  /// - Parameters:
  ///   - path: The folder, without links.
  ///   - table: Lines of `mountinfo`: the fifth word is where something is mounted, the one behind
  ///     the lone `-` what kind it is.
  package init?(of path: String, in table: String) {
    var best: (point: String, kind: String)?
    for line in table.split(separator: "\n") {
      let words = line.split(separator: " ").map(String.init)
      guard words.count > 6, let dash = words.firstIndex(of: "-"), dash + 1 < words.count else {
        continue
      }
      let point = unescaped(words[4])
      let isAbove = point == "/" || path == point || path.hasPrefix(point + "/")
      // Of two at one place the later one hides the earlier.
      if isAbove, point.count >= best?.point.count ?? 0 { best = (point, words[dash + 1]) }
    }
    guard let best else { return nil }
    (mountPoint, name) = best
  }
}

/// A path of `mountinfo`, in which blanks, tabs, ends of lines and backslashes are written as three
/// octal digits behind a backslash.
private func unescaped(_ text: String) -> String {
  var bytes: [UInt8] = []
  var rest = Array(text.utf8)[...]
  while let byte = rest.popFirst() {
    let digits = rest.prefix(3)
    if byte == UInt8(ascii: "\\"), digits.count == 3,
      let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 8)
    {
      bytes.append(value)
      rest = rest.dropFirst(3)
    } else {
      bytes.append(byte)
    }
  }
  return String(decoding: bytes, as: UTF8.self)
}
