/// Brings what this rank wrote to the disk, now and then.
package struct Synchronizer {
  private var hasUnsaved = false
  private var lastTime = ContinuousClock.now
  private let interval = Duration.seconds(60)

  package mutating func noteWrite() {
    hasUnsaved = true
  }

  package mutating func synchronizeIfDue(_ path: String) throws(StoreError) {
    if hasUnsaved, ContinuousClock.now - lastTime >= interval { try synchronize(path) }
  }

  package mutating func synchronize(_ path: String) throws(StoreError) {
    if hasUnsaved { try FileSystem.synchronize(path) }
    hasUnsaved = false
    lastTime = .now
  }
}
