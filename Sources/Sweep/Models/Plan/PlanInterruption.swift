import Base
import Jobs

/// Asks, while a job is checked, whether the program is to stop: axes may have many million values.
package struct PlanInterruption: Sendable {
  /// When to stop; nil for never.
  let deadline: Deadline?

  /// - Throws: `InputError` with a `PlanStopped` behind it if there is a reason to stop.
  func check() throws(InputError) {
    if let number = StopSignal.received { throw Self.error(signal: Int(number), deadline) }
    if let deadline, deadline.hasPassed { throw Self.error(signal: 0, deadline) }
  }

  /// The same outside of the check of a job, before anything is computed.
  ///
  /// - Throws: `InputError` with a `PlanStopped` behind it if there is a reason to stop.
  package static func check(until deadline: Deadline?) throws(InputError) {
    try PlanInterruption(deadline: deadline).check()
  }

  /// The same at every 4096th of many quick steps.
  func check(at step: Int) throws(InputError) {
    if step & 0xfff == 0 { try check() }
  }

  /// The sentence for a job that was not checked to its end.
  ///
  /// - Parameters:
  ///   - signal: number of the signal that asked for it; 0 if the time was up.
  ///   - deadline: what has set the time.
  package static func error(signal: Int, _ deadline: Deadline?) -> InputError {
    let reason = signal != 0 ? .signal(Int32(signal)) : deadline?.reason ?? StopReason.timeLimit
    return InputError(
      "stopped by \(reason) before anything was computed", cause: PlanStopped(reason: reason))
  }
}

/// The program was to stop while a job was checked: no mistake in it.
package struct PlanStopped: Error {
  /// What asked for it.
  package let reason: StopReason
}

extension InputError {
  /// What asked the program to stop while a job was checked; nil for a mistake in the job.
  package var stopReason: StopReason? { (cause as? PlanStopped)?.reason }
}
