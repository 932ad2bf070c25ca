import Base
import Glibc
import ResultsStorage

/// Keeps a second run away from a refined sweep, by a lock on `FILE.refining`: between two rounds
/// the file itself is closed, and its own lock is free.
///
/// The system drops the lock when the process dies; a file that is left behind is no obstacle.
struct RefinementLock: ~Copyable {
  private let path: String
  private let file: OpenFile

  /// - Throws: `StoreError.locked` if another run has it; other errors of the system.
  init(of results: String) throws(StoreError) {
    let path = results + ".refining"
    while true {
      let file: OpenFile
      do throws(SystemError) {
        file = try OpenFile(path, O_RDWR | O_CREAT, permissions: 0o644)
      } catch {
        throw .system(path: path, error)
      }
      // Where there are no locks at all, that of the results has to do.
      if flock(file.descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK {
        let text = String(decoding: (try? file.read(upTo: 512)) ?? [], as: UTF8.self)
        throw .locked(path: results, holder: LockHolder(text: text))
      }
      // The holder before may have removed the file between our open and our lock.
      guard Self.isSameFile(file, path) else { continue }
      ftruncate(file.descriptor, 0)
      try? file.seek(to: 0)
      try? file.write(LockHolder.current.text.utf8.span.bytes)
      self.path = path
      self.file = file
      return
    }
  }

  private static func isSameFile(_ file: borrowing OpenFile, _ path: String) -> Bool {
    var (opened, named) = (stat(), stat())
    return fstat(file.descriptor, &opened) == 0 && stat(path, &named) == 0
      && opened.st_ino == named.st_ino && opened.st_dev == named.st_dev
  }

  deinit { unlink(path) }
}
