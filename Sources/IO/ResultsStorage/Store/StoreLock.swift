import Base
import Glibc

/// Who holds the lock of a file: what is written in it.
public struct LockHolder: Sendable, Equatable, Codable, CustomStringConvertible {
  /// Name of the node, process and, in a batch system, job.
  public let text: String

  /// The process that a text names.
  package init(text: String) {
    self.text = text
  }

  /// This process.
  package static var current: LockHolder {
    let job = unsafe getenv("SLURM_JOB_ID").map { unsafe ", job \(String(cString: $0))" } ?? ""
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
    unsafe gethostname(&name, name.count - 1)
    let host = String(
      decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return "host \(host), process "
  }

  /// Who writes a results file now; nil if nobody does.
  public static func ofWriter(of path: String) -> LockHolder? {
    let lock = "\(path).\(StoreLock.Purpose.writing.rawValue)"
    guard let file = try? OpenFile(lock) else { return nil }
    let holder = LockHolder(in: file)
    // A shared lock, so that others who ask at the same time are not taken for writers.
    if flock(file.descriptor, LOCK_SH | LOCK_NB) == 0 { return nil }
    return holder.isDead ? nil : holder
  }

  /// Who has written the beginning of a lock file.
  fileprivate init(in file: borrowing OpenFile) {
    text = String(decoding: (try? file.read(upTo: 512)) ?? [], as: UTF8.self)
  }

  /// The text, for a sentence.
  public var description: String { text.isEmpty ? "unknown process" : text }
}

/// Keeps a second writer away from a file, by a lock on a file beside it.
///
/// HDF5 over MPI takes no lock of its own. The system drops this one when the process dies, however
/// it dies; a lock file that is left behind is therefore no obstacle.
package struct StoreLock: ~Copyable {
  /// What nobody else may do meanwhile.
  package enum Purpose: String {
    /// Write the file.
    case writing = "lock"
    /// Add points to a refined sweep, between whose rounds the file is closed.
    case refining
  }

  private let path: String
  private let file: OpenFile

  /// Takes the lock for the file at `target`.
  ///
  /// - Throws: `StoreError.locked` if another process has it; other errors of the system.
  package init(for target: String, _ purpose: Purpose = .writing) throws(StoreError) {
    let path = "\(target).\(purpose.rawValue)"
    while true {
      let file: OpenFile
      do throws(SystemError) {
        file = try OpenFile(path, O_RDWR | O_CREAT, permissions: 0o644)
      } catch {
        throw StoreError(error, path: target)
      }
      if let refusal = Self.refusal(file, path, target) { throw refusal }
      // The holder before may have removed the file between our open and our lock.
      guard isSameFile(file, path) else { continue }
      // The lock counts, whether or not its holder can be told.
      ftruncate(file.descriptor, 0)
      try? file.seek(to: 0)
      try? unsafe file.write(LockHolder.current.text.utf8.span.bytes)
      self.path = path
      self.file = file
      return
    }
  }

  deinit { unsafe unlink(path) }

  /// Tries to lock; why that is not possible.
  private static func refusal(
    _ file: borrowing OpenFile, _ path: String, _ target: String
  ) -> StoreError? {
    var code: Int32 = EWOULDBLOCK
    // Who only looks whether there is a writer holds the lock too, for a moment.
    for _ in 0..<5 where code == EWOULDBLOCK {
      if flock(file.descriptor, LOCK_EX | LOCK_NB) == 0 { return nil }
      code = errno
      if code == EWOULDBLOCK { usleep(10_000) }
    }
    let holder = LockHolder(in: file)
    switch code {
    case EWOULDBLOCK: return .locked(path: target, holder: holder)
    case ENOSYS, ENOTSUP, ENOLCK:
      // Some cluster file systems have no locks: there the text of the file has to do.
      return holder.text.isEmpty || holder.isDead ? nil : .locked(path: target, holder: holder)
    default: return .system(path: path, SystemError("flock", code: code))
    }
  }
}

private func isSameFile(_ file: borrowing OpenFile, _ path: String) -> Bool {
  var (opened, named) = (stat(), stat())
  return unsafe fstat(file.descriptor, &opened) == 0 && stat(path, &named) == 0
    && opened.st_ino == named.st_ino && opened.st_dev == named.st_dev
}
