import IO

/// What computes points, whatever their model: the one boundary between the scheduler, which knows
/// no models, and the models, which know no scheduler.
struct PointProgram {
  /// Computes a point and keeps its outcome.
  let compute: (PointContext) throws(EvaluationError) -> Void
  /// Appends the outcome of the point just computed to the columns of a batch; returns why it is no
  /// result, if it is none.
  let append: (inout RecordBatch) -> String?
}

extension Plan {
  /// The program of a grid's points. One for each rank: it keeps the model of the last point.
  static func program(grid: Grid<M>, quantities: [Quantity<M.Outcome>]) -> PointProgram {
    var cursor = GridCursor(grid)
    var outcome: M.Outcome?
    // What the loops need, without the texts that a copy of a declaration would count references to.
    let appends = quantities.map(\.append)
    let mayBeUndefined = quantities.map { $0.undefinedWhere != nil }
    return PointProgram(
      compute: { context throws(EvaluationError) in
        cursor.move(to: context.point)
        outcome = try cursor.model.evaluate(context)
      },
      append: { batch in
        guard let outcome else { return "no outcome" }
        for index in appends.indices { appends[index](outcome, &batch.columns[index]) }
        for index in appends.indices {
          let size = batch.quantitySizes[index]
          let start = batch.count * size
          let end = batch.columns[index].count
          guard end == start + size else {
            return "'\(quantities[index].name)' came out with \(end - start) numbers, not \(size)"
          }
          if mayBeUndefined[index] { continue }
          for position in start..<end where !batch.columns[index][position].isFinite {
            return "'\(quantities[index].name)' came out as \(batch.columns[index][position])"
          }
        }
        return nil
      })
  }
}
