import HDF5

/// The arrays of a store.
struct StoredArrays: ~Copyable {
  let quantities: [StoredArray]
  let status: StoredArray
  let seconds: StoredArray
  let rank: StoredArray
  /// nil in files of versions that had none.
  let checksum: StoredArray?
  /// To be read only.
  let messages: StoredMessages

  /// - Parameters:
  ///   - file: which holds them.
  ///   - names: of the quantities.
  ///   - messageLength: bytes that a message has, in a file without a place for messages that
  ///     several ranks open: to open the array of messages would make the place. nil to read them.
  init(
    in file: borrowing File, quantities names: [String], withoutMessagesOf messageLength: Int? = nil
  ) throws(HDF5Error) {
    let run = try file.group(RunGroup.name)
    let messages =
      if let messageLength { StoredMessages(capacity: messageLength) } else {
        try StoredMessages(reading: run)
      }
    let statusDataset = try run.dataset(RunGroup.status)
    let points = statusDataset.count
    let status = try StoredArray(statusDataset, pointCount: points)
    let seconds = try StoredArray(run.dataset(RunGroup.seconds), pointCount: points)
    let rank = try StoredArray(run.dataset(RunGroup.rank), pointCount: points)
    let checksum =
      try run.contains(RunGroup.checksum)
      ? StoredArray(run.dataset(RunGroup.checksum), pointCount: points) : nil
    quantities = try names.map { (name) throws(HDF5Error) in
      try StoredArray(file.dataset(name), pointCount: points)
    }
    self.status = status
    self.seconds = seconds
    self.rank = rank
    self.checksum = checksum
    self.messages = messages
  }

  /// Gives every number its "nothing written" value: NaN, and −1 for the rank. Bytes need nothing,
  /// since reserved blocks read as zeros.
  ///
  /// Fills one of `partCount` parts: every rank fills its own.
  ///
  /// - Returns: false if `goesOn` did, and something is left.
  func fill(
    part: Int, of partCount: Int, while goesOn: () -> Bool
  ) throws(HDF5Error) -> Bool {
    for array in quantities + [seconds] where array.type == .float64 {
      guard try array.fill(with: Double.nan, part: part, of: partCount, while: goesOn) else {
        return false
      }
    }
    return try rank.fill(with: Int32(-1), part: part, of: partCount, while: goesOn)
  }

  /// Closes all of them.
  consuming func close() {}
}
