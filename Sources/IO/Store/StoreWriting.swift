import MPIBridge

extension ResultsStore {
  /// Writes the records of all ranks together. Collective: every rank calls it, an empty batch is
  /// fine.
  ///
  /// Values are written first; only when no rank's write failed are their points marked. On an error
  /// no point of this call is marked, on any rank.
  public mutating func write(_ batch: borrowing RecordBatch) throws(StoreError) {
    let records = SortedRecords(batch)
    try communicator.agree(on: defect(of: batch, records))
    let most = try mpi { () throws(MPIError) in
      try communicator.allReduce([records.points.count, records.ranges.count], .maximum)
    }
    if most[0] == 0 { return }
    synchronizer.noteWrite()
    let mode = most[1] <= Self.mostRangesTogether ? TransferMode.collective : .independent
    try communicator.agree(on: writeValues(of: batch, records, mode))
    try communicator.agree(on: writeStatus(of: batch, records, mode))
  }

  /// Writes the records of this rank at once, without the others. Errors are thrown on this rank
  /// alone, and none of the points is marked then.
  public mutating func writeIndependently(_ batch: borrowing RecordBatch) throws(StoreError) {
    let records = SortedRecords(batch)
    if let defect = defect(of: batch, records) { throw defect }
    if batch.isEmpty { return }
    synchronizer.noteWrite()
    if let failure = writeValues(of: batch, records, .independent) { throw failure }
    if let failure = writeStatus(of: batch, records, .independent) { throw failure }
  }

  /// Scattered points make selections of many ranges, which HDF5 handles slowly; beyond this many
  /// each rank writes its ranges one by one.
  private static var mostRangesTogether: Int { 32 }

  private func defect(
    of batch: borrowing RecordBatch, _ records: SortedRecords
  ) -> StoreError? {
    if batch.quantitySizes != quantitySizes {
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

  /// Writes everything but the status; returns the first failure, having made all collective calls
  /// nevertheless, since the other ranks wait in them.
  private func writeValues(
    of batch: borrowing RecordBatch, _ records: SortedRecords, _ mode: TransferMode
  ) -> StoreError? {
    var failures = FirstFailure(path: path)
    for (index, array) in arrays.quantities.enumerated() {
      let column = records.arranged(batch.columns[index], size: array.pointSize)
      failures.attempt { () throws(HDF5Error) in
        switch array.type {
        case .float64: try array.write(column, of: records, mode)
        case .uint8: try array.write(column.map(byte), of: records, mode)
        }
      }
    }
    failures.attempt { () throws(HDF5Error) in
      try arrays.seconds.write(records.arranged(batch.seconds), of: records, mode)
    }
    let rank = [Int32](repeating: Int32(communicator.rank), count: records.points.count)
    failures.attempt { () throws(HDF5Error) in try arrays.rank.write(rank, of: records, mode) }
    failures.attempt { () throws(HDF5Error) in try writeMessages(of: batch, records) }
    return failures.first
  }

  /// Messages are few: each rank writes its own.
  private func writeMessages(
    of batch: borrowing RecordBatch, _ records: SortedRecords
  ) throws(HDF5Error) {
    if batch.messages.isEmpty { return }
    let transfer = try PropertyList.transfer(.independent)
    for message in batch.messages {
      let point = batch.points[message.record]
      guard records.contains(record: message.record, of: point) else { continue }
      try arrays.message.dataset.write(
        texts: [message.text], to: arrays.message.space(selecting: [point..<point + 1]), transfer)
    }
  }

  private func writeStatus(
    of batch: borrowing RecordBatch, _ records: SortedRecords, _ mode: TransferMode
  ) -> StoreError? {
    var failures = FirstFailure(path: path)
    let status = records.arranged(batch.statuses)
    failures.attempt { () throws(HDF5Error) in
      try arrays.status.write(status, of: records, mode)
    }
    return failures.first
  }
}

/// The first of several things that failed.
private struct FirstFailure {
  let path: String
  private(set) var first: StoreError?

  init(path: String) { self.path = path }

  mutating func attempt(_ body: () throws(HDF5Error) -> Void) {
    do { try body() } catch { first = first ?? .hdf5(path: path, error) }
  }
}

extension StoredArray {
  /// Writes the values of records that are in the order of their points.
  fileprivate func write<Scalar: HDF5Scalar>(
    _ values: [Scalar], of records: SortedRecords, _ mode: TransferMode
  ) throws(HDF5Error) {
    let transfer = try PropertyList.transfer(mode)
    if mode == .collective { return try write(values, to: records.ranges, transfer) }
    var start = 0
    for range in records.ranges {
      let end = start + range.count * pointSize
      try dataset.write(
        values.span.extracting(start..<end), to: space(selecting: [range]), transfer)
      start = end
    }
  }
}

/// A number as the byte nearest to it; 0 for NaN.
private func byte(_ value: Double) -> UInt8 {
  value.isNaN ? 0 : UInt8(min(max(value.rounded(), 0), 255))
}
