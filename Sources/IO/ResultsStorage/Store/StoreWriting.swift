import HDF5
import MPIBridge

extension ResultsStore {
  /// Writes the records of all ranks together. Collective: every rank calls it, an empty batch is
  /// fine.
  ///
  /// Values are written first; only when no rank's write failed are their points marked. On an
  /// error no point of this call is marked, on any rank.
  ///
  /// - Throws: `StoreError`, on all ranks: `badLayout` for records that do not fit the file,
  ///   `noSpace`, `hdf5`, `mpi`.
  public mutating func write(_ batch: borrowing RecordBatch) throws(StoreError) {
    let records = SortedRecords(batch)
    try communicator.throwEverywhere(defect(of: batch, records))
    let most = try mpi { () throws(MPIError) in
      try communicator.allReduce(
        [records.points.count, records.ranges.count, batch.messages.count], .maximum)
    }
    if most[0] == 0 { return }
    synchronizer.noteWrite()
    let manner = Manner(
      allRanks: true, mayBeCollective: mayWriteCollectively, mostRanges: most[1],
      withMessages: most[2] > 0)
    try write(batch, records, manner)
  }

  /// Writes the records of this rank at once, without the others.
  ///
  /// - Throws: `StoreError`, on this rank alone; none of the points is marked then.
  public mutating func writeIndependently(_ batch: borrowing RecordBatch) throws(StoreError) {
    let records = SortedRecords(batch)
    if let defect = defect(of: batch, records) { throw defect }
    if batch.isEmpty { return }
    synchronizer.noteWrite()
    let manner = Manner(
      allRanks: false, mayBeCollective: false, mostRanges: records.ranges.count,
      withMessages: !batch.messages.isEmpty)
    try write(batch, records, manner)
  }

  /// Brings what this rank wrote to the disk now. Not collective.
  ///
  /// - Throws: `StoreError`, on this rank alone, such as `vanished` if the file is no longer there.
  public mutating func synchronize() throws(StoreError) {
    try journal.synchronize()
    try synchronizer.synchronize(path)
  }

  /// Brings what was written to the disk if that was last done a minute ago or longer; so no more
  /// than a minute of work is at stake when a node loses its power. Not collective: every rank
  /// calls it now and then.
  ///
  /// - Throws: `StoreError`, on this rank alone, such as `vanished` if the file is no longer there.
  public mutating func flush() throws(StoreError) {
    if synchronizer.isDue { try synchronize() }
  }

  private func defect(
    of batch: borrowing RecordBatch, _ records: SortedRecords
  ) -> StoreError? {
    if batch.quantitySizes != quantitySizes || batch.types != arrays.quantities.map(\.type) {
      return .badLayout(path: path, reason: "the records are of other quantities")
    }
    if let quantity = batch.unfitQuantity {
      return .badLayout(
        path: path, reason: "a record of '\(quantityNames[quantity])' is incomplete")
    }
    if let first = records.points.first, let last = records.points.last,
      first < 0 || last >= pointCount
    {
      return .badLayout(path: path, reason: "the grid has no point \(first < 0 ? first : last)")
    }
    return nil
  }

  private func write(
    _ batch: borrowing RecordBatch, _ records: SortedRecords, _ manner: Manner
  ) throws(StoreError) {
    let ranges = records.ranges
    var sums = records.arranged(batch.allSums())
    for (index, array) in arrays.quantities.enumerated() {
      let mode = manner.mode(for: array)
      let column = records.arranged(batch.columns[index], size: array.pointSize)
      try step(manner) { () throws(HDF5Error) in
        switch array.type {
        case .float64:
          try array.write(column, to: ranges, mode)
        case .uint8:
          try array.write(column.map(byte), to: ranges, mode)
        }
      }
    }
    let seconds = records.arranged(batch.seconds)
    let rank = records.arranged(
      batch.ranks.isEmpty
        ? [Int32](repeating: Int32(communicator.rank * ranksPerWriter), count: batch.count)
        : batch.ranks)
    let status = records.arranged(batch.statuses)
    let mode = manner.mode(for: arrays.status)
    try step(manner) { () throws(HDF5Error) in
      try arrays.seconds.write(seconds, to: ranges, mode)
    }
    try step(manner) { () throws(HDF5Error) in try arrays.rank.write(rank, to: ranges, mode) }
    if manner.withMessages {
      let (points, texts) = records.messages(of: batch)
      var failure: StoreError?
      let capacity = arrays.messages.capacity
      let kept = texts.map { FixedText.text($0, keptIn: capacity) }
      do { try journal.append(points, kept) } catch { failure = error }
      try agree(on: failure, manner)
      var record = 0
      for (point, text) in zip(points, texts) {
        while records.points[record] < point { record += 1 }
        // Remarks on computed points are left out: to read all messages would take longer than to
        // read the results.
        guard status[record] == PointStatus.failed.rawValue else { continue }
        sums[record] &+= RecordChecksums.word(of: text, capacity: arrays.messages.capacity)
      }
    }
    if let array = arrays.checksum {
      let sealed = records.points.indices.map {
        RecordChecksums.sealed(sums[$0], point: records.points[$0], status: status[$0])
      }
      try step(manner) { () throws(HDF5Error) in
        try array.write(sealed.map { Int(bitPattern: UInt($0)) }, to: ranges, mode)
      }
    }
    try step(manner) { () throws(HDF5Error) in try arrays.status.write(status, to: ranges, mode) }
  }

  /// Does one step of a write. All ranks agree that it went well before the next: once a write has
  /// failed on one of them, a further one may hang or end up elsewhere in the file.
  private func step(
    _ manner: Manner, _ body: () throws(HDF5Error) -> Void
  ) throws(StoreError) {
    var failure: StoreError?
    do { try body() } catch {
      FileSystem.releaseLocks(of: path)
      failure = .ofWrite(error, to: path)
    }
    try agree(on: failure, manner)
  }

  /// Throws if something has failed, on all ranks that take part.
  private func agree(on failure: StoreError?, _ manner: Manner) throws(StoreError) {
    if manner.allRanks {
      try communicator.throwEverywhere(failure)
    } else if let failure {
      throw failure
    }
  }
}

/// How the ranks write; the same on all that take part.
private struct Manner {
  /// Whether all ranks write together.
  let allRanks: Bool
  /// Whether MPI calls that all ranks make together may be used.
  let mayBeCollective: Bool
  /// The most ranges of points that a rank has.
  let mostRanges: Int
  /// Whether some rank has messages.
  let withMessages: Bool

  /// Scattered points are selected one element at a time. Where a point has many numbers it is
  /// faster then to write point after point.
  func mode(for array: StoredArray) -> TransferMode {
    mayBeCollective && (mostRanges <= StoredArray.mostRangesAsBoxes || array.pointSize <= 4)
      ? .collective : .independent
  }
}

/// Brings what this rank wrote to the disk, now and then.
struct Synchronizer {
  private var hasUnsaved = false
  private var lastTime = ContinuousClock.now
  private let interval = Duration.seconds(60)

  mutating func noteWrite() {
    hasUnsaved = true
  }

  /// Whether there is something to save that was written a minute ago or longer.
  var isDue: Bool { hasUnsaved && ContinuousClock.now - lastTime >= interval }

  mutating func synchronize(_ path: String) throws(StoreError) {
    if hasUnsaved { try FileSystem.synchronize(path) }
    hasUnsaved = false
    lastTime = .now
  }
}
