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
  /// What is doubtful about a kept outcome, if anything.
  package let remark: (Int) -> String?
  /// Forgets the kept outcomes.
  package let forget: () -> Void

  package init(
    compute: @escaping (PointContext) throws(EvaluationError) -> Void,
    append: @escaping (Range<Int>, inout RecordBatch) -> String?, remark: @escaping (Int) -> String?,
    forget: @escaping () -> Void
  ) {
    self.compute = compute
    self.append = append
    self.remark = remark
    self.forget = forget
  }
}
