import Base
import Glibc
import HDF5

/// The few calls to the file system that a file needs beside HDF5.
package enum FileSystem {
  /// Whether there is anything of this name.
  static func exists(_ path: String) -> Bool {
    unsafe access(path, F_OK) == 0
  }

  /// When a file was written last, in nanoseconds since 1970; nil if there is none.
  static func modificationTime(_ path: String) -> Int? {
    var information = stat()
    guard unsafe stat(path, &information) == 0 else { return nil }
    return information.st_mtim.tv_sec * 1_000_000_000 + information.st_mtim.tv_nsec
  }

  /// Throws if the folder of `path` is not there or must not be written to.
  package static func checkFolder(of path: String) throws(StoreError) {
    let folder = Folder(of: path).path
    guard kind(of: folder) == S_IFDIR else { throw .missingFolder(path: path) }
    if unsafe access(folder, W_OK | X_OK) != 0 { throw .readOnly(path: path) }
  }

  /// Throws what would keep a file from being created at `path`.
  static func checkPlace(of path: String) throws(StoreError) {
    try checkFolder(of: path)
    // A rename would put the file in the place of a device without a question.
    if let kind = kind(of: path), kind != S_IFREG {
      throw .notResults(path: path, reason: "it is no ordinary file")
    }
  }

  /// Throws if this process may not read the file, or if there is a folder of this name.
  static func checkReadable(_ path: String) throws(StoreError) {
    if kind(of: path) == S_IFDIR { throw .notResults(path: path, reason: "it is a folder") }
    if unsafe access(path, R_OK) != 0 { throw .unreadable(path: path, SystemError("access")) }
  }

  /// Size of a file in bytes; 0 if it is not there.
  static func size(of path: String) -> Int {
    var information = stat()
    return unsafe stat(path, &information) == 0 ? Int(information.st_size) : 0
  }

  /// Whether this process may write the file.
  static func isWritable(_ path: String) -> Bool {
    unsafe access(path, W_OK) == 0
  }

  /// Throws if a file of `size` bytes is certain not to fit at `path`.
  static func checkSpace(for path: String, size: Int) throws(StoreError) {
    var limit = rlimit()
    if unsafe getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0,
      limit.rlim_cur < size
    {
      throw .tooLarge(path: path, needed: size)
    }
    let available = Folder(of: path).availableBytes ?? 0
    if available < size { throw .noSpace(path: path, needed: size, available: available) }
  }

  /// Reserves the blocks of the whole file, so that the disk cannot fill up under it, and brings it
  /// to the disk unless it will be brought there later. Errors speak of `path`, which the file is
  /// to be called in the end.
  static func reserve(
    _ temporary: String, named path: String, synchronizes: Bool = true
  ) throws(StoreError) {
    var size = 0
    do throws(SystemError) {
      let file = try OpenFile(temporary, O_RDWR)
      size = try file.size()
      let code = posix_fallocate(file.descriptor, 0, off_t(size))
      guard code == 0 else { throw SystemError("posix_fallocate", code: code) }
      if synchronizes { try file.synchronize() }
    } catch {
      throw StoreError(error, path: path, needed: size)
    }
  }

  /// The file that a name leads to, if it is a symbolic link; else the name.
  static func resolved(_ path: String) -> String {
    guard isLink(path),
      let resolved = unsafe realpath(path, nil)
    else { return path }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }

  private static func isLink(_ path: String) -> Bool {
    var information = stat()
    return unsafe lstat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFLNK
  }

  /// Removes a file, if it is there.
  static func remove(_ path: String) {
    unsafe unlink(path)
  }

  /// Lets go of whatever parts of a file this process has locked with `fcntl`.
  ///
  /// Where MPI takes a file system for one that needs it, it locks what it writes. Intel MPI keeps
  /// that lock when the write fails, and other ranks wait for it forever. A process loses its
  /// locks on a file when it closes the file, whichever of its descriptors that is (POSIX).
  package static func releaseLocks(of path: String) {
    _ = try? OpenFile(path)
  }

  /// Gives a complete file its name: for good, unless a failure of power may undo that.
  static func publish(
    _ temporary: String, as path: String, synchronizes: Bool = true
  ) throws(StoreError) {
    do throws(SystemError) {
      if unsafe rename(temporary, path) != 0 { throw SystemError("rename") }
      guard synchronizes else { return }
      let folder = try OpenFile(Folder(of: path).path, O_RDONLY | O_DIRECTORY)
      // Some network file systems cannot synchronize a folder; they do it on their own.
      do { try folder.synchronize() } catch { if error.code != EINVAL { throw error } }
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// Brings what was written to a file to the disk.
  static func synchronize(_ path: String) throws(StoreError) {
    do throws(SystemError) {
      try OpenFile(path).synchronize()
    } catch {
      throw error.code == ENOENT ? .vanished(path: path) : StoreError(error, path: path)
    }
  }

  /// Whether a file begins with the signature of HDF5.
  static func beginsLikeHDF5(_ path: String) -> Bool {
    let signature: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]
    guard let file = try? OpenFile(path) else { return false }
    return (try? file.read(upTo: signature.count)) == signature
  }

  /// Whether something is a file, a folder or else, as `stat` numbers it; nil if it is not there.
  private static func kind(of path: String) -> mode_t? {
    var information = stat()
    return unsafe stat(path, &information) == 0 ? information.st_mode & S_IFMT : nil
  }
}

extension StoreError {
  /// The error of a write of results. MPI says no more than "input/output error"; a disk without
  /// space is most often why.
  static func ofWrite(_ error: HDF5Error, to path: String) -> StoreError {
    let available = Folder(of: path).availableBytes ?? 0
    return available < 1 << 16
      ? .noSpace(path: path, needed: 1 << 16, available: available) : .hdf5(path: path, error)
  }

  /// What a failed call to the system means for a file; `needed`: the bytes that were to be
  /// written.
  init(_ error: SystemError, path: String, needed: Int? = nil) {
    switch (error.code, needed) {
    case (EACCES, _), (EPERM, _), (EROFS, _): self = .readOnly(path: path)
    case (ENOENT, _): self = .missing(path: path)
    case (ENOSPC, let needed?), (EDQUOT, let needed?):
      let available = Folder(of: path).availableBytes ?? 0
      self = .noSpace(path: path, needed: needed, available: available)
    case (EFBIG, let needed?): self = .tooLarge(path: path, needed: needed)
    default: self = .system(path: path, error)
    }
  }
}
