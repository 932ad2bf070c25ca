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
  }

  func count(_ tally: Tally) {
    finished += tally.points
    failed += tally.failed
  }

  /// Shows the state if it is time to.
  func update() {
    guard style != .none else { return }
    let now = Clock.now()
    guard now - lastShown >= interval else { return }
    lastShown = now
    show(now)
  }

  /// Ends the bar's line.
  func finish() {
    guard style == .bar, lastShown > start else { return }
    show(Clock.now())
    write("\n")
  }

  private func show(_ now: Double) {
    let line = ProgressLine(
      finished: before + finished, failed: failed, total: total,
      rate: Double(finished) / max(now - start, 1e-9))
    write(style == .bar ? "\r\(line.bar)" : "\(line.plain)\n")
  }

  private func write(_ text: String) {
    StandardError.write(text)
  }
}
