import Glibc

/// The folder that a file lies in, or is to lie in.
package struct Folder {
  /// Its path; "." for a file that is named without a folder.
  package let path: String

  /// The folder of a file.
  package init(of file: String) {
    path =
      file.lastIndex(of: "/").map { $0 == file.startIndex ? "/" : String(file[..<$0]) } ?? "."
  }

  /// Whether there is a folder of this name.
  package var exists: Bool {
    var information = stat()
    return unsafe stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFDIR
  }

  /// Bytes that this process may still write there; nil if there is no such folder.
  package var availableBytes: Int? {
    var information = statvfs()
    guard unsafe statvfs(path, &information) == 0 else { return nil }
    return Int(information.f_bavail) * Int(information.f_frsize)
  }

  /// Names of what is in it; nothing if it cannot be read.
  package var names: [String] {
    guard let stream = unsafe opendir(path) else { return [] }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    // An entry is as long as its name and no longer: it must not be copied as a whole.
    guard let start = MemoryLayout<dirent>.offset(of: \.d_name) else { return [] }
    while let entry = unsafe readdir(stream) {
      let name = unsafe UnsafeRawPointer(entry).advanced(by: start).assumingMemoryBound(
        to: CChar.self)
      unsafe names.append(String(cString: name))
    }
    return names
  }
}
