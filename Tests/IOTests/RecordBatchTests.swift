import ResultsStorage
import Testing

struct RecordBatchTests {
  private func batch(_ points: [Int]) -> RecordBatch {
    var batch = RecordBatch(quantitySizes: [1, 2], types: [.float64, .float64])
    for (record, point) in points.enumerated() {
      batch.columns[0].append(Double(record))
      batch.columns[1] += [Double(record) + 0.25, Double(record) + 0.5]
      batch.append(point: point, seconds: Double(record))
    }
    return batch
  }

  @Test func aFailedPointHoldsNaNWhateverWasAppended() {
    var batch = batch([4])
    batch.columns[1].append(7)  // half a value of a point that then fails
    batch.append(point: 5, status: .failed, seconds: 1, message: "diverged")
    #expect(batch.count == 2)
    #expect(batch.columns[0].count == 2 && batch.columns[0][1].isNaN)
    #expect(batch.columns[1].count == 4)
    #expect(batch.columns[1].prefix(2) == [0.25, 0.5])
    #expect(batch.columns[1].suffix(2).allSatisfy { $0.isNaN })
  }

  @Test func anAbandonedRecordIsDropped() {
    var batch = batch([4, 7])
    batch.columns[0].append(1)
    batch.columns[1] += [2, 3]
    batch.discardUnfinishedRecord()
    #expect(batch.columns == self.batch([4, 7]).columns)
  }

  @Test func memoryIsCounted() {
    var batch = batch([1, 2, 3])
    // Three numbers, a point, a time, a status byte and a sum for each record.
    #expect(batch.byteCount == 3 * (3 * 8 + 8 + 8 + 1 + 8))
    batch.removeAll()
    #expect(batch.isEmpty && batch.byteCount == 0)
    #expect(batch.columns == [[], []])
  }

  @Test func recordsInOrderStayAsTheyAre() {
    let sorted = SortedRecords(batch([2, 3, 8]))
    #expect(sorted.points == [2, 3, 8])
    #expect(sorted.ranges == [2..<4, 8..<9])
    #expect(sorted.arranged([5, 6, 7]) == [5, 6, 7])
  }

  @Test func recordsAreSortedByPoint() {
    let batch = batch([9, 2, 8, 3])
    let sorted = SortedRecords(batch)
    #expect(sorted.points == [2, 3, 8, 9])
    #expect(sorted.arranged(batch.columns[0]) == [1, 3, 2, 0])
    #expect(
      sorted.arranged(batch.columns[1], size: 2) == [1.25, 1.5, 3.25, 3.5, 2.25, 2.5, 0.25, 0.5])
  }

  @Test func theLastRecordOfAPointCounts() {
    var batch = batch([3, 1])
    batch.append(point: 3, status: .failed, seconds: 2, message: "second")
    batch.append(point: 0, status: .failed, seconds: 3, message: "first")
    batch.append(point: 0, status: .failed, seconds: 4, message: "last")
    let sorted = SortedRecords(batch)
    #expect(sorted.points == [0, 1, 3])
    #expect(sorted.arranged([0, 1, 2, 3, 4]) == [4, 1, 2])
    let messages = sorted.messages(of: batch)
    #expect(messages.points == [0, 3])
    #expect(messages.texts == ["last", "second"])
  }
}
