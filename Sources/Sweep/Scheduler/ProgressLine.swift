import Base

/// The state of a sweep as one line of text.
struct ProgressLine {
  package let finished: Int
  /// How much is done of a point that is not finished.
  package let inWork: Double
  package let failed: Int
  package let total: Int
  /// Points a second in this run.
  package let rate: Double

  private var fraction: Double { total == 0 ? 1 : (Double(finished) + inWork) / Double(total) }

  package var plain: String {
    "\(finished) of \(total) points (\(percent)), \(rateText)\(failedText)\(leftText)"
  }

  package var bar: String {
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
