/// Brings what this rank wrote to the disk, now and then.
struct Synchronizer {
  private var hasUnsaved = false
  private var lastTime = ContinuousClock.now
  private let interval = Duration.seconds(60)

  mutating func noteWrite() {
    hasUnsaved = true
  }

  mutating func synchronizeIfDue(_ path: String) throws(StoreError) {
    if hasUnsaved, ContinuousClock.now - lastTime >= interval { try synchronize(path) }
  }

  package mutating func synchronize(_ path: String) throws(StoreError) {
    if hasUnsaved { try FileSystem.synchronize(path) }
    hasUnsaved = false
    lastTime = .now
  }
}
