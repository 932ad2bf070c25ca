import Glibc
import HDF5

/// Who writes a file now, seen from outside.
public enum StoreLockState {
  /// The holder of the lock of a results file; nil if nobody writes it.
  public static func holder(of path: String) -> LockHolder? {
    let descriptor = open(path + ".lock", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    let holder = LockHolder(text: textOfFile(descriptor))
    // A shared lock, so that others who ask at the same time are not taken for writers.
    if flock(descriptor, LOCK_SH | LOCK_NB) == 0 { return nil }
    return holder.isDead ? nil : holder
  }
}
