import Glibc

/// Writes the state of a point on one rank: under a temporary name, which becomes the file's own once
/// everything is on the disk.
public final class RestartFileWriter {
  private let path: String
  private let temporary: String
  private var header: RestartHeader
  private let descriptor: Int32
  private var checksum = Checksum()
  /// Small pieces wait here, so that each does not become a call to the system.
  private var buffer: [UInt8] = []
  private static let bufferLength = 1 << 16
  /// The first thing that went wrong; nothing is written after it.
  private var failure: StoreError?

  /// - Throws: `StoreError` if the file cannot be made.
  public init(_ files: RestartFiles, generation: Int) throws(StoreError) {
    path = files.path(generation: generation)
    temporary = path + ".tmp"
    header = RestartHeader(key: files.key, generation: generation)
    descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw StoreError.fromErrno("open", path: temporary) }
    // Its place; what stands in it is known at the end.
    buffer = [UInt8](repeating: 0, count: RestartHeader.byteCount)
  }

  deinit { close(descriptor) }

  /// Bytes of the state so far.
  public var byteCount: Int { header.length }

  public func append(_ bytes: RawSpan) {
    bytes.withUnsafeBytes { bytes in
      checksum.add(bytes)
      header.length += bytes.count
      if bytes.count >= Self.bufferLength {
        writeBuffer()
        write(bytes)
      } else {
        buffer += bytes
        if buffer.count >= Self.bufferLength { writeBuffer() }
      }
    }
  }

  /// Brings the state to the disk and gives the file its name.
  ///
  /// - Throws: what went wrong first; there is no file of this name then, or still the one before.
  public func finish() throws(StoreError) {
    writeBuffer()
    let words = header.words
    words.withUnsafeBytes { checksum.add($0) }
    let end = [checksum.value.littleEndian]
    end.withUnsafeBytes { write($0) }
    words.withUnsafeBytes { bytes in
      if failure == nil, pwrite(descriptor, bytes.baseAddress, bytes.count, 0) != bytes.count {
        failure = .fromErrno("write", path: path)
      }
    }
    if failure == nil, fsync(descriptor) != 0 { failure = .fromErrno("fsync", path: path) }
    do throws(StoreError) {
      if let failure { throw failure }
      try FileSystem.publish(temporary, as: path)
    } catch {
      FileSystem.remove(temporary)
      throw error
    }
  }

  private func writeBuffer() {
    buffer.withUnsafeBytes { write($0) }
    buffer.removeAll(keepingCapacity: true)
  }

  private func write(_ bytes: UnsafeRawBufferPointer) {
    var rest = bytes[...]
    while failure == nil, !rest.isEmpty {
      let part = UnsafeRawBufferPointer(rebasing: rest)
      // Linux writes no more than 2 GiB in one call.
      let count = Glibc.write(descriptor, part.baseAddress, min(part.count, 1 << 30))
      if count < 0, errno == EINTR { continue }
      if count < 0 {
        failure =
          errno == ENOSPC || errno == EDQUOT
          ? .noSpace(
            path: path, needed: rest.count, available: FileSystem.availableBytes(at: path))
          : .fromErrno("write", path: path)
        return
      }
      rest = rest.dropFirst(count)
    }
  }
}
