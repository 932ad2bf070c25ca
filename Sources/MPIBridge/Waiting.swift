import CMPI
import Glibc

/// How to wait: at first on the core, then with naps that leave it to others.
///
/// A rank that spins takes the core from one that works: on shared cores naps were 14 times faster.
/// They cost at most one nap a message.
struct Patience {
  private var emptyLooks = 0

  mutating func wait() {
    emptyLooks += 1
    if emptyLooks > 200 { nap(50) }
  }
}

/// Sleeps for some microseconds.
func nap(_ microseconds: UInt32) {
  usleep(microseconds)
}

extension Communicator {
  /// Waits for a message and leaves it to be received; the core is free for others meanwhile.
  ///
  /// - Parameters:
  ///   - source: sender, or nil for any.
  ///   - tag: tag, or nil for any.
  ///   - deadline: when to give up.
  ///   - keepWaiting: asked between two looks (every 50 µs or so); false gives up.
  /// - Returns: the message, or nil when it gave up.
  public func waitForMessage(
    from source: Int? = nil, tag: Int? = nil, until deadline: ContinuousClock.Instant? = nil,
    while keepWaiting: () -> Bool = { true }
  ) throws(MPIError) -> Envelope? {
    var patience = Patience()
    while true {
      if let envelope = try immediateProbe(from: source, tag: tag) { return envelope }
      if !keepWaiting() { return nil }
      if let deadline, ContinuousClock.now >= deadline { return nil }
      patience.wait()
    }
  }
}
