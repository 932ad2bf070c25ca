import Points
import ResultsStorage
import Teams

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
