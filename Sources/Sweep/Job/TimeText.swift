import Physics

/// Reads the times that people and job scripts write.
public enum TimeText {
  /// Seconds of `"90 s"`, `"30 min"`, `"2 h"`, `"1:30:00"`, `"90"` or Slurm's `"1-12:00:00"`; nil if it is
  /// none of these.
  public static func seconds(_ text: String) -> Double? {
    guard let seconds = clock(text) ?? unit(text), seconds.isFinite else { return nil }
    return seconds
  }

  private static func unit(_ text: String) -> Double? {
    for (name, factor) in [("min", 60.0), ("h", 3600), ("d", 86_400)] where text.hasSuffix(name) {
      return Double(text.dropLast(name.count).filter { $0 != " " }).map { $0 * factor }
    }
    return try? Unit.second.value(of: text)
  }

  private static func clock(_ text: String) -> Double? {
    var rest = text[...]
    var days = 0
    if let dash = rest.firstIndex(of: "-") {
      guard let count = Int(rest[..<dash]) else { return nil }
      days = count
      rest = rest[rest.index(after: dash)...]
    }
    let parts = rest.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
    guard (2...3).contains(parts.count), parts.allSatisfy({ $0.map { $0 >= 0 } ?? false }) else {
      return nil
    }
    // Two numbers are minutes and seconds.
    let seconds = parts.compactMap { $0 }.reduce(0) { 60 * $0 + $1 }
    return Double(seconds + 86_400 * days)
  }
}
