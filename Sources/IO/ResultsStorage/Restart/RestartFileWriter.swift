import Base
import Glibc

/// Writes the state of a point on one rank: under a temporary name, which becomes the file's own
/// once everything is on the disk.
public final class RestartFileWriter {
  private let path: String
  private let temporary: String
  private var header: RestartHeader
  private let file: OpenFile
  private var checksum = Checksum()
  /// Small pieces wait here, so that each does not become a call to the system.
  private var buffer: [UInt8] = []
  private static let bufferLength = 1 << 16
  /// The first thing that went wrong; nothing is written after it.
  private var failure: SystemError?

  /// Begins a file.
  ///
  /// - Throws: `StoreError` if the file cannot be made.
  public init(_ files: RestartFiles, generation: Int) throws(StoreError) {
    path = files.path(generation: generation)
    temporary = path + ".tmp"
    header = RestartHeader(key: files.key, generation: generation)
    do throws(SystemError) {
      file = try OpenFile(temporary, O_WRONLY | O_CREAT | O_TRUNC, permissions: 0o644)
    } catch {
      throw StoreError(error, path: temporary)
    }
    // Its place; what stands in it is known at the end.
    buffer = [UInt8](repeating: 0, count: RestartHeader.byteCount)
  }

  /// Bytes of the state so far.
  public var byteCount: Int { header.length }

  /// Adds bytes of the state; what cannot be written is told by `finish`.
  public func append(_ bytes: RawSpan) {
    checksum.add(bytes)
    header.length += bytes.byteCount
    if bytes.byteCount >= Self.bufferLength {
      writeBuffer()
      write(bytes)
    } else {
      unsafe bytes.withUnsafeBytes { unsafe buffer += $0 }
      if buffer.count >= Self.bufferLength { writeBuffer() }
    }
  }

  /// Brings the state to the disk and gives the file its name.
  ///
  /// - Throws: `StoreError`, what went wrong first; there is no file of this name then, or still
  ///   the one before.
  public func finish() throws(StoreError) {
    writeBuffer()
    unsafe checksum.add(header.words.span.bytes)
    unsafe write([checksum.value.littleEndian].span.bytes)
    do throws(StoreError) {
      do throws(SystemError) {
        if let failure { throw failure }
        try file.seek(to: 0)
        try unsafe file.write(header.words.span.bytes)
        try file.synchronize()
      } catch {
        throw StoreError(error, path: path, needed: byteCount)
      }
      try FileSystem.publish(temporary, as: path)
    } catch {
      FileSystem.remove(temporary)
      throw error
    }
  }

  private func writeBuffer() {
    unsafe write(buffer.span.bytes)
    buffer.removeAll(keepingCapacity: true)
  }

  private func write(_ bytes: RawSpan) {
    guard failure == nil else { return }
    do { try file.write(bytes) } catch { failure = error }
  }
}
