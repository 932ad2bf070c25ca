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
    try write(batch, records, mode, allRanks: true)
  }

  /// Writes the records of this rank at once, without the others. Errors are thrown on this rank
  /// alone, and none of the points is marked then.
  public mutating func writeIndependently(_ batch: borrowing RecordBatch) throws(StoreError) {
    let records = SortedRecords(batch)
    if let defect = defect(of: batch, records) { throw defect }
    if batch.isEmpty { return }
    synchronizer.noteWrite()
    try write(batch, records, .independent, allRanks: false)
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

  private func write(
    _ batch: borrowing RecordBatch, _ records: SortedRecords, _ mode: TransferMode, allRanks: Bool
  ) throws(StoreError) {
    for (index, array) in arrays.quantities.enumerated() {
      let column = records.arranged(batch.columns[index], size: array.pointSize)
      try step(allRanks) { () throws(HDF5Error) in
        switch array.type {
        case .float64: try array.write(column, of: records, mode)
        case .uint8: try array.write(column.map(byte), of: records, mode)
        }
      }
    }
    let seconds = records.arranged(batch.seconds)
    try step(allRanks) { () throws(HDF5Error) in
      try arrays.seconds.write(seconds, of: records, mode)
    }
    let rank = [Int32](repeating: Int32(communicator.rank), count: records.points.count)
    try step(allRanks) { () throws(HDF5Error) in try arrays.rank.write(rank, of: records, mode) }
    // Messages are few: each rank writes its own.
    let messages = records.messages(of: batch)
    try step(allRanks) { () throws(HDF5Error) in try arrays.message.write(messages) }
    let status = records.arranged(batch.statuses)
    try step(allRanks) { () throws(HDF5Error) in
      try arrays.status.write(status, of: records, mode)
    }
  }

  /// Does one step of a write. All ranks agree that it went well before the next: once a write has
  /// failed on one of them, a further one may hang or end up elsewhere in the file.
  private func step(
    _ allRanks: Bool, _ body: () throws(HDF5Error) -> Void
  ) throws(StoreError) {
    var failure: StoreError?
    do { try body() } catch { failure = .ofWrite(error, to: path) }
    if allRanks {
      try communicator.agree(on: failure)
    } else if let failure {
      throw failure
    }
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

  /// Writes the texts of single points, by this rank alone.
  fileprivate func write(_ messages: [(point: Int, text: String)]) throws(HDF5Error) {
    let transfer = try PropertyList.transfer(.independent)
    for (point, text) in messages {
      try dataset.write(texts: [text], to: space(selecting: [point..<point + 1]), transfer)
    }
  }
}

/// A number as the byte nearest to it; 0 for NaN.
private func byte(_ value: Double) -> UInt8 {
  value.isNaN ? 0 : UInt8(min(max(value.rounded(), 0), 255))
}
