import Glibc

/// Memory for the amplitudes of a state vector, aligned to cache lines or, if large, to huge pages.
///
/// Kernels go through `unchecked`, everything else through spans.
@safe final class AmplitudeBuffer {
  /// `count` numbers, there as long as the buffer is.
  let pointer: UnsafeMutablePointer<Double>
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

  /// Some of the numbers, for reading.
  func withNumbers<Value>(_ range: Range<Int>, _ body: (Span<Double>) -> Value) -> Value {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    let numbers = unsafe UnsafeBufferPointer(
      start: pointer + range.lowerBound, count: range.count)
    return unsafe body(numbers.span)
  }

  /// Some of the numbers, for writing.
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

extension AmplitudeBuffer {
  /// The numbers for a kernel, in which no index is checked in release builds. Debug builds check
  /// all.
  ///
  /// Kernels load vectors at any offset from several rows at once; what leads where is looked up in
  /// tables that are made, and tested, with the Hamiltonian. Checks would cost a sixth of the time.
  @safe struct Unchecked {
    private let pointer: UnsafeMutablePointer<Double>
    private let count: Int

    fileprivate init(_ buffer: AmplitudeBuffer) {
      unsafe pointer = buffer.pointer
      count = buffer.count
    }

    @inline(__always)
    subscript(place: Int) -> Double {
      get {
        assert((0..<count).contains(place))
        return unsafe pointer[place]
      }
      nonmutating set {
        assert((0..<count).contains(place))
        unsafe pointer[place] = newValue
      }
    }

    /// Eight numbers from a place on, at whatever alignment.
    @inline(__always)
    subscript(vectorAt place: Int) -> AmplitudeVector {
      get {
        assert(place >= 0 && place + 8 <= count)
        return unsafe UnsafeRawPointer(pointer + place).loadUnaligned(as: AmplitudeVector.self)
      }
      nonmutating set {
        assert(place >= 0 && place + 8 <= count)
        unsafe UnsafeMutableRawPointer(pointer + place)
          .storeBytes(of: newValue, as: AmplitudeVector.self)
      }
    }
  }

  /// For kernels, as long as the buffer is there.
  var unchecked: Unchecked { Unchecked(self) }
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
