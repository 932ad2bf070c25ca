import Units

/// Reads the times that people and job scripts write.
public enum TimeText {
  /// A century: no run lasts longer, and whoever calculates with it needs not fear for integers.
  private static let longest: Double = 36_525 * 86_400

  /// Seconds of `"90 s"`, `"30 min"`, `"2 h"`, `"1:30:00"`, `"90"` or Slurm's `"1-12:00:00"`; nil if it is
  /// none of these or more than a century.
  public static func seconds(_ text: String) -> Double? {
    guard let seconds = clock(text) ?? unit(text), seconds <= longest else { return nil }
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
    var days = 0.0
    if let dash = rest.firstIndex(of: "-") {
      guard let count = Int(rest[..<dash]) else { return nil }
      days = Double(count)
      rest = rest[rest.index(after: dash)...]
    }
    let parts = rest.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
    guard (2...3).contains(parts.count), parts.allSatisfy({ $0.map { $0 >= 0 } ?? false }) else {
      return nil
    }
    // Two numbers are minutes and seconds.
    let seconds = parts.compactMap { $0 }.reduce(0) { 60 * $0 + Double($1) }
    return seconds + 86_400 * days
  }
}
