import Base
import Glibc

/// How progress is shown.
package enum ProgressStyle: String, Sendable, CaseIterable {
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
  // The rate counts from what was done at the first look inside the first point, which may be one
  // that an earlier run had begun.
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

  func count(_ tally: Tally) {
    finished += tally.points
    failed += tally.failed
  }

  /// Shows the state if it is time to.
  ///
  /// - Parameter share: how much is done of the point that this rank computes.
  func update(inWork share: Double) {
    guard style != .none else { return }
    if finished == 0, inWork == 0, share > 0 { (countedFrom, rateStart) = (share, Clock.now()) }
    inWork = share
    let now = Clock.now()
    guard now - lastShown >= interval else { return }
    lastShown = now
    show(now)
  }

  /// Ends the bar's line.
  func finish() {
    guard style == .bar, lastShown > start else { return }
    inWork = 0
    show(Clock.now())
    StandardError.write("\n")
  }

  private func show(_ now: Double) {
    let computed = Double(finished) + inWork - countedFrom
    let line = ProgressLine(
      finished: before + finished, inWork: inWork, failed: failed, total: total,
      rate: max(computed, 0) / max(now - rateStart, 1e-9))
    StandardError.write(style == .bar ? "\r\(line.bar)" : "\(line.plain)\n")
  }
}

/// The state of a sweep as one line of text.
private struct ProgressLine {
  let finished: Int
  /// How much is done of a point that is not finished.
  let inWork: Double
  let failed: Int
  let total: Int
  /// Points a second in this run.
  let rate: Double

  private var fraction: Double { total == 0 ? 1 : (Double(finished) + inWork) / Double(total) }

  var plain: String {
    "\(finished) of \(total) points (\(percent)), \(rateText)\(failedText)\(leftText)"
  }

  var bar: String {
    let width = 30
    let filled = Int(fraction * Double(width))
    let bar =
      String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
    // Spaces at the end wipe what a longer line left.
    return "\(bar) \(percent)  \(finished)/\(total)  \(rateText)\(failedText)\(leftText)        "
  }

  private var percent: String { Format.fixed(100 * fraction, decimals: 1) + " %" }

  private var rateText: String { Format.significant(rate, 3) + " points/s" }

  private var failedText: String { failed == 0 ? "" : ", \(failed) failed" }

  private var leftText: String {
    guard rate > 0, finished < total else { return "" }
    return ", \(Format.duration((Double(total - finished) - inWork) / rate)) left"
  }
}
