import HDF5
import MPIBridge

/// Compares the records of a file with their checksums.
struct RecordScrutiny {
  /// How much of a record is compared.
  enum Depth {
    /// The status alone, for which no result has to be read.
    case status
    /// All of it.
    case record
  }

  private let quantities: [StoredArray]
  private let status: StoredArray
  private let messages: StoredMessages
  /// Messages that are not in the file yet.
  private let journal: [Int: String]
  private let checksum: StoredArray?
  private let checksums: RecordChecksums

  init(_ arrays: borrowing StoredArrays, journal: [Int: String] = [:]) {
    quantities = arrays.quantities
    status = arrays.status
    messages = arrays.messages
    self.journal = journal
    checksum = arrays.checksum
    checksums = RecordChecksums(quantitySizes: arrays.quantities.map(\.pointSize))
  }

  /// Bytes that are read at once.
  private static var blockBytes: Int { 8 << 20 }

  /// The points of a range that are marked as finished but whose record is not what was written.
  ///
  /// Files of earlier versions have no checksums; there, only a status that does not exist shows.
  func damagedPoints(
    in points: Range<Int>, _ depth: Depth
  ) throws(HDF5Error) -> [Int] {
    let bytes = quantities.reduce(32) { $0 + $1.pointSize * $1.type.size }
    let length = max(1, min(1 << 16, Self.blockBytes / bytes))
    var damaged: [Int] = []
    for first in stride(from: points.lowerBound, to: points.upperBound, by: length) {
      let block = first..<min(first + length, points.upperBound)
      damaged += try damagedPoints(ofBlock: block, depth)
    }
    return damaged
  }

  private func damagedPoints(
    ofBlock block: Range<Int>, _ depth: Depth
  ) throws(HDF5Error) -> [Int] {
    let found = try status.values(of: block, as: UInt8.self)
    let unknown = zip(block, found).filter { PointStatus(rawValue: $0.1) == nil }.map(\.0)
    guard let checksum, found.contains(where: { $0 != PointStatus.pending.rawValue }) else {
      return unknown
    }
    let stored = try checksum.values(of: block, as: Int.self)
    var expected: [UInt64]?
    if depth == .record { expected = try sums(of: block, found) }
    return zip(block, found).enumerated().compactMap { index, entry in
      let (point, status) = entry
      guard status != PointStatus.pending.rawValue else { return nil }
      let sealed = UInt64(bitPattern: Int64(stored[index]))
      if PointStatus(rawValue: status) == nil || sealed & 3 != UInt64(status) { return point }
      guard let sum = expected?[index] else { return nil }
      return RecordChecksums.sealed(sum, point: point, status: status) == sealed ? nil : point
    }
  }

  /// The sums over the records of a block.
  private func sums(
    of block: Range<Int>, _ status: [UInt8]
  ) throws(HDF5Error) -> [UInt64] {
    var sums = [UInt64](repeating: 0, count: block.count)
    for (index, array) in quantities.enumerated() {
      switch array.type {
      case .float64:
        let values = try array.values(of: block, as: Double.self)
        checksums.add(values.span, storedAs: .float64, of: index, to: &sums)
      case .uint8:
        let bytes = try array.values(of: block, as: UInt8.self)
        checksums.add(bytes.span, of: index, to: &sums)
      }
    }
    let failed = zip(block, status).filter { $0.1 == PointStatus.failed.rawValue }.map(\.0)
    for (point, text) in try messages.texts(of: failed, beside: journal) {
      sums[point - block.lowerBound] &+= RecordChecksums.word(
        of: text, capacity: messages.capacity)
    }
    return sums
  }
}

extension StoredArray {
  /// The values of consecutive points.
  fileprivate func values<Scalar: HDF5Scalar>(
    of points: Range<Int>, as type: Scalar.Type
  ) throws(HDF5Error) -> [Scalar] {
    try dataset.read(from: space(selecting: [points]))
  }
}

extension ResultsReader {
  /// Compares the records of finished points with their checksums.
  ///
  /// - Parameters:
  ///   - points: which ones, increasing; all if nil.
  ///   - statusOnly: compares no more than the status with its checksum, which is quick.
  /// - Throws: `StoreError.damaged` if records are not what was written.
  public func checkRecords(
    of points: [Int]? = nil, statusOnly: Bool = false
  ) throws(StoreError) {
    let damaged = try damagedPoints(among: points, statusOnly: statusOnly)
    guard let first = damaged.first else { return }
    let others = damaged.count - 1
    let rest = others == 0 ? "" : " and \(others) other\(others == 1 ? "" : "s")"
    throw .damaged(
      path: path,
      reason: "what it holds of point \(first)\(rest) is not what was written; "
        + "`spinsweep run JOB --resume` computes that again")
  }

  /// The points that are marked as finished but are not what was written: a disk or a copy has
  /// changed them. Parameters as for `checkRecords`.
  ///
  /// - Throws: `StoreError` if the records cannot be read.
  public func damagedPoints(
    among points: [Int]? = nil, statusOnly: Bool = false
  ) throws(StoreError) -> [Int] {
    let ranges = points.map { runs(of: $0) } ?? [0..<layout.pointCount]
    let depth = statusOnly ? RecordScrutiny.Depth.status : .record
    let suspects = try guarded(path) { () throws(HDF5Error) in
      var suspects: [Int] = []
      let first = try scrutiny(journal)
      for range in ranges { suspects += try first.damagedPoints(in: range, depth) }
      return suspects
    }
    if suspects.isEmpty { return [] }
    // A point that is written at this moment may look damaged. Opened anew, since HDF5 keeps what
    // it has read.
    let newer = try MessageJournal.messages(of: path)
    return try guarded(path) { () throws(HDF5Error) in
      let again = try scrutiny(newer)
      var damaged: [Int] = []
      for point in suspects {
        damaged += try again.damagedPoints(in: point..<point + 1, depth)
      }
      return damaged
    }
  }
}

extension ResultsStore {
  /// The points that are marked as finished but are not what was written; the same on all ranks,
  /// each of which looks at a part of the file. Collective.
  ///
  /// - Throws: `StoreError`, on all ranks, if the records cannot be read.
  public func damagedPoints() throws(StoreError) -> [Int] {
    let (rank, size) = (communicator.rank, communicator.size)
    let part = pointCount * rank / size..<pointCount * (rank + 1) / size
    var damaged: [Int] = []
    var failure: StoreError?
    do {
      damaged = try RecordScrutiny(arrays).damagedPoints(in: part, .record)
    } catch {
      failure = .hdf5(path: path, error)
    }
    try communicator.throwEverywhere(failure)
    return try mpi { () throws(MPIError) in
      let most = try communicator.allReduce(damaged.count, .maximum)
      if most == 0 { return [] }
      // Of equal length on all ranks, with −1 where there are no more.
      damaged += [Int](repeating: -1, count: most - damaged.count)
      return try communicator.allGather(damaged).filter { $0 >= 0 }
    }
  }
}
