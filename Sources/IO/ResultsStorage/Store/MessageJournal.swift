import Base
import Glibc
import HDF5

/// Messages of points on their way into a results file.
///
/// The file keeps no room for messages as long as there is none, so a sweep without them pays
/// nothing. To make room changes more than raw data, which must not happen while ranks write. So
/// each rank appends its messages to a file of its own beside the results, before the status of
/// their points is written; when the results are closed, or continued after a crash, one process
/// puts them in.
///
/// A record is the number of the point, the number of bytes, the bytes as UTF-8 and a checksum of
/// all that; numbers have 64 bits and are little-endian. What a crash has cut off is no record: its
/// point has not been marked.
final class MessageJournal {
  private let resultsPath: String
  private let path: String
  private var file: OpenFile?
  private var hasUnsaved = false

  /// The journal of one of the ranks that write; there is a file once it has a message.
  init(of resultsPath: String, writer: Int) {
    self.resultsPath = resultsPath
    path = resultsPath + Self.infix + "\(writer)"
  }

  /// Adds messages; an empty one says that the point has none any more.
  ///
  /// - Throws: `StoreError`; the points must not be marked then.
  func append(_ points: [Int], _ texts: [String]) throws(StoreError) {
    if points.isEmpty { return }
    var bytes: [UInt8] = []
    for (point, text) in zip(points, texts) {
      bytes += Self.record(of: point, text)
    }
    do throws(SystemError) {
      if file == nil { file = try OpenFile(path, O_WRONLY | O_CREAT | O_APPEND) }
      hasUnsaved = true
      try unsafe file?.write(bytes.span.bytes)
    } catch {
      throw StoreError(error, path: resultsPath, needed: bytes.count)
    }
  }

  /// Brings the messages to the disk.
  ///
  /// - Throws: `StoreError`.
  func synchronize() throws(StoreError) {
    guard hasUnsaved else { return }
    do throws(SystemError) { try file?.synchronize() } catch {
      throw StoreError(error, path: resultsPath, needed: 0)
    }
    hasUnsaved = false
  }

  private static let infix = ".messages-"

  private static func record(of point: Int, _ text: String) -> [UInt8] {
    let text = Array(text.utf8)
    var record = bytes(of: UInt64(point)) + bytes(of: UInt64(text.count)) + text
    var checksum = Checksum()
    unsafe checksum.add(record.span.bytes)
    record += bytes(of: checksum.value)
    return record
  }

  private static func bytes(of word: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) }
  }

  private static func word(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}

extension MessageJournal {
  /// The messages that stand beside a results file, by the number of their point; of several of a
  /// point the last.
  ///
  /// - Throws: `StoreError.unreadable`.
  static func messages(of resultsPath: String) throws(StoreError) -> [Int: String] {
    var messages: [Int: String] = [:]
    // The first rank alone takes messages back, and does so before any point is computed.
    for name in names(beside: resultsPath) {
      let bytes: [UInt8]
      do throws(SystemError) { bytes = try SmallFile.bytes(name) } catch {
        // Put into the file in this moment.
        if error.code == ENOENT { continue }
        throw .unreadable(path: name, error)
      }
      var rest = bytes[...]
      while let (point, text) = takeRecord(from: &rest) { messages[point] = text }
    }
    return messages
  }

  /// The next record; nil at the end, or where a crash has cut it off.
  private static func takeRecord(from rest: inout ArraySlice<UInt8>) -> (Int, String)? {
    let head = 16
    guard rest.count >= head + 8,
      let point = Int(exactly: word(rest.prefix(8))),
      let length = Int(exactly: word(rest.dropFirst(8).prefix(8))),
      length <= rest.count - head - 8
    else { return nil }
    let record = Array(rest.prefix(head + length))
    let text = String(decoding: record.dropFirst(head), as: UTF8.self)
    guard self.record(of: point, text) == Array(rest.prefix(head + length + 8)) else { return nil }
    rest = rest.dropFirst(head + length + 8)
    return (point, text)
  }

  /// Removes all that stand beside a results file.
  static func removeAll(of resultsPath: String) {
    for name in names(beside: resultsPath) { FileSystem.remove(name) }
  }

  /// Puts the messages that stand beside a results file into it. By one process, while nobody else
  /// has opened the file to write.
  ///
  /// A kill at any moment leaves the messages beside the file, and the file as it was but for its
  /// messages: their array may then point beyond what the file says is its end, until this is done
  /// again.
  ///
  /// - Throws: `StoreError`; the messages stay where they are.
  static func settle(_ resultsPath: String) throws(StoreError) {
    let messages = try messages(of: resultsPath)
    if messages.isEmpty { return removeAll(of: resultsPath) }
    do throws(HDF5Error) {
      let file = try File(opening: resultsPath, .readWrite)
      try file.claimToItsEnd()
      let stored = try StoredMessages(in: file.group(RunGroup.name))
      try stored.write(messages)
      try file.close()
    } catch {
      throw .ofWrite(error, to: resultsPath)
    }
    try FileSystem.synchronize(resultsPath)
    removeAll(of: resultsPath)
  }

  /// In the order of their writers.
  private static func names(beside resultsPath: String) -> [String] {
    let target = FileSystem.resolved(resultsPath)
    let folder = target.lastIndex(of: "/").map { String(target[...$0]) } ?? ""
    return Folder(of: target).names
      .compactMap { name -> (writer: Int, name: String)? in
        let name = folder + name
        guard name.hasPrefix(target + infix),
          let writer = Int(name.dropFirst(target.count + infix.count))
        else { return nil }
        return (writer, name)
      }
      .sorted { $0.writer < $1.writer }.map(\.name)
  }
}
