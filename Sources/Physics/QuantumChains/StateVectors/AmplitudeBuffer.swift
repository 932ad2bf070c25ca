import Glibc

/// Memory for the amplitudes of a state vector, aligned to cache lines or, if large, to huge pages.
///
/// Kernels start at `start`, everything else goes through spans.
@safe final class AmplitudeBuffer {
  /// `count` numbers, there as long as the buffer is.
  let pointer: UnsafeMutablePointer<Double>
  /// Numbers of all rows and ghosts.
  let count: Int

  /// - Parameter count: Numbers, set to 0.
  init(count: Int) {
    let bytes = count * MemoryLayout<Double>.stride
    let isLarge = bytes >= 1 << 22
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: bytes, alignment: isLarge ? 1 << 21 : 64)
    if isLarge { unsafe madvise(memory, bytes, MADV_HUGEPAGE) }
    unsafe pointer = memory.bindMemory(to: Double.self, capacity: count)
    unsafe pointer.initialize(repeating: 0, count: count)
    self.count = count
  }

  deinit { unsafe pointer.deallocate() }

  /// For kernels.
  var start: AmplitudePointer { AmplitudePointer(self) }

  /// Some of the numbers, there as long as the buffer is.
  func numbers(_ range: Range<Int>) -> UnsafeBufferPointer<Double> {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    return unsafe UnsafeBufferPointer(start: pointer + range.lowerBound, count: range.count)
  }

  /// The same for writing.
  func withMutableNumbers<Value>(
    _ range: Range<Int>, _ body: (inout MutableSpan<Double>) -> Value
  ) -> Value {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    let numbers = unsafe UnsafeMutableBufferPointer(
      start: pointer + range.lowerBound, count: range.count)
    var span = unsafe numbers.mutableSpan
    return body(&span)
  }
}

/// A place in a buffer, for kernels: they load vectors at any offset from several rows at once,
/// which spans would check each time. What leads where stands in tables that are made, and tested,
/// with the Hamiltonian. Debug builds check every access; in release builds nothing does.
@safe struct AmplitudePointer {
  private let pointer: UnsafeMutablePointer<Double>
  private let start: UnsafeMutablePointer<Double>
  private let end: UnsafeMutablePointer<Double>

  /// The start of a buffer that is there as long as the pointer is used.
  fileprivate init(_ buffer: AmplitudeBuffer) {
    unsafe (pointer, start) = (buffer.pointer, buffer.pointer)
    unsafe end = buffer.pointer + buffer.count
  }

  private init(_ pointer: UnsafeMutablePointer<Double>, in other: AmplitudePointer) {
    unsafe self.pointer = pointer
    unsafe (start, end) = (other.start, other.end)
  }

  @inline(__always)
  static func + (place: AmplitudePointer, numbers: Int) -> AmplitudePointer {
    unsafe AmplitudePointer(place.pointer + numbers, in: place)
  }

  /// The number that is so many behind.
  @inline(__always)
  subscript(index: Int) -> Double {
    get {
      unsafe assert(pointer + index >= start && pointer + index < end)
      return unsafe pointer[index]
    }
    nonmutating set {
      unsafe assert(pointer + index >= start && pointer + index < end)
      unsafe pointer[index] = newValue
    }
  }

  /// A vector from here on, at whatever alignment.
  @inline(__always)
  func load<V: SIMD<Double>>(_: V.Type) -> V {
    unsafe assert(pointer >= start && pointer + V.scalarCount <= end)
    return unsafe UnsafeRawPointer(pointer).loadUnaligned(as: V.self)
  }

  @inline(__always)
  func store<V: SIMD<Double>>(_ vector: V) {
    unsafe assert(pointer >= start && pointer + V.scalarCount <= end)
    unsafe UnsafeMutableRawPointer(pointer).storeBytes(of: vector, as: V.self)
  }
}

/// Eight numbers of a row: the unit in which state vectors are gone through.
typealias AmplitudeVector = SIMD8<Double>

extension Span<Double> {
  /// Eight numbers from an index on.
  @inline(__always)
  func vector(at index: Int) -> AmplitudeVector {
    // Unsafe for types with invalid bit patterns only; the bounds are checked.
    unsafe bytes.unsafeLoadUnaligned(
      fromByteOffset: index * MemoryLayout<Double>.stride, as: AmplitudeVector.self)
  }
}

extension MutableSpan<Double> {
  /// Adds to eight numbers from an index on: `factor` times a vector, with one rounding.
  @inline(__always)
  mutating func addProduct(_ factor: Double, _ vector: AmplitudeVector, at index: Int) {
    let sum = span.vector(at: index).addingProduct(factor, vector)
    var bytes = unsafe mutableBytes
    bytes.storeBytes(
      of: sum, toByteOffset: index * MemoryLayout<Double>.stride, as: AmplitudeVector.self)
  }
}
