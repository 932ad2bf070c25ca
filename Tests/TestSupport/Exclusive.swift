import Foundation

private let library = NSRecursiveLock()

/// Runs something that calls HDF5 in the process of the tests. HDF5 is not safe to call from
/// several threads, and tests run in parallel.
public func withHDF5<Result>(_ body: () throws -> Result) rethrows -> Result {
  library.lock()
  defer { library.unlock() }
  return try body()
}
