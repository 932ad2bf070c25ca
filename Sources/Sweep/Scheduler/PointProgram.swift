import IO
import QuantumChains
import Teams

/// What computes points, whatever their model: the one boundary between the scheduler, which knows
/// no models, and the models, which know no scheduler.
struct PointProgram {
  /// Computes a point and keeps its outcome behind those kept already.
  let compute: (PointContext) throws(EvaluationError) -> Void
  /// Appends the values of some kept outcomes to the columns of a batch; returns why one of them is
  /// no result, if one is none.
  let append: (Range<Int>, inout RecordBatch) -> String?
  /// What is doubtful about a kept outcome, if anything.
  let remark: (Int) -> String?
  /// Forgets the kept outcomes.
  let forget: () -> Void
}

extension Plan {
  /// The program of a grid's points. One for each rank: it keeps the model of the last point.
  ///
  /// - Parameter part: the points of the grid that the program's points are; nil if they are all.
  static func program(
    grid: Grid<M>, part: PartPoints?, quantities: [Quantity<M.Outcome>]
  ) -> PointProgram {
    var cursor = GridCursor(grid)
    var outcomes: [M.Outcome] = []
    return PointProgram(
      compute: { context throws(EvaluationError) in
        var context = context
        if let part { context.point = part[context.point] }
        cursor.move(to: context.point)
        outcomes.append(try cursor.model.evaluate(context))
      },
      append: { kept, batch in
        var defect: String?
        // Quantity by quantity: to fetch its closure for every point would take longer than a quick
        // point itself.
        for (index, quantity) in quantities.enumerated() {
          let start = batch.columns[index].count
          for outcome in outcomes[kept] { quantity.append(outcome, &batch.columns[index]) }
          let size = batch.quantitySizes[index] * kept.count
          defect = defect ?? quantity.defect(in: batch.columns[index][start...], of: size)
        }
        return defect
      },
      remark: { M.makesRemarks ? M.remark(on: outcomes[$0]) : nil },
      forget: { outcomes.removeAll(keepingCapacity: true) })
  }
}

extension Quantity {
  /// Why values are no result: nil if there are as many as there should be, and all are numbers or
  /// declared to be undefined somewhere.
  fileprivate func defect(in values: ArraySlice<Double>, of size: Int) -> String? {
    guard values.count == size else {
      return "'\(name)' came out with \(values.count) numbers instead of \(size)"
    }
    guard undefinedWhere == nil else { return nil }
    for value in values where !value.isFinite { return "'\(name)' came out as \(value)" }
    return nil
  }
}
