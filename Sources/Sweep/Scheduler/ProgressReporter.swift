import Base

/// How progress is shown.
package enum ProgressStyle: String, Sendable, CaseIterable {
  /// A bar on a terminal that can go back in a line, else lines.
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
  /// Characters of the bar that was shown last.
  private var barLength = 0

  /// - Parameters:
  ///   - total: points of the grid.
  ///   - before: points that earlier runs finished.
  init(style: ProgressStyle, total: Int, before: Int) {
    let resolved = style == .auto ? (Terminal.overwritesLines ? ProgressStyle.bar : .lines) : style
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
    guard style == .bar else {
      StandardError.write("\(line.plain)\n")
      return
    }
    // A line that fills the terminal would go on in the next, which no return leads back from.
    let width = Terminal.columns - 1
    let bar = line.bar(width: width)
    // Spaces at the end wipe what a longer line left.
    let rest = String(repeating: " ", count: max(0, min(barLength, width) - bar.count))
    StandardError.writeOverLine(bar + rest)
    barLength = bar.count
  }
}

/// The state of a sweep as one line of text.
package struct ProgressLine {
  private let finished: Int
  private let inWork: Double
  private let failed: Int
  private let total: Int
  private let rate: Double

  /// - Parameters:
  ///   - inWork: how much is done of a point that is not finished.
  ///   - rate: points a second in this run.
  package init(finished: Int, inWork: Double, failed: Int, total: Int, rate: Double) {
    self.finished = finished
    self.inWork = inWork
    self.failed = failed
    self.total = total
    self.rate = rate
  }

  private var fraction: Double { total == 0 ? 1 : (Double(finished) + inWork) / Double(total) }

  var plain: String {
    "\(finished) of \(total) points (\(percent)), \(rateText)\(failedText)\(leftText)"
  }

  /// As much of it as fits into so many columns: the numbers before the bar itself.
  package func bar(width: Int) -> String {
    let numbers = "\(percent)  \(finished)/\(total)  \(rateText)\(failedText)\(leftText)"
    let length = min(30, width - numbers.count - 1)
    guard length >= 5 else { return String(numbers.prefix(max(0, width))) }
    let filled = min(max(0, Int(fraction * Double(length))), length)
    return String(repeating: "█", count: filled) + String(repeating: "░", count: length - filled)
      + " " + numbers
  }

  private var percent: String { Format.fixed(100 * fraction, decimals: 1) + " %" }

  private var rateText: String { Format.significant(rate, 3) + " points/s" }

  private var failedText: String { failed == 0 ? "" : ", \(failed) failed" }

  private var leftText: String {
    guard rate > 0, finished < total else { return "" }
    return ", \(Format.duration((Double(total - finished) - inWork) / rate)) left"
  }
}
