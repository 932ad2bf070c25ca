public import Teams

/// A restart state in memory: what a calculation appends to it can be read from it.
public final class MemoryState: RestartSink, RestartSource {
  private var bytes: [UInt8] = []
  private var position = 0

  public init() {}

  public var remaining: Int { bytes.count - position }

  public func append(_ bytes: RawSpan) {
    bytes.withUnsafeBytes { self.bytes += $0 }
  }

  public func read(into span: inout MutableRawSpan) -> Bool {
    guard span.byteCount <= remaining else { return false }
    for offset in 0..<span.byteCount {
      span.storeBytes(of: bytes[position + offset], toByteOffset: offset, as: UInt8.self)
    }
    position += span.byteCount
    return true
  }
}
