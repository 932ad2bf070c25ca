import Base

/// A results file whose place another one is to take, which is made beside it: `FILE.extending`.
///
/// It keeps other writers away from the old file, which stays as it is until `publish()` renames
/// the new one over it: a kill at any moment leaves the old or the new file.
package struct StoreReplacement: ~Copyable {
  /// The old file.
  package let path: String
  private let lock: StoreLock

  /// Takes the lock of a file, and puts messages into it that a run has left beside it: they are
  /// known by the numbers of points, which the new file may have otherwise.
  ///
  /// - Throws: `StoreError`, among others `missing`, `readOnly`, `damaged` and `locked`.
  package init(of path: String) throws(StoreError) {
    if !FileSystem.exists(path) { throw .missing(path: path) }
    if !FileSystem.isWritable(path) { throw .readOnly(path: path) }
    let held = try StoreLock(for: path)
    try MessageJournal.settle(path)
    lock = held
    self.path = path
  }

  /// Where the new file is made.
  package static func newPath(of path: String) -> String { path + ".extending" }

  /// Where the new file is made.
  package var newPath: String { Self.newPath(of: path) }

  /// Gives the new file, which has been closed and so is on the disk, the place of the old one.
  /// States inside points of the old one are removed; they would not be read.
  ///
  /// - Throws: `StoreError` if it cannot be renamed; the old file is there then.
  package borrowing func publish() throws(StoreError) {
    try FileSystem.publish(newPath, as: path)
    RestartFiles.removeAll(of: path)
  }

  /// Gives the new file up.
  package borrowing func discard() {
    MessageJournal.removeAll(of: newPath)
    RestartFiles.removeAll(of: newPath)
    FileSystem.remove(newPath)
  }
}
