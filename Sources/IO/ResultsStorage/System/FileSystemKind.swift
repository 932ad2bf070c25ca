import Base
import Glibc

/// The kind of file system that a folder lies on.
package struct FileSystemKind: Sendable, Equatable {
  /// As the system calls it: `ext4`, `nfs4`, `lustre`.
  package let name: String
  /// Where it is mounted.
  package let mountPoint: String

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
      // Blanks are written as \040.
      let point = words[4].replacing("\\040", with: " ")
      let isAbove = point == "/" || path == point || path.hasPrefix(point + "/")
      // Of two at one place the later one hides the earlier.
      if isAbove, point.count >= best?.point.count ?? 0 { best = (point, words[dash + 1]) }
    }
    guard let best else { return nil }
    (mountPoint, name) = best
  }
}
