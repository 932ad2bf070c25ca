import Base
import Glibc
import HDF5
import MPIBridge

/// What a folder can do for results, tried out.
package struct StorageTrial: Sendable {
  /// How ranks can write there.
  package enum Writing: Sendable, Equatable {
    /// Together: failed writes are reported.
    case collective
    /// Each on its own, since failed collective writes are not reported.
    case independent
    /// Not at all, with the reason.
    case refused(String)
  }

  package let writing: Writing
  /// Whether one process can keep others away from a file.
  package let hasLock: Bool

  /// Name and version of the library that files are written with.
  package static var libraryVersion: String { "HDF5 \(HDF5Library.version)" }

  /// Tries a file in a folder, which is gone afterward. Collective.
  ///
  /// - Throws: `MPIError` if ranks cannot talk to each other.
  package init(
    folder: String, on communicator: borrowing Communicator
  ) throws(MPIError) {
    let number = try communicator.broadcast(encoding: Int(getpid()))
    let path = "\(folder)/spinsweep-doctor-\(number)"
    var writing: Writing
    do throws(StoreError) {
      try communicator.onRoot { () throws(StoreError) in try Self.checkFile(at: path) }
      writing =
        try WriteRehearsal.trustsCollectiveWrites(beside: path, on: communicator)
        ? .collective : .independent
    } catch {
      writing = .refused("\(error)")
    }
    self.writing = writing
    let isLocked = communicator.isRoot && Self.keepsOthersAway(path + ".lock")
    hasLock = try communicator.broadcast(isLocked ? UInt8(1) : 0) == 1
  }

  /// Throws if no file can be written in a folder.
  private static func checkFile(at path: String) throws(StoreError) {
    try FileSystem.checkFolder(of: path)
    defer { FileSystem.remove(path) }
    do throws(SystemError) {
      try SmallFile.write([0], to: path, replacing: false)
    } catch {
      throw StoreError(error, path: path, needed: 1)
    }
  }

  /// Whether a second lock of a file is refused, as it should be.
  private static func keepsOthersAway(_ path: String) -> Bool {
    defer { FileSystem.remove(path) }
    guard let first = try? OpenFile(path, O_WRONLY | O_CREAT),
      let second = try? OpenFile(path, O_WRONLY)
    else { return false }
    return flock(first.descriptor, LOCK_EX | LOCK_NB) == 0
      && flock(second.descriptor, LOCK_EX | LOCK_NB) != 0
  }
}
