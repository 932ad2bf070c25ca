import Physics

/// Reads the times that job scripts use.
enum TimeLimit {
  /// Seconds of `"90"`, `"90 s"`, `"30 min"`, `"2 h"`, `"1:30:00"`, or Slurm's `"1-12:00:00"`.
  static func read(
    _ text: String, option: String = "--time-limit"
  ) throws(CommandError) -> Double {
    let seconds = clock(text) ?? unit(text)
    guard let seconds, seconds > 0, seconds.isFinite else {
      throw .input(
        "\(option) must be a time such as \"90 s\", \"30 min\", \"2 h\" or 1:30:00, not '\(text)'"
      )
    }
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
    let numbers = parts.compactMap { $0 }
    // Two numbers are minutes and seconds.
    let seconds = numbers.reduce(0) { 60 * $0 + $1 }
    return Double(seconds + 86_400 * days)
  }
}
