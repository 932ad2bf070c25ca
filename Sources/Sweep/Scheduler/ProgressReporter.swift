import Base
import Glibc

/// How progress is shown.
public enum ProgressStyle: String, Sendable, CaseIterable {
  /// A bar on a terminal, else lines.
  case auto
  case bar
  /// A line every 30 s.
  case lines
  case none
}

/// Tells the user, on standard error, how far a sweep is.
final class ProgressReporter {
  private let style: ProgressStyle
  private let total: Int
  private let interval: Double
  private let start = Clock.now()
  private var lastShown: Double
  /// Points that were finished before this run.
  private let before: Int
  private(set) var finished = 0
  private(set) var failed = 0
  /// How much is done of the point in work.
  private var inWork = 0.0
  // The rate counts from what was done at the first look inside the first point, which may be one that an
  // earlier run had begun.
  private var countedFrom = 0.0
  private var rateStart: Double

  /// - Parameters:
  ///   - total: points of the grid.
  ///   - before: points that earlier runs finished.
  init(style: ProgressStyle, total: Int, before: Int) {
    let resolved =
      style == .auto ? (isatty(STDERR_FILENO) == 1 ? ProgressStyle.bar : .lines) : style
    self.style = resolved
    self.total = total
    self.before = before
    interval = resolved == .bar ? 0.2 : 30
    lastShown = start
    rateStart = start
  }

  package func count(_ tally: Tally) {
    finished += tally.points
    failed += tally.failed
  }

  /// Shows the state if it is time to.
  ///
  /// - Parameter share: how much is done of the point that this rank computes.
  package func update(inWork share: Double) {
    guard style != .none else { return }
    if finished == 0, inWork == 0, share > 0 { (countedFrom, rateStart) = (share, Clock.now()) }
    inWork = share
    let now = Clock.now()
    guard now - lastShown >= interval else { return }
    lastShown = now
    show(now)
  }

  /// Ends the bar's line.
  package func finish() {
    guard style == .bar, lastShown > start else { return }
    inWork = 0
    show(Clock.now())
    write("\n")
  }

  private func show(_ now: Double) {
    let computed = Double(finished) + inWork - countedFrom
    let line = ProgressLine(
      finished: before + finished, inWork: inWork, failed: failed, total: total,
      rate: max(computed, 0) / max(now - rateStart, 1e-9))
    write(style == .bar ? "\r\(line.bar)" : "\(line.plain)\n")
  }

  private func write(_ text: String) {
    StandardError.write(text)
  }
}
