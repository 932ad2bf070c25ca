import Units

/// Reads the times that people and job scripts write.
package enum TimeText {
  /// A century in seconds: no run lasts longer, and no sum of such times overflows an integer.
  private static let longest: Double = 36_525 * 86_400

  /// Seconds of `"90 s"`, `"30 min"`, `"2 h"`, `"1:30:00"` or `"1-12:00:00"`, and of a bare number
  /// of seconds; nil if it is none of these or more than a century.
  package static func seconds(_ text: String) -> Double? {
    within(clock(text) ?? unit(text))
  }

  /// Seconds of a time as Slurm reads it, in which a bare number is of minutes: `"90"`, `"90:00"`,
  /// `"1:30:00"`, `"1-12"`; a number with a unit (`"90 s"`, `"8h"`) is what it says. nil if it is
  /// neither, or more than a century.
  package static func slurmSeconds(_ text: String) -> Double? {
    if let minutes = count(text) { return within(60 * minutes) }
    guard text.last?.isLetter ?? false || text.contains(":") || text.contains("-") else {
      return nil
    }
    return seconds(text)
  }

  private static func within(_ seconds: Double?) -> Double? {
    seconds.flatMap { $0 <= longest ? $0 : nil }
  }

  private static func unit(_ text: String) -> Double? {
    for (name, factor) in [("min", 60.0), ("h", 3600), ("d", 86_400)] where text.hasSuffix(name) {
      return Double(text.dropLast(name.count).filter { $0 != " " }).map { $0 * factor }
    }
    return try? Unit.second.value(of: text)
  }

  /// As Slurm reads it: `minutes:seconds`, `hours:minutes:seconds`, and after the days of `days-`
  /// hours, minutes and seconds in this order, as many of them as there are.
  private static func clock(_ text: String) -> Double? {
    var rest = text[...]
    var days: Double?
    if let dash = rest.firstIndex(of: "-"), dash != rest.startIndex {
      days = count(rest[..<dash])
      guard days != nil else { return nil }
      rest = rest[rest.index(after: dash)...]
    }
    let fields = rest.split(separator: ":", omittingEmptySubsequences: false)
    var numbers = fields.compactMap(count)
    guard numbers.count == fields.count else { return nil }
    if days != nil {
      guard (1...3).contains(numbers.count) else { return nil }
      numbers += [Double](repeating: 0, count: 3 - numbers.count)
    } else {
      guard (2...3).contains(numbers.count) else { return nil }
    }
    return numbers.reduce(0) { 60 * $0 + $1 } + 86_400 * (days ?? 0)
  }

  /// A number in nothing but digits.
  private static func count(_ text: some StringProtocol) -> Double? {
    text.utf8.allSatisfy { (48...57).contains($0) } ? Int(text).map(Double.init) : nil
  }
}
