import Glibc

/// A file that is open, and closed with its owner.
///
/// Every byte that is read or written is counted; calls that a signal interrupts are made again.
package struct OpenFile: ~Copyable {
  /// The system's number of the file, for calls that are not wrapped here.
  package let descriptor: Int32

  /// Opens a file; programs that this one starts do not inherit it.
  ///
  /// - Parameters:
  ///   - flags: what for, as `open` takes it; to be read if nothing is said (`O_RDONLY`).
  ///   - permissions: of a file that is created, before the process's mask.
  /// - Throws: `SystemError` if that is not possible.
  package init(
    _ path: String, _ flags: Int32 = 0, permissions: UInt32 = 0o666
  ) throws(SystemError) {
    descriptor = unsafe open(path, flags | O_CLOEXEC, permissions)
    if descriptor < 0 { throw SystemError("open") }
  }

  deinit { Glibc.close(descriptor) }

  /// Closes the file now, so that an error of it is seen.
  ///
  /// - Throws: `SystemError` if what was written may not have reached the file.
  package consuming func close() throws(SystemError) {
    let code = Glibc.close(descriptor)
    discard self
    if code != 0 { throw SystemError("close") }
  }

  /// Size in bytes.
  ///
  /// - Throws: `SystemError`.
  package func size() throws(SystemError) -> Int {
    var information = stat()
    guard unsafe fstat(descriptor, &information) == 0 else { throw SystemError("fstat") }
    return Int(information.st_size)
  }

  /// Goes to the byte with a number, from 0, where the next is read or written.
  ///
  /// - Throws: `SystemError`.
  package func seek(to offset: Int) throws(SystemError) {
    if lseek(descriptor, off_t(offset), SEEK_SET) < 0 { throw SystemError("lseek") }
  }

  /// Fills `bytes` with what comes next.
  ///
  /// - Returns: how many bytes came: fewer than there is room for only at the end of the file.
  /// - Throws: `SystemError`.
  package func read(into bytes: inout MutableRawSpan) throws(SystemError) -> Int {
    try unsafe bytes.withUnsafeMutableBytes { (bytes) throws(SystemError) in
      var filled = 0
      while filled < bytes.count {
        let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[filled...])
        let count = unsafe Glibc.read(
          descriptor, rest.baseAddress, min(rest.count, Self.mostAtOnce))
        if count < 0, errno == EINTR { continue }
        if count < 0 { throw SystemError("read") }
        if count == 0 { break }
        filled += count
      }
      return filled
    }
  }

  /// The next bytes, as many as wanted or as the file still has.
  ///
  /// - Throws: `SystemError`.
  package func read(upTo count: Int) throws(SystemError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var span = bytes.mutableSpan
    var room = unsafe span.mutableBytes
    let filled = try read(into: &room)
    bytes.removeSubrange(filled...)
    return bytes
  }

  /// Writes all of `bytes`.
  ///
  /// - Throws: `SystemError`; some of the bytes may have been written then.
  package func write(_ bytes: RawSpan) throws(SystemError) {
    try Self.write(bytes, to: descriptor)
  }

  /// Writes all of `bytes` to what has a number, such as standard output.
  ///
  /// - Throws: `SystemError`; some of the bytes may have been written then.
  package static func write(_ bytes: RawSpan, to descriptor: Int32) throws(SystemError) {
    try unsafe bytes.withUnsafeBytes { (bytes) throws(SystemError) in
      var rest = unsafe bytes
      while unsafe !rest.isEmpty {
        let count = unsafe Glibc.write(descriptor, rest.baseAddress, min(rest.count, mostAtOnce))
        if count < 0, errno == EINTR { continue }
        if count < 0 { throw SystemError("write") }
        unsafe rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      }
    }
  }

  /// Waits until what was written is on the disk.
  ///
  /// - Throws: `SystemError`.
  package func synchronize() throws(SystemError) {
    if fsync(descriptor) != 0 { throw SystemError("fsync") }
  }

  /// Linux reads and writes no more than 2 GiB in one call.
  private static var mostAtOnce: Int { 1 << 30 }
}

/// Whole files that fit into memory many times over.
package enum SmallFile {
  /// The text of a file; empty if there is none.
  package static func text(_ path: String) -> String {
    (try? bytes(path)).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  /// All bytes of a file, or of a pipe until its end.
  ///
  /// - Throws: `SystemError` if it cannot be read.
  package static func bytes(_ path: String) throws(SystemError) -> [UInt8] {
    let file = try OpenFile(path)
    let length = 1 << 16
    var bytes: [UInt8] = []
    while true {
      let block = try file.read(upTo: length)
      bytes += block
      if block.count < length { return bytes }
    }
  }

  /// Makes a file of these bytes.
  ///
  /// - Parameter replacing: whether a file of this name may be there.
  /// - Throws: `SystemError` if there is one that must not be replaced, or if it cannot be written.
  package static func write(
    _ bytes: [UInt8], to path: String, replacing: Bool
  ) throws(SystemError) {
    let file = try OpenFile(path, O_WRONLY | O_CREAT | (replacing ? O_TRUNC : O_EXCL))
    try unsafe file.write(bytes.span.bytes)
    try file.close()
  }
}
