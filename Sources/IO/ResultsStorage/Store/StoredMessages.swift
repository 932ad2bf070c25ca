import HDF5

/// The messages of the points as they stand in a file: characters, in one more dimension than the
/// grid has, as netCDF knows texts. Files of format version 1 hold texts of fixed length instead,
/// which crash netCDF before 4.9.1.
struct StoredMessages {
  /// Bytes that a message has in the file, with a terminating null.
  let capacity: Int
  /// nil where the file has no place for messages yet, since there were none.
  private let array: StoredArray?
  private let holdsTexts: Bool

  /// A file that has no place for messages yet.
  init(capacity: Int) {
    self.capacity = capacity
    array = nil
    holdsTexts = false
  }

  /// What a file holds. Where several ranks write, the file must have a place for them: HDF5 would
  /// make it.
  init(in run: borrowing Group) throws(HDF5Error) {
    let points = try run.dataset(RunGroup.status).count
    let dataset = try run.dataset(RunGroup.message)
    let elementSize = try dataset.elementSize()
    holdsTexts = elementSize > 1
    capacity = holdsTexts ? elementSize : dataset.shape.last ?? 0
    array = try StoredArray(dataset, pointCount: points)
  }

  /// The messages of a file that is only read; without any as long as it has no place for them.
  init(reading run: borrowing Group) throws(HDF5Error) {
    let stored = try StoredMessages(in: run)
    self = stored.hasPlace ? stored : StoredMessages(capacity: stored.capacity)
  }

  /// Whether the file has a place for them.
  var hasPlace: Bool { (array?.dataset.storedByteCount ?? 0) > 0 }

  /// The messages of consecutive points; empty where there is none.
  func texts(of points: Range<Int>) throws(HDF5Error) -> [String] {
    guard let array else { return [String](repeating: "", count: points.count) }
    return try array.dataset.readTexts(from: array.space(selecting: [points]), length: capacity)
  }

  /// The messages of some points, increasing: those that stand beside the file before those in it.
  func texts(
    of points: [Int], beside journal: [Int: String]
  ) throws(HDF5Error) -> [(point: Int, text: String)] {
    var found: [(point: Int, text: String)] = []
    found.reserveCapacity(points.count)
    for range in runs(of: points.filter { journal[$0] == nil }) {
      for (point, text) in zip(range, try texts(of: range)) { found.append((point, text)) }
    }
    if found.count == points.count { return found }
    found += points.compactMap { point in journal[point].map { (point, $0) } }
    return found.sorted { $0.point < $1.point }
  }

  /// Writes messages, for which HDF5 makes a place if there is none.
  func write(_ messages: [Int: String]) throws(HDF5Error) {
    guard let array else { return }
    let points = messages.keys.filter { 0..<array.pointCount ~= $0 }.sorted()
    // Nobody misses a message that was taken back before it came into the file.
    guard hasPlace || points.contains(where: { messages[$0]?.isEmpty == false }) else { return }
    let transfer = try PropertyList.transfer(.independent)
    for range in runs(of: points) {
      for first in stride(from: range.lowerBound, to: range.upperBound, by: Self.mostAtOnce) {
        let part = first..<min(first + Self.mostAtOnce, range.upperBound)
        try array.dataset.write(
          texts: part.map { messages[$0] ?? "" }, length: capacity,
          to: array.space(selecting: [part]), transfer)
      }
    }
  }

  /// Messages that are written in one call.
  private static let mostAtOnce = 1 << 14
}
