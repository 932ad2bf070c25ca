import Base
import Points
import ResultsStorage

extension Workload {
  /// Computes points on this rank alone and keeps their records, as long as that is quick. Not
  /// collective; states inside points are neither read nor saved.
  ///
  /// - Parameters:
  ///   - points: which points.
  ///   - records: an empty batch of the file that they are for.
  ///   - seconds: time after which no further point is begun, and one that polls is given up.
  /// - Returns: the records of the points that were computed.
  package func compute(
    _ points: PointSet, into records: RecordBatch, for seconds: Double, _ options: SweepOptions
  ) -> RecordBatch {
    let work = Workload(
      program: program, pointCount: pointCount, costliestFirst: { nil }, ranksPerPoint: 1,
      pointTimeout: pointTimeout, writesEachRecord: false, flushInterval: flushInterval,
      restartIdentity: nil)
    let order = PointOrder(pointCount: pointCount, pending: points, costliestFirst: nil)
    let evaluator = PointEvaluator(
      program: program, computer: PointComputer(work, nil, options), order: order,
      records: records, pollsAfterEveryPoint: false)
    let end = Clock.now() + seconds
    evaluator.serve = {
      Clock.now() < end && StopSignal.received == nil && options.deadline?.hasPassed != true
    }
    _ = evaluator.evaluate(0..<order.positionCount)
    return evaluator.finished
  }
}
