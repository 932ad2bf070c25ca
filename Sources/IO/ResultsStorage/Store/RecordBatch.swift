import HDF5

/// Finished records that wait to be written: one array a quantity, and what their checksums are
/// made of.
///
/// A record is added by appending its values to `columns` (`quantitySizes[q]` numbers to
/// `columns[q]`) and then closing it with `append`. A point is in a batch at most once; if it is
/// there more often, the last record counts.
public struct RecordBatch: Sendable {
  /// The message of a record that failed or is doubtful.
  struct Message: Sendable {
    let record: Int
    let text: String
  }

  /// How many numbers of each quantity a point has.
  public let quantitySizes: [Int]
  /// How the numbers of each quantity are stored.
  public let types: [StoredType]
  /// The values, record after record, of each quantity; those of closed records do not change any
  /// more.
  public var columns: [[Double]]
  /// The point of each record.
  public private(set) var points: [Int] = []
  private(set) var statuses: [UInt8] = []
  private(set) var seconds: [Double] = []
  private(set) var messages: [Message] = []
  /// The rank that computed each record, in the order of `points`, where it is not the one that
  /// writes them; otherwise empty.
  public var ranks: [Int32] = []

  private let checksums: RecordChecksums
  private let valuesPerRecord: Int
  /// The sums that the checksums of the first records are made of: taken while the values are still
  /// in the processor's cache, since to fetch them again would take half as long as to write them.
  private var sums: [UInt64] = []
  /// Numbers of closed records that are not in `sums` yet.
  private var valuesNotSummed = 0
  /// So many numbers are summed at a time: 128 KiB, which stay in the cache until then.
  private static let valuesPerSum = 1 << 14

  /// An empty batch.
  ///
  /// - Parameters:
  ///   - quantitySizes: How many numbers of each quantity a point has, see
  ///     `StoreLayout.quantitySizes`.
  ///   - types: how they are stored.
  public init(quantitySizes: [Int], types: [StoredType]) {
    self.quantitySizes = quantitySizes
    self.types = types
    columns = quantitySizes.map { _ in [] }
    checksums = RecordChecksums(quantitySizes: quantitySizes)
    valuesPerRecord = quantitySizes.reduce(0, +)
  }

  /// Makes room for records, so that arrays that grow are not copied again and again. What is never
  /// used is never taken from the system.
  ///
  /// - Parameters:
  ///   - bytes: how many bytes of records will wait at most.
  ///   - records: how many records there will be at most.
  public mutating func reserve(bytes: Int, records: Int) {
    let count = min(records, bytes / (8 * valuesPerRecord + Self.bytesPerRecord) + 1)
    for (quantity, size) in quantitySizes.enumerated() {
      columns[quantity].reserveCapacity(count * size)
    }
    points.reserveCapacity(count)
    statuses.reserveCapacity(count)
    seconds.reserveCapacity(count)
    sums.reserveCapacity(count)
  }

  /// Bytes that a record takes besides its values.
  public static let bytesPerRecord = 25

  /// Number of finished records.
  @inlinable
  public var count: Int { points.count }

  /// Whether there is no finished record.
  @inlinable
  public var isEmpty: Bool { points.isEmpty }

  /// Bytes of memory that the records take. Kept, since it is asked for at every message.
  public private(set) var byteCount = 0

  /// Closes the record of a point whose values have been appended to `columns`.
  ///
  /// A failed point needs no values: what was appended for it is replaced by NaN.
  ///
  /// - Parameters:
  ///   - point: number of the point in the grid.
  ///   - status: done or failed.
  ///   - seconds: time the point took.
  ///   - message: why it failed, or what is doubtful about it.
  @inlinable
  public mutating func append(
    point: Int, status: PointStatus = .done, seconds: Double, message: String? = nil
  ) {
    if status == .done && message == nil {
      close(point, status.rawValue, seconds)
    } else {
      appendUnusual(point, status, seconds, message)
    }
  }

  /// Closes the records of points that are done, whose values have been appended to `columns` in
  /// this order.
  ///
  /// - Parameters:
  ///   - points: numbers of the points in the grid.
  ///   - seconds: time that each took.
  public mutating func append(points: [Int], seconds: Double) {
    self.points += points
    statuses += repeatElement(PointStatus.done.rawValue, count: points.count)
    self.seconds += repeatElement(seconds, count: points.count)
    noteClosed(points.count)
  }

  @usableFromInline
  mutating func close(_ point: Int, _ status: UInt8, _ seconds: Double) {
    points.append(point)
    statuses.append(status)
    self.seconds.append(seconds)
    noteClosed(1)
  }

  private mutating func noteClosed(_ records: Int) {
    byteCount += records * (8 * valuesPerRecord + Self.bytesPerRecord)
    valuesNotSummed += records * valuesPerRecord
    if valuesNotSummed >= Self.valuesPerSum { sumClosedRecords() }
  }

  private mutating func sumClosedRecords() {
    // Taken out, since an array is copied that somebody else sees as well.
    var sums: [UInt64] = []
    swap(&sums, &self.sums)
    addMissing(to: &sums)
    swap(&sums, &self.sums)
    valuesNotSummed = 0
  }

  /// For each closed record the sum that its checksum is made of.
  func allSums() -> [UInt64] {
    var sums = sums
    addMissing(to: &sums)
    return sums
  }

  private func addMissing(to sums: inout [UInt64]) {
    let first = sums.count
    sums += repeatElement(0, count: count - first)
    // What is incomplete is refused where it is to be written.
    for (quantity, size) in quantitySizes.enumerated()
    where columns[quantity].count >= count * size {
      let column = columns[quantity]
      checksums.add(
        column.span.extracting(first * size..<count * size), storedAs: types[quantity],
        of: quantity, to: &sums, from: first)
    }
  }

  @usableFromInline
  mutating func appendUnusual(
    _ point: Int, _ status: PointStatus, _ seconds: Double, _ message: String?
  ) {
    if let message {
      messages.append(Message(record: count, text: message))
      byteCount += message.utf8.count + 32
    }
    if status != .done {
      discardUnfinishedRecord()
      for (quantity, size) in quantitySizes.enumerated() {
        columns[quantity].append(contentsOf: repeatElement(.nan, count: size))
      }
    }
    close(point, status.rawValue, seconds)
  }

  /// Drops values that were appended for a record that is not closed.
  public mutating func discardUnfinishedRecord() {
    for (quantity, size) in quantitySizes.enumerated() {
      columns[quantity].removeSubrange((count * size)...)
    }
  }

  /// Removes all records.
  public mutating func removeAll(keepingCapacity: Bool = true) {
    for quantity in columns.indices {
      columns[quantity].removeAll(keepingCapacity: keepingCapacity)
    }
    points.removeAll(keepingCapacity: keepingCapacity)
    statuses.removeAll(keepingCapacity: keepingCapacity)
    seconds.removeAll(keepingCapacity: keepingCapacity)
    messages.removeAll()
    ranks.removeAll(keepingCapacity: keepingCapacity)
    sums.removeAll(keepingCapacity: keepingCapacity)
    valuesNotSummed = 0
    byteCount = 0
  }

  /// Gives the points other numbers.
  public mutating func renumber(_ number: (Int) -> Int) { points = points.map(number) }

  /// Number of records of points that failed.
  public var failedCount: Int { statuses.count { $0 == PointStatus.failed.rawValue } }

  /// The first quantity whose values do not fit the number of records.
  var unfitQuantity: Int? {
    columns.indices.first { columns[$0].count != count * quantitySizes[$0] }
  }
}
