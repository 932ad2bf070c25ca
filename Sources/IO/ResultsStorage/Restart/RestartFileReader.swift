import Glibc

/// Reads the state of a point that this rank saved earlier. The whole file has been checked before the
/// first byte is given out.
public final class RestartFileReader {
  private let descriptor: Int32
  /// Bytes of the state that have not been read yet.
  public private(set) var remaining: Int

  /// - Throws: `RestartDefect` if there is no such file, or it is damaged or belongs to something
  ///   else.
  public init(_ files: RestartFiles, generation: Int) throws(RestartDefect) {
    let path = files.path(generation: generation)
    let header = try Self.header(of: path, files.key)
    guard header.generation == generation else {
      throw RestartDefect(reason: "it holds another save than expected")
    }
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw RestartDefect(reason: errorText(errno)) }
    remaining = header.length
    try verify(header)
    guard lseek(descriptor, off_t(RestartHeader.byteCount), SEEK_SET) >= 0 else {
      throw RestartDefect(reason: errorText(errno))
    }
  }

  deinit { close(descriptor) }

  /// Fills `bytes` with what comes next; false if there is not as much left.
  public func read(into bytes: inout MutableRawSpan) -> Bool {
    guard bytes.byteCount <= remaining else { return false }
    remaining -= bytes.byteCount
    let descriptor = descriptor
    return bytes.withUnsafeMutableBytes { readFully(descriptor, $0) }
  }

  /// The header of a file, if it belongs to `key`.
  static func header(of path: String, _ key: RestartKey) throws(RestartDefect) -> RestartHeader {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw RestartDefect(reason: errorText(errno)) }
    defer { close(descriptor) }
    var words = [UInt64](repeating: 0, count: RestartHeader.byteCount / 8)
    guard words.withUnsafeMutableBytes({ readFully(descriptor, $0) }),
      let header = RestartHeader(words: words)
    else { throw RestartDefect(reason: "it holds no state, or is damaged") }
    guard header.key.identity == key.identity else {
      throw RestartDefect(reason: "it was saved by another job or another version of the model")
    }
    guard header.key.ranks == key.ranks else {
      throw RestartDefect(
        reason:
          "it was saved with \(header.key.ranks) ranks a point, and now there are \(key.ranks)")
    }
    guard header.key == key else { throw RestartDefect(reason: "it is of another point or rank") }
    var information = stat()
    guard fstat(descriptor, &information) == 0,
      Int(information.st_size) == RestartHeader.byteCount + header.length + 8
    else { throw RestartDefect(reason: "it is damaged: its length is wrong") }
    return header
  }

  private func verify(_ header: RestartHeader) throws(RestartDefect) {
    var checksum = Checksum()
    var block = [UInt8](repeating: 0, count: 1 << 20)
    guard lseek(descriptor, off_t(RestartHeader.byteCount), SEEK_SET) >= 0 else {
      throw RestartDefect(reason: errorText(errno))
    }
    var left = header.length
    while left > 0 {
      let count = min(left, block.count)
      let isRead = block.withUnsafeMutableBytes { bytes in
        let part = UnsafeMutableRawBufferPointer(rebasing: bytes[..<count])
        guard readFully(descriptor, part) else { return false }
        checksum.add(UnsafeRawBufferPointer(part))
        return true
      }
      guard isRead else { throw RestartDefect(reason: "it cannot be read to its end") }
      left -= count
    }
    header.words.withUnsafeBytes { checksum.add($0) }
    var end: [UInt64] = [0]
    guard end.withUnsafeMutableBytes({ readFully(descriptor, $0) }),
      UInt64(littleEndian: end[0]) == checksum.value
    else { throw RestartDefect(reason: "it is damaged: its checksum is wrong") }
  }
}

/// Reads as many bytes as there is room for; false if there are fewer.
private func readFully(_ descriptor: Int32, _ bytes: UnsafeMutableRawBufferPointer) -> Bool {
  var filled = 0
  while filled < bytes.count {
    let count = read(
      descriptor, bytes.baseAddress?.advanced(by: filled), min(bytes.count - filled, 1 << 30))
    if count < 0, errno == EINTR { continue }
    if count <= 0 { return false }
    filled += count
  }
  return true
}
