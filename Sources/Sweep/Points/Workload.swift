/// Points that are to be computed, whatever their model: all that the scheduler knows of a job.
public struct Workload {
  /// Records are written when a rank holds this many bytes, even if no epoch is due.
  package static let bufferBytes = 64 << 20

  /// What computes them.
  package let program: PointProgram
  /// Number of points of the file.
  package let pointCount: Int
  /// The order in which points are handed out; nil if all cost the same. Takes some time for many
  /// points, and only ranks that write need it.
  package let costliestFirst: () -> BlockOrder?
  /// The job's seed.
  package let seed: UInt64
  /// Ranks that compute one point together.
  package let ranksPerPoint: Int
  /// Whether each record is written on its own as soon as it is finished.
  package let writesEachRecord: Bool
  /// Time in seconds between two collective writes.
  package let flushInterval: Double
  /// Stands for all that the state inside a point depends on; nil if points save none.
  package let restartIdentity: UInt64?

  package init(
    program: PointProgram, pointCount: Int, costliestFirst: @escaping () -> BlockOrder?,
    seed: UInt64, ranksPerPoint: Int, writesEachRecord: Bool, flushInterval: Double,
    restartIdentity: UInt64?
  ) {
    self.program = program
    self.pointCount = pointCount
    self.costliestFirst = costliestFirst
    self.seed = seed
    self.ranksPerPoint = ranksPerPoint
    self.writesEachRecord = writesEachRecord
    self.flushInterval = flushInterval
    self.restartIdentity = restartIdentity
  }
}
