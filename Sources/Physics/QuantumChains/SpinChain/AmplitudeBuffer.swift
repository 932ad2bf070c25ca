import Glibc

/// Memory for the amplitudes of a state vector, aligned to cache lines or, if large, to huge pages.
///
/// An unsafe pointer, since the kernel loads vectors at any offset from several rows at once, which
/// it measurably does not do through arrays.
final class AmplitudeBuffer {
  let pointer: UnsafeMutablePointer<Double>
  let count: Int

  /// - Parameter count: Numbers, set to 0.
  init(count: Int) {
    let bytes = count * MemoryLayout<Double>.stride
    let alignment = bytes >= 1 << 22 ? 1 << 21 : 64
    pointer = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: alignment)
      .bindMemory(to: Double.self, capacity: count)
    if bytes >= 1 << 22 { madvise(pointer, bytes, MADV_HUGEPAGE) }
    pointer.initialize(repeating: 0, count: count)
    self.count = count
  }

  deinit { pointer.deallocate() }
}
