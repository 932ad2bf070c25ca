import Numerics
import ResultsStorage
import Teams

/// What computes points, whatever their model: the one boundary between the scheduler, which knows
/// no models, and the models, which know no scheduler.
package struct PointProgram {
  /// Computes a point and keeps its outcome behind those kept already.
  package let compute: (PointContext) throws(EvaluationError) -> Void
  /// Appends the values of some kept outcomes to the columns of a batch; returns why one of them is
  /// no result, if one is none.
  package let append: (Range<Int>, inout RecordBatch) -> String?
  /// The key of the random numbers of the point that is computed now.
  package let randomKey: () -> RandomKey
  /// What is doubtful about a kept outcome, if anything; nil if there never is.
  package let remark: ((Int) -> String?)?
  /// Forgets the kept outcomes.
  package let forget: () -> Void
  /// Ends what the points needed; after the last point of this rank.
  package let conclude: () -> Void

  package init(
    compute: @escaping (PointContext) throws(EvaluationError) -> Void,
    append: @escaping (Range<Int>, inout RecordBatch) -> String?,
    randomKey: @escaping () -> RandomKey, remark: ((Int) -> String?)?,
    forget: @escaping () -> Void, conclude: @escaping () -> Void
  ) {
    self.compute = compute
    self.append = append
    self.randomKey = randomKey
    self.remark = remark
    self.forget = forget
    self.conclude = conclude
  }
}

/// Points that are to be computed, whatever their model: all that the scheduler knows of a job.
package struct Workload {
  /// Records are written when a rank holds this many bytes, even if no epoch is due.
  package static let bufferBytes = 64 << 20

  /// What computes them.
  package let program: PointProgram
  /// Number of points of the file.
  package let pointCount: Int
  /// The order in which points are handed out; nil if all cost the same. Takes some time for many
  /// points, and only ranks that write need it.
  package let costliestFirst: () -> BlockOrder?
  /// Ranks that compute one point together.
  package let ranksPerPoint: Int
  /// Longest time in seconds that a point may take; nil for any.
  package let pointTimeout: Double?
  /// Whether each record is written on its own as soon as it is finished.
  package let writesEachRecord: Bool
  /// Time in seconds between two collective writes.
  package let flushInterval: Double
  /// Stands for all that the state inside a point depends on; nil if points save none.
  package let restartIdentity: UInt64?

  package init(
    program: PointProgram, pointCount: Int, costliestFirst: @escaping () -> BlockOrder?,
    ranksPerPoint: Int, pointTimeout: Double?, writesEachRecord: Bool,
    flushInterval: Double, restartIdentity: UInt64?
  ) {
    self.program = program
    self.pointCount = pointCount
    self.costliestFirst = costliestFirst
    self.ranksPerPoint = ranksPerPoint
    self.pointTimeout = pointTimeout
    self.writesEachRecord = writesEachRecord
    self.flushInterval = flushInterval
    self.restartIdentity = restartIdentity
  }
}
