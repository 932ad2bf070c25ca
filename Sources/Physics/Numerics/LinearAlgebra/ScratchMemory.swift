/// Memory for intermediate results of a kernel, used again and again. It is not initialised, and
/// growing loses what it held.
package struct ScratchMemory<Element: BitwiseCopyable>: ~Copyable {
  package private(set) var start: UnsafeMutablePointer<Element>
  private var capacity: Int

  package init() {
    capacity = 16
    start = .allocate(capacity: capacity)
  }

  /// Makes room for at least `count` elements and returns their start.
  package mutating func reserve(_ count: Int) -> UnsafeMutablePointer<Element> {
    if count > capacity {
      start.deallocate()
      capacity = count + count / 4
      start = .allocate(capacity: capacity)
    }
    return start
  }

  deinit { start.deallocate() }
}
