import HDF5

/// The records of a batch in the order of their points, as a file wants them.
package struct SortedRecords {
  /// The points, increasing.
  package let points: [Int]
  /// The points as ranges of consecutive ones.
  package let ranges: [Range<Int>]
  /// For each point its record in the batch; nil if they are in order already.
  private let order: [Int]?

  /// The records of a batch, each point once.
  package init(_ batch: borrowing RecordBatch) {
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
  package func arranged<Element>(_ column: [Element], size: Int = 1) -> [Element] {
    guard let order else { return column }
    if size == 1 { return order.map { column[$0] } }
    var result: [Element] = []
    result.reserveCapacity(order.count * size)
    for record in order { result += column[record * size..<(record + 1) * size] }
    return result
  }

  /// The failed points that have a message, increasing, and their messages.
  package func messages(of batch: borrowing RecordBatch) -> (points: [Int], texts: [String]) {
    var messages: [(point: Int, text: String)] = []
    for message in batch.messages {
      let point = batch.points[message.record]
      if isLast(record: message.record, of: point) { messages.append((point, message.text)) }
    }
    if order != nil { messages.sort { $0.point < $1.point } }
    return (messages.map(\.point), messages.map(\.text))
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
