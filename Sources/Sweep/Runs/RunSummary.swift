import Base
import Glibc
import Jobs
import Points
import Reports
import ResultsStorage
import Scheduler

/// The last words of a run, on rank 0.
struct RunSummary {
  /// The result file.
  let path: String
  let preparation: Preparation
  let request: RunRequest
  let outcome: SweepOutcome
  /// Whether the results have the place that they should.
  let isInPlace: Bool
  /// The runs without progress before this one, if they count.
  let idleRuns: IdleRuns?
  /// Time that the computing took.
  let seconds: Double

  /// Prints the summary, checks expectations if asked to, and says how the program ends.
  func conclude() -> ExitCode {
    do throws(WriteError) {
      return try report()
    } catch {
      // The results are whole; what was to be said of them is not.
      StandardError.write("spinsweep: \(error)\n")
      return outcome.stopReason == nil ? .unexpectedFailure : .stopped
    }
  }

  private func report() throws(WriteError) -> ExitCode {
    let rate = Format.significant(Double(outcome.computed) / max(seconds, 1e-9), 3)
    try StandardOutput.write(
      "\(path.printable): \(Format.count(outcome.computed, "point")) in "
        + "\(Format.duration(seconds)) (\(rate) points/s, "
        + "\(Format.count(preparation.provenance.ranks, "rank")), "
        + "peak memory \(Format.bytes(Resources.peakMemory)) on rank 0)\n")
    if outcome.stopReason == nil {
      CrashNotes.remove(of: path)
      IdleRuns.forget(of: path)
    }
    if let reason = outcome.stopReason {
      StandardError.write(
        "spinsweep: stopped by \(reason); continue with "
          + (preparation.extends ? "--extend\n" : "--resume\n"))
      let isOver = outcome.computed == 0 && idleRuns?.end() ?? false
      return isOver ? .unexpectedFailure : .stopped
    }
    let failed = failedPoints()
    if failed > 0 {
      StandardError.write(
        "spinsweep: \(Format.count(failed, "point")) failed; "
          + "`spinsweep status \(path)` says why\n")
    }
    warnOfDoubtfulPoints()
    guard isInPlace || failed > 0 else { return .unexpectedFailure }
    guard request.verifies else { return failed == 0 ? .done : .somePointsFailed }
    var code = ExitCode.unexpectedFailure
    var text = ""
    do throws(InputError) {
      let verified = try Verification.report(of: path)
      text = verified.text
      code = verified.code
    } catch {
      StandardError.write("spinsweep: \(error)\n")
    }
    try StandardOutput.write(text)
    return failed == 0 ? code : .somePointsFailed
  }

  private func warnOfDoubtfulPoints() {
    guard let file = try? ResultsFile(path, statusOnly: true), let remarks = try? file.remarks(),
      let first = remarks.first
    else { return }
    let place = file.describe(first.point)
    StandardError.write(
      "spinsweep: warning: \(place.isEmpty ? "" : "\(place): ")\(first.message)\n")
    guard remarks.count > 1 else { return }
    StandardError.write(
      "spinsweep: warning: \(Format.count(remarks.count - 1, "more point")) with a warning; "
        + "`spinsweep status \(path)` lists them\n")
  }

  /// Failed points of the whole file, earlier runs included.
  private func failedPoints() -> Int {
    guard preparation.continues, let reader = try? ResultsReader(path),
      let counts = try? reader.statusCounts()
    else { return outcome.failed }
    return counts[.failed] ?? 0
  }
}
