import Glibc

/// The path of a result file, as users give it.
enum OutputPath {
  /// The file that `path` leads to, there already or not: symbolic links are followed, so that lock,
  /// temporary file and free space are those of the file itself, whatever it is called.
  ///
  /// - Throws: `InputError` if the file of results cannot be called so, since something else is: a
  ///   folder, a device, the job file.
  static func resolved(_ path: String, job: String) throws(InputError) -> String {
    guard !path.isEmpty else { throw InputError("the name of the result file is empty") }
    let target = try followingLinks(path)
    guard let found = information(target) else { return target }
    switch found.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw InputError("'\(path)' is a folder, not a file for results")
    default: throw InputError("'\(path)' is no ordinary file and cannot hold results")
    }
    if let job = information(job), job.st_ino == found.st_ino, job.st_dev == found.st_dev {
      throw InputError("'\(path)' is the job file; results need a file of their own")
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
