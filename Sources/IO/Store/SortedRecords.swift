/// The records of a batch in the order of their points, as a file wants them.
struct SortedRecords {
  /// The points, increasing.
  let points: [Int]
  /// The points as ranges of consecutive ones.
  let ranges: [Range<Int>]
  /// For each point its record in the batch; nil if they are in order already.
  private let order: [Int]?

  init(_ batch: borrowing RecordBatch) {
    let given = batch.points
    if zip(given, given.dropFirst()).allSatisfy(<) {
      points = given
      order = nil
    } else {
      var order = given.indices.sorted { (given[$0], $0) < (given[$1], $1) }
      // Of several records of a point the last counts.
      var kept = 0
      for index in order.indices {
        if kept > 0, given[order[kept - 1]] == given[order[index]] { kept -= 1 }
        order[kept] = order[index]
        kept += 1
      }
      order.removeSubrange(kept...)
      points = order.map { given[$0] }
      self.order = order
    }
    ranges = runs(of: points)
  }

  /// The values of a column with `size` numbers a record, in the order of `points`.
  func arranged<Scalar: HDF5Scalar>(_ column: [Scalar], size: Int = 1) -> [Scalar] {
    guard let order else { return column }
    if size == 1 { return order.map { column[$0] } }
    var result: [Scalar] = []
    result.reserveCapacity(order.count * size)
    for record in order { result += column[record * size..<(record + 1) * size] }
    return result
  }

  /// The messages of failed points.
  func messages(of batch: borrowing RecordBatch) -> [(point: Int, text: String)] {
    var messages: [(point: Int, text: String)] = []
    for message in batch.messages {
      let point = batch.points[message.record]
      if isLast(record: message.record, of: point) { messages.append((point, message.text)) }
    }
    return messages
  }

  /// Whether no later record of the batch is of the same point.
  private func isLast(record: Int, of point: Int) -> Bool {
    guard let order else { return true }
    var low = 0
    var high = points.count
    while low < high {
      let middle = (low + high) / 2
      if points[middle] < point { low = middle + 1 } else { high = middle }
    }
    return low < points.count && order[low] == record
  }
}
