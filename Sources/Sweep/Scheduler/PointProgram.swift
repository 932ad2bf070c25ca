import IO

/// What computes points, whatever their model: the one boundary between the scheduler, which knows
/// no models, and the models, which know no scheduler.
struct PointProgram {
  /// Computes a point and keeps its outcome behind those kept already.
  let compute: (PointContext) throws(EvaluationError) -> Void
  /// Appends the values of some kept outcomes to the columns of a batch; returns why one of them is
  /// no result, if one is none.
  let append: (Range<Int>, inout RecordBatch) -> String?
  /// Forgets the kept outcomes.
  let forget: () -> Void
}

extension Plan {
  /// The program of a grid's points. One for each rank: it keeps the model of the last point.
  static func program(grid: Grid<M>, quantities: [Quantity<M.Outcome>]) -> PointProgram {
    var cursor = GridCursor(grid)
    var outcomes: [M.Outcome] = []
    let wanted = Set(quantities.map(\.name))
    return PointProgram(
      compute: { context throws(EvaluationError) in
        cursor.move(to: context.point)
        var context = context
        context.wanted = wanted
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
