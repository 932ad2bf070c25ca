import Glibc

/// Who holds the lock of a file: what is written in it.
public struct LockHolder: Sendable, Equatable, CustomStringConvertible {
  /// Name of the node, process and, in a batch system, job.
  public let text: String

  package init(text: String) {
    self.text = text
  }

  /// This process.
  static var current: LockHolder {
    var name = [CChar](repeating: 0, count: 256)
    let host =
      gethostname(&name, name.count - 1) == 0
      ? String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      : "unknown host"
    let job = getenv("SLURM_JOB_ID").map { ", job \(String(cString: $0))" } ?? ""
    return LockHolder(text: "host \(host), process \(getpid())\(job)")
  }

  public var description: String { text.isEmpty ? "unknown process" : text }
}

/// Keeps a second writer away from a file, by a lock on `PATH.lock`.
///
/// HDF5 over MPI takes no lock of its own. The system drops this one when the process dies, however
/// it dies; a lock file that is left behind is therefore no obstacle.
struct StoreLock: ~Copyable {
  private let path: String
  private let descriptor: Int32

  /// Takes the lock for the file at `target`, or throws `StoreError.locked`.
  init(for target: String) throws(StoreError) {
    let path = target + ".lock"
    while true {
      let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
      guard descriptor >= 0 else {
        throw StoreError.fromErrno("open", path: target)
      }
      if flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
        let isHeld = errno == EWOULDBLOCK
        let failure = StoreError.fromErrno("flock", path: path)
        let holder = LockHolder(text: textOfFile(descriptor))
        close(descriptor)
        throw isHeld ? .locked(path: target, holder: holder) : failure
      }
      // The holder before may have removed the file between our open and our lock.
      if isSameFile(descriptor, path) {
        ftruncate(descriptor, 0)
        let bytes = Array(LockHolder.current.text.utf8)
        _ = bytes.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
        self.path = path
        self.descriptor = descriptor
        return
      }
      close(descriptor)
    }
  }

  deinit {
    unlink(path)
    close(descriptor)
  }
}

private func isSameFile(_ descriptor: Int32, _ path: String) -> Bool {
  var opened = stat()
  var named = stat()
  return fstat(descriptor, &opened) == 0 && stat(path, &named) == 0
    && opened.st_ino == named.st_ino && opened.st_dev == named.st_dev
}

/// The first 512 bytes of an open file.
private func textOfFile(_ descriptor: Int32) -> String {
  var bytes = [UInt8](repeating: 0, count: 512)
  let count = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, 0) }
  return String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
}
