import Glibc
import Jobs
import ResultsStorage

/// The path of a file to be written, as users give it.
package enum OutputPath {
  /// The file that `path` leads to, there already or not: symbolic links are followed, so that lock,
  /// temporary file and free space are those of the file itself, whatever it is called.
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
    guard let found = information(target) else { return target }
    switch found.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw InputError("'\(path)' is a folder, not a file for \(content)")
    default: throw InputError("'\(path)' is no ordinary file and cannot hold \(content)")
    }
    if let job = job.flatMap(information), job.st_ino == found.st_ino, job.st_dev == found.st_dev {
      throw InputError("'\(path)' is the job file; results need a file of their own")
    }
    return target
  }

  /// The file that `path` leads to, checked before any work is done: it can be written there.
  ///
  /// - Throws: `InputError` as `resolved`, and if the folder is not there or must not be written to.
  package static func writable(
    _ path: String, for content: String
  ) throws(InputError) -> String {
    let target = try resolved(path, for: content)
    do throws(StoreError) { try FileSystem.checkFolder(of: target) } catch {
      throw InputError("\(error)")
    }
    return target
  }

  /// Follows the links of the last part of a path, also one that leads to nothing yet.
  private static func followingLinks(_ path: String) throws(InputError) -> String {
    // As many as Linux follows.
    let mostLinks = 40
    var target = path
    for _ in 0...mostLinks {
      guard let next = linkTarget(target) else { return target }
      let folder = target.lastIndex(of: "/").map { target[...$0] } ?? ""
      target = next.hasPrefix("/") ? next : folder + next
    }
    throw InputError("'\(path)' is a symbolic link that leads back to itself")
  }

  private static func linkTarget(_ path: String) -> String? {
    var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink(path, &bytes, bytes.count)
    guard count >= 0 else { return nil }
    return String(decoding: bytes.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private static func information(_ path: String) -> stat? {
    var information = stat()
    return stat(path, &information) == 0 ? information : nil
  }
}
