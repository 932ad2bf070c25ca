import Glibc
import HDF5

/// Who holds the lock of a file: what is written in it.
public struct LockHolder: Sendable, Equatable, CustomStringConvertible {
  /// Name of the node, process and, in a batch system, job.
  public let text: String

  package init(text: String) {
    self.text = text
  }

  /// This process.
  package static var current: LockHolder {
    let job = getenv("SLURM_JOB_ID").map { ", job \(String(cString: $0))" } ?? ""
    return LockHolder(text: "\(here)\(getpid())\(job)")
  }

  /// Whether the process is known to be dead, which can be told on its own node only.
  package var isDead: Bool {
    guard text.hasPrefix(Self.here),
      let process = pid_t(text.dropFirst(Self.here.count).prefix(while: \.isNumber))
    else { return false }
    return kill(process, 0) != 0 && errno == ESRCH
  }

  private static var here: String {
    var name = [CChar](repeating: 0, count: 256)
    gethostname(&name, name.count - 1)
    let host = String(
      decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return "host \(host), process "
  }

  /// The text, for a sentence.
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
      if let refusal = Self.refusal(descriptor, path, target) {
        close(descriptor)
        throw refusal
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

  /// Tries to lock; why that is not possible.
  private static func refusal(
    _ descriptor: Int32, _ path: String, _ target: String
  ) -> StoreError? {
    var code: Int32 = EWOULDBLOCK
    // Who only looks whether there is a writer holds the lock too, for a moment.
    for _ in 0..<5 where code == EWOULDBLOCK {
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return nil }
      code = errno
      if code == EWOULDBLOCK { usleep(10_000) }
    }
    let holder = LockHolder(text: textOfFile(descriptor))
    switch code {
    case EWOULDBLOCK: return .locked(path: target, holder: holder)
    case ENOSYS, ENOTSUP, ENOLCK:
      // Some cluster file systems have no locks: there the text of the file has to do.
      return holder.text.isEmpty || holder.isDead ? nil : .locked(path: target, holder: holder)
    default: return .system(path: path, call: "flock", reason: errorText(code))
    }
  }
}

private func isSameFile(_ descriptor: Int32, _ path: String) -> Bool {
  var opened = stat()
  var named = stat()
  return fstat(descriptor, &opened) == 0 && stat(path, &named) == 0
    && opened.st_ino == named.st_ino && opened.st_dev == named.st_dev
}

/// The first 512 bytes of an open file.
package func textOfFile(_ descriptor: Int32) -> String {
  var bytes = [UInt8](repeating: 0, count: 512)
  let count = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, 0) }
  return String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
}
