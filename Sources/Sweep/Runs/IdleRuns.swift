import Base
import Glibc
import Jobs
import Models
import ResultsStorage

/// How many runs in a row have brought a sweep no further, in a file beside the results:
/// `FILE.idle-runs`, a line each. So that job scripts, which start a sweep again and again, come to
/// an end where no start can get anywhere.
///
/// A line says how far the sweep was when a run began. Runs that were killed count like those that
/// were stopped.
package struct IdleRuns {
  private let results: String
  private let most: Int
  /// How far the sweep was at the start of this run.
  private let line: String

  /// Looks how far a sweep is.
  ///
  /// - Parameters:
  ///   - results: path of the results file, there or not.
  ///   - most: runs in a row without progress after which to give up.
  package init(of results: String, most: Int) {
    self.results = results
    self.most = most
    // A job of Slurm that is submitted anew has its chance; when it is requeued it is the same job.
    let job = getenv("SLURM_JOB_ID").map { String(cString: $0) } ?? "-"
    line = "\(job) \(Self.state(of: results))"
  }

  /// The same for a run that was stopped while it was still reading its job.
  ///
  /// - Returns: nil unless the request limits idle runs and has a job that can be read.
  init?(of request: RunRequest) {
    guard let most = request.mostIdleRuns, let path = request.likelyPath else { return nil }
    self.init(of: path, most: most)
  }

  /// Notes that a run begins, unless there have been too many.
  ///
  /// - Returns: whether there have; the sentence about it is printed then.
  package func begin() -> Bool {
    let earlier = notes
    guard earlier.count < most else { return giveUp() }
    write(earlier + [line])
    return false
  }

  /// Takes back what `begin()` noted, for a run that could not open its file.
  func withdraw() { write(notes.dropLast()) }

  private func write(_ notes: [String]) {
    guard !notes.isEmpty else { return Self.forget(of: results) }
    let text = notes.map { $0 + "\n" }.joined()
    // What cannot be noted is not counted: the sweep itself is worth more.
    try? SmallFile.write(Array(text.utf8), to: Self.path(of: results), replacing: true)
  }

  /// The same at the end of a run that was stopped and has finished no point.
  package func end() -> Bool {
    guard notes.count >= most, line.hasSuffix(" \(Self.state(of: results))") else { return false }
    return giveUp()
  }

  /// Forgets the runs of a sweep that is done.
  package static func forget(of results: String) { unlink(path(of: results)) }

  private func giveUp() -> Bool {
    Self.forget(of: results)
    StandardError.write(
      "spinsweep: \(Format.count(most, "run")) in a row finished no point and saved no state "
        + "inside one; given up: a run needs more time, or points that take less\n")
    return true
  }

  /// The runs just before this one that began where it begins.
  private var notes: [String] {
    let lines = SmallFile.text(Self.path(of: results)).split(separator: "\n").map(String.init)
    return lines.reversed().prefix { $0 == line }
  }

  private static func path(of results: String) -> String { results + ".idle-runs" }

  /// Finished points, and when a state inside a point was saved last.
  private static func state(of results: String) -> String {
    let counts = access(results, F_OK) == 0 ? try? ResultsReader(results).statusCounts() : nil
    let finished = (counts?[.done] ?? 0) + (counts?[.failed] ?? 0)
    return "\(finished) \(RestartFiles.newestSave(of: results))"
  }
}
