import Glibc

/// How to wait: at first on the core, then with naps that leave it to others.
///
/// A rank that spins takes the core from one that works: on shared cores naps were 14 times faster.
/// They cost at most one nap a message.
@usableFromInline
struct Patience {
  private var emptyLooks = 0

  @usableFromInline
  init() {}

  @usableFromInline
  mutating func wait() {
    emptyLooks += 1
    if emptyLooks > 200 { nap(50) }
  }
}

/// Sleeps for some microseconds.
func nap(_ microseconds: UInt32) {
  usleep(microseconds)
}
