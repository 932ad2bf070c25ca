/// Takes the state of a calculation, piece after piece, so that a later run can go on from there.
///
/// Pieces are passed on as they come: a state of gigabytes needs no second copy in memory.
public protocol RestartSink: AnyObject {
  /// Appends bytes to the state.
  func append(_ bytes: RawSpan)
}

/// Gives a state back that an earlier run saved: the pieces in the order in which they were
/// appended, with the same types and lengths.
///
/// What it gives is what was appended, checked by a checksum before the calculation started.
public protocol RestartSource: AnyObject {
  /// Bytes that have not been read yet.
  var remaining: Int { get }
  /// Fills `bytes` with what comes next; false if there is not as much left.
  func read(into bytes: inout MutableRawSpan) -> Bool
}

// What is read has the bytes of what was appended with the same type: that is what makes the unsafe
// views of values as bytes right.
extension RestartSink {
  /// Appends one value.
  public func append<Value: BitwiseCopyable>(_ value: Value) {
    let values = [value]
    unsafe append(values.span.bytes)
  }

  /// Appends elements whose number the reader knows.
  public func append<Element: BitwiseCopyable>(_ elements: Span<Element>) {
    unsafe append(elements.bytes)
  }

  /// Appends an array with its length.
  public func append<Element: BitwiseCopyable>(array: [Element]) {
    append(array.count)
    append(array.span)
  }
}

extension RestartSource {
  /// The next value; nil at the end.
  public func read<Value: BitwiseCopyable>(_ type: Value.Type = Value.self) -> Value? {
    guard let bytes = readBytes(MemoryLayout<Value>.stride) else { return nil }
    return unsafe bytes.withUnsafeBytes { unsafe $0.loadUnaligned(as: Value.self) }
  }

  /// Fills a span with the next elements; false if there are not as many left.
  public func read<Element: BitwiseCopyable>(into elements: inout MutableSpan<Element>) -> Bool {
    var bytes = unsafe elements.mutableBytes
    return read(into: &bytes)
  }

  /// The next array that was appended with its length; nil at the end.
  public func readArray<Element: BitwiseCopyable>(of type: Element.Type) -> [Element]? {
    let size = MemoryLayout<Element>.stride
    guard let count = read(Int.self), (0...remaining / size).contains(count) else { return nil }
    guard let bytes = readBytes(count * size) else { return nil }
    return unsafe bytes.withUnsafeBytes { bytes in
      (0..<count).map { unsafe bytes.loadUnaligned(fromByteOffset: $0 * size, as: Element.self) }
    }
  }

  private func readBytes(_ count: Int) -> [UInt8]? {
    guard count <= remaining else { return nil }
    var bytes = [UInt8](repeating: 0, count: count)
    var span = bytes.mutableSpan
    var raw = unsafe span.mutableBytes
    return read(into: &raw) ? bytes : nil
  }
}
