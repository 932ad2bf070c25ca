import Base

/// Reads the state of a point that this rank saved earlier. The whole file has been checked before
/// the first byte is given out.
public final class RestartFileReader {
  private let file: OpenFile
  /// Bytes of the state that have not been read yet.
  public private(set) var remaining: Int

  /// Opens what was saved.
  ///
  /// - Throws: `RestartDefect` if there is no such file, or it is damaged or belongs to something
  ///   else.
  public init(_ files: RestartFiles, generation: Int) throws(RestartDefect) {
    let path = files.path(generation: generation)
    let header = try Self.header(of: path, files.key)
    guard header.generation == generation else {
      throw RestartDefect(reason: "it holds another save than expected")
    }
    do throws(SystemError) { file = try OpenFile(path) } catch { throw RestartDefect(error) }
    remaining = header.length
    try rewind()
    try verify(header)
    try rewind()
  }

  /// Fills `bytes` with what comes next; false if there is not as much left.
  public func read(into bytes: inout MutableRawSpan) -> Bool {
    guard bytes.byteCount <= remaining else { return false }
    remaining -= bytes.byteCount
    return (try? file.read(into: &bytes)) == bytes.byteCount
  }

  /// Goes to the first byte of the state.
  private func rewind() throws(RestartDefect) {
    do throws(SystemError) { try file.seek(to: RestartHeader.byteCount) } catch {
      throw RestartDefect(error)
    }
  }

  /// The header of a file, if it belongs to `key`.
  static func header(of path: String, _ key: RestartKey) throws(RestartDefect) -> RestartHeader {
    let file: OpenFile
    do throws(SystemError) { file = try OpenFile(path) } catch { throw RestartDefect(error) }
    guard let header = RestartHeader(words: words(RestartHeader.wordCount, of: file)) else {
      throw RestartDefect(reason: "it holds no state, or is damaged")
    }
    guard header.key.identity == key.identity else {
      throw RestartDefect(reason: "it was saved by another job or another version of the model")
    }
    guard header.key.ranks == key.ranks else {
      throw RestartDefect(
        reason:
          "it was saved with \(header.key.ranks) ranks a point, and now there are \(key.ranks)")
    }
    guard header.key == key else { throw RestartDefect(reason: "it is of another point or rank") }
    guard (try? file.size()) == RestartHeader.byteCount + header.length + 8 else {
      throw RestartDefect(reason: "it is damaged: its length is wrong")
    }
    return header
  }

  private func verify(_ header: RestartHeader) throws(RestartDefect) {
    var checksum = Checksum()
    var left = header.length
    while left > 0 {
      guard let block = try? file.read(upTo: min(left, 1 << 20)), !block.isEmpty else {
        throw RestartDefect(reason: "it cannot be read to its end")
      }
      unsafe checksum.add(block.span.bytes)
      left -= block.count
    }
    unsafe checksum.add(header.words.span.bytes)
    guard Self.words(1, of: file) == [checksum.value.littleEndian] else {
      throw RestartDefect(reason: "it is damaged: its checksum is wrong")
    }
  }

  /// The next numbers of 64 bits as they stand in a file; fewer if it ends.
  private static func words(_ count: Int, of file: borrowing OpenFile) -> [UInt64] {
    var words = [UInt64](repeating: 0, count: count)
    var span = words.mutableSpan
    var room = unsafe span.mutableBytes
    let filled = (try? file.read(into: &room)) ?? 0
    words.removeSubrange((filled / 8)...)
    return words
  }
}
