import Glibc
import HDF5

/// The few calls to the file system that a file needs beside HDF5.
enum FileSystem {
  package static func exists(_ path: String) -> Bool {
    access(path, F_OK) == 0
  }

  /// Bytes that a file of the folder of `path` could take.
  static func availableBytes(at path: String) -> Int {
    var information = statvfs()
    guard statvfs(folder(of: path), &information) == 0 else { return 0 }
    return Int(information.f_bavail) * Int(information.f_frsize)
  }

  /// Throws what would keep a file from being created at `path`.
  static func checkPlace(of path: String) throws(StoreError) {
    try OutputFolder.check(of: path)
    var information = stat()
    // A rename would put the file in the place of a device without a question.
    if stat(path, &information) == 0, information.st_mode & S_IFMT != S_IFREG {
      throw .notResults(path: path, reason: "it is no ordinary file")
    }
  }

  /// Throws if this process may not read the file, or if there is a folder of this name.
  static func checkReadable(_ path: String) throws(StoreError) {
    var information = stat()
    if stat(path, &information) == 0, information.st_mode & S_IFMT == S_IFDIR {
      throw .notResults(path: path, reason: "it is a folder")
    }
    if access(path, R_OK) != 0 { throw .unreadable(path: path, reason: errorText(errno)) }
  }

  /// Whether this process may write the file.
  static func isWritable(_ path: String) -> Bool {
    access(path, W_OK) == 0
  }

  /// Throws if a file of `size` bytes is certain not to fit at `path`.
  static func checkSpace(for path: String, size: Int) throws(StoreError) {
    var limit = rlimit()
    if getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0, limit.rlim_cur < size {
      throw .tooLarge(path: path, needed: size)
    }
    let available = availableBytes(at: path)
    if available < size { throw .noSpace(path: path, needed: size, available: available) }
  }

  /// Reserves the blocks of the whole file, so that the disk cannot fill up under it, and brings it to
  /// the disk. Errors speak of `path`, which the file is to be called in the end.
  package static func reserve(_ temporary: String, named path: String) throws(StoreError) {
    let descriptor = open(temporary, O_RDWR | O_CLOEXEC)
    guard descriptor >= 0 else { throw .fromErrno("open", path: path) }
    defer { close(descriptor) }
    var information = stat()
    guard fstat(descriptor, &information) == 0 else { throw .fromErrno("fstat", path: path) }
    let size = Int(information.st_size)
    let code = posix_fallocate(descriptor, 0, information.st_size)
    switch code {
    case 0: break
    case ENOSPC, EDQUOT:
      throw .noSpace(path: path, needed: size, available: availableBytes(at: path))
    case EFBIG: throw .tooLarge(path: path, needed: size)
    default: throw .system(path: path, call: "posix_fallocate", reason: errorText(code))
    }
    if fsync(descriptor) != 0 { throw .fromErrno("fsync", path: path) }
  }

  /// Removes a file, if it is there.
  package static func remove(_ path: String) {
    unlink(path)
  }

  /// Names of what is in a folder; nothing if it cannot be read.
  package static func names(in folder: String) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    // An entry is as long as its name and no longer: it must not be copied as a whole.
    guard let start = MemoryLayout<dirent>.offset(of: \.d_name) else { return [] }
    while let entry = readdir(stream) {
      let name = UnsafeRawPointer(entry).advanced(by: start).assumingMemoryBound(to: CChar.self)
      names.append(String(cString: name))
    }
    return names
  }

  /// Gives a complete file its name, for good.
  static func publish(_ temporary: String, as path: String) throws(StoreError) {
    if rename(temporary, path) != 0 { throw .fromErrno("rename", path: path) }
    try synchronizeFolder(of: path)
  }

  /// Brings what was written to a file to the disk.
  package static func synchronize(_ path: String) throws(StoreError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0, errno == ENOENT { throw .vanished(path: path) }
    guard descriptor >= 0 else { throw .fromErrno("open", path: path) }
    defer { close(descriptor) }
    if fsync(descriptor) != 0 { throw .fromErrno("fsync", path: path) }
  }

  private static func synchronizeFolder(of path: String) throws(StoreError) {
    let descriptor = open(folder(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .fromErrno("open", path: path) }
    defer { close(descriptor) }
    // Some network file systems cannot synchronise a folder; they do it on their own.
    if fsync(descriptor) != 0, errno != EINVAL { throw .fromErrno("fsync", path: path) }
  }

  package static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}

extension StoreError {
  /// The error of a write of results. MPI says no more than "input/output error"; a disk without
  /// space is most often why.
  static func ofWrite(_ error: HDF5Error, to path: String) -> StoreError {
    let available = FileSystem.availableBytes(at: path)
    return available < 1 << 16
      ? .noSpace(path: path, needed: 1 << 16, available: available) : .hdf5(path: path, error)
  }

  /// The error of the system call that has just failed.
  static func fromErrno(_ call: String, path: String) -> StoreError {
    let code = errno
    switch code {
    case EACCES, EPERM, EROFS: return .readOnly(path: path)
    case ENOENT: return .missing(path: path)
    default: return .system(path: path, call: call, reason: errorText(code))
    }
  }
}

/// What the system says about an error number.
package func errorText(_ code: Int32) -> String {
  var text = [CChar](repeating: 0, count: 256)
  return strerror_r(code, &text, text.count) == 0
    ? String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    : "error \(code)"
}

extension FileSystem {
  /// Whether a file begins with the signature of HDF5.
  static func beginsLikeHDF5(_ path: String) -> Bool {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 8)
    let count = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, 0) }
    return count == 8 && bytes == [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]
  }
}
