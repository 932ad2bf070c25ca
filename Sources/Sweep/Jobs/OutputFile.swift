import Base
import Glibc

/// Files to be written, by the paths that users give.
package enum OutputFile {
  /// The file that `path` leads to, there already or not: symbolic links are followed, so that
  /// lock, temporary file and free space are those of the file itself, whatever it is called.
  ///
  /// - Parameters:
  ///   - content: what the file is for, in a word.
  ///   - job: a file that must not be replaced.
  /// - Throws: `InputError` if the file cannot be called so, since something else is: a folder, a
  ///   device, the job file.
  package static func resolved(
    _ path: String, for content: String = "results", job: String? = nil
  ) throws(InputError) -> String {
    guard !path.isEmpty else { throw InputError("the name of the file for \(content) is empty") }
    let target = try followingLinks(path)
    try checkLength(of: target)
    guard let found = information(target) else { return target }
    switch found.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw InputError("'\(path)' is a folder, not a file for \(content)")
    default: throw InputError("'\(path)' is no ordinary file and cannot hold \(content)")
    }
    if let job, isSame(job, target) {
      throw InputError("'\(path)' is the job file; results need a file of their own")
    }
    return target
  }

  /// The file that `path` leads to, checked before any work is done: it can be written there.
  ///
  /// - Throws: `InputError` as `resolved`, and if the folder is not there or must not be written
  ///   to.
  package static func writable(
    _ path: String, for content: String
  ) throws(InputError) -> String {
    let target = try resolved(path, for: content)
    let folder = Folder(of: target).path
    guard let found = information(folder), found.st_mode & S_IFMT == S_IFDIR else {
      throw InputError("the folder of \(target) does not exist")
    }
    guard access(folder, W_OK | X_OK) == 0 else {
      throw InputError("\(target) cannot be written: permission denied")
    }
    return target
  }

  /// Writes a whole file or nothing; one that is there is left alone unless it is to be replaced,
  /// and replaced when the new one is complete.
  ///
  /// - Throws: `InputError` if there can be no such file: it exists, or may not be written;
  ///   `WriteError` if something else keeps it from being written, such as a full disk.
  package static func write(
    _ bytes: [UInt8], to path: String, replacing: Bool = false
  ) throws {
    let written = replacing ? "\(path).tmp-\(getpid())" : path
    let flags = O_WRONLY | O_CREAT | (replacing ? O_TRUNC : O_EXCL)
    let file: OpenFile
    do throws(SystemError) {
      file = try OpenFile(written, flags)
    } catch {
      if isFault(ofTheDisk: error) { throw WriteError("'\(path)'", error) }
      throw InputError("cannot write '\(path)': \(error.reason)", cause: error)
    }
    do throws(SystemError) {
      try file.write(bytes.span.bytes)
      try file.close()
      if replacing, rename(written, path) != 0 { throw SystemError("rename") }
    } catch {
      // Half a file is worse than none.
      unlink(written)
      throw WriteError("'\(path)'", error)
    }
  }

  /// Whether a file cannot be made though its name and place are right.
  private static func isFault(ofTheDisk error: SystemError) -> Bool {
    [ENOSPC, EDQUOT, EIO, EMFILE, ENFILE, ENOMEM].contains(error.code)
  }

  /// Refuses names that the system would refuse later, after much work: of the file, or of those
  /// that come to lie beside it (`.lock`, `.restart-…`).
  private static func checkLength(of path: String) throws(InputError) {
    let (longestName, longestPath, room) = (255, 4095, 40)
    let name = path.split(separator: "/").last ?? ""
    for (text, kind, longest) in [
      (name, "name", longestName - room), (path[...], "path", longestPath - room),
    ] where text.utf8.count > longest {
      throw InputError(
        "the \(kind) of the file has \(text.utf8.count) bytes; at most \(longest) leave room for "
          + "the names of the files beside it ('\(text.prefix(20))…')")
    }
  }

  /// Whether two paths lead to one file.
  package static func isSame(_ one: String, _ other: String) -> Bool {
    guard let first = information(one), let second = information(other) else { return one == other }
    return first.st_ino == second.st_ino && first.st_dev == second.st_dev
  }

  /// Follows the links of the last part of a path, also one that leads to nothing yet.
  private static func followingLinks(_ path: String) throws(InputError) -> String {
    // As many as Linux follows.
    let mostLinks = 40
    var target = path
    for _ in 0...mostLinks {
      guard let bytes = linkTarget(target) else { return target }
      guard let next = String(validating: bytes, as: UTF8.self) else {
        throw InputError("'\(path)' is a symbolic link to a name that is not UTF-8")
      }
      let folder = target.lastIndex(of: "/").map { target[...$0] } ?? ""
      target = next.hasPrefix("/") ? next : folder + next
    }
    throw InputError("'\(path)' is a symbolic link that leads back to itself")
  }

  private static func linkTarget(_ path: String) -> [UInt8]? {
    var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink(path, &bytes, bytes.count)
    guard count >= 0 else { return nil }
    return bytes.prefix(count).map { UInt8(bitPattern: $0) }
  }

  private static func information(_ path: String) -> stat? {
    var information = stat()
    return stat(path, &information) == 0 ? information : nil
  }
}
