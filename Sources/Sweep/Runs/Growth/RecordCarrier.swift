import Jobs
import Models
import ResultsStorage

/// Takes the records of finished points over from one file into another, a part at a time.
///
/// Values, status, messages, times and ranks stay what they are. A quantity that the old file does
/// not have is computed by its formula from those that it has.
struct RecordCarrier {
  let source: SweepSource
  /// The plan of the new file.
  let plan: Plan
  /// The number in the new plan's grid of a point of the old file; nil if it has none.
  let number: (Int) -> Int?
  /// The point of the new file with a number in the grid.
  let place: (Int) -> Int
  /// Points that are taken over at a time; nil for as many as 32 MiB hold.
  var pointsAtOnce: Int?

  /// Bytes that are read at a time.
  private static let partBytes = 32 << 20

  /// Points that have a place in the new file, each place once: two points of a grid may be the
  /// same.
  func firstOfEach(_ points: PointSet) -> PointSet {
    var kept = PointSet(pointCount: points.pointCount)
    var taken = PointSet(pointCount: plan.grid.pointCount)
    for point in points.members {
      guard let number = number(point), !taken.contains(number) else { continue }
      taken.insert(number)
      kept.insert(point)
    }
    return kept
  }

  /// Takes points over, on one rank.
  ///
  /// - Parameters:
  ///   - points: which points of the old file.
  ///   - afterPart: what else is to be done now and then.
  /// - Throws: `StoreError`, and what `afterPart` throws.
  func carry(
    _ points: PointSet, to store: inout ResultsStore, afterPart: () throws -> Void = {}
  ) throws {
    let sizes = source.reader.layout.quantitySizes.reduce(plan.valuesPerPoint, +)
    let recordBytes = 8 * sizes + RecordBatch.bytesPerRecord
    let length = pointsAtOnce ?? max(1, Self.partBytes / recordBytes)
    var next = points.first(from: 0)
    while let start = next {
      let range = start..<min(start + length, source.pointCount)
      try store.write(try batch(points, range, store.makeBatch()))
      try afterPart()
      next = points.first(from: range.upperBound)
    }
  }

  /// The records of the points of a range that are in a set.
  private func batch(
    _ points: PointSet, _ range: Range<Int>, _ empty: RecordBatch
  ) throws(StoreError) -> RecordBatch {
    var batch = empty
    var columns: [String: (values: [Double], size: Int)] = [:]
    let layout = source.reader.layout
    for (quantity, size) in zip(layout.quantities, layout.quantitySizes) {
      columns[quantity.name] = (try source.reader.read(quantity.name, atPoints: range), size)
    }
    let known = plan.quantities.map { columns[$0.name] }
    let isComplete = known.allSatisfy { $0 != nil }
    let formulas = plan.formulaValues()
    let seconds = try source.reader.seconds(atPoints: range)
    let ranks = try source.reader.rank(atPoints: range)
    for point in range where points.contains(point) {
      guard let number = number(point) else { continue }
      let index = point - range.lowerBound
      let isDone = source.done.contains(point)
      if isDone {
        let computed =
          isComplete
          ? [:]
          : formulas(number) { name in
            columns[name].map { Array($0.values[index * $0.size..<(index + 1) * $0.size]) }
          }
        for (column, quantity) in plan.quantities.enumerated() {
          if let (values, size) = known[column] {
            batch.columns[column] += values[index * size..<(index + 1) * size]
          } else {
            batch.columns[column] += computed[quantity.name] ?? []
          }
        }
      }
      batch.append(
        point: place(number), status: isDone ? .done : .failed,
        seconds: seconds[index], message: source.messages[point])
      batch.ranks.append(ranks[index])
    }
    return batch
  }
}
