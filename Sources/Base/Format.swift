import Glibc

/// Numbers for people.
public enum Format {
  /// Every digit of `value`, as Swift prints it, but for what is not a number: its sign, which
  /// processors give as they like, says nothing.
  public static func plain(_ value: Double) -> String { value.isNaN ? "nan" : "\(value)" }

  /// `value` with that many digits after the point: `-0.50`; numbers too large for that as Swift
  /// prints them. In the unit of `value`.
  public static func fixed(_ value: Double, decimals: Int) -> String {
    guard value.isFinite, abs(value) < 1e15 else { return "\(value)" }
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    let scaled = Int((abs(value) * scale).rounded())
    let (whole, part) = scaled.quotientAndRemainder(dividingBy: Int(scale))
    let sign = value < 0 && scaled > 0 ? "-" : ""
    guard decimals > 0 else { return "\(sign)\(whole)" }
    let digits = "\(part)"
    return "\(sign)\(whole)." + String(repeating: "0", count: decimals - digits.count) + digits
  }

  /// `value` with that many significant digits, as %g prints it. In the unit of `value`.
  public static func significant(_ value: Double, _ digits: Int) -> String {
    if value.isNaN { return "nan" }
    return unsafe withVaList([Int32(digits), value]) { arguments in
      var buffer = [CChar](repeating: 0, count: 64)
      let length = unsafe vsnprintf(&buffer, buffer.count, "%.*g", arguments)
      return String(
        decoding: buffer.prefix(Int(length)).map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
  }

  /// A number of things: `1 file`, `2 files`.
  public static func count(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }

  /// Seconds as `1.2 s`, `3 min 20 s`, `5 h 12 min` or `2 d 3 h`.
  public static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds < 1e12 else { return "unknown time" }
    if seconds < 59.95 { return significant(max(seconds, 0), seconds < 10 ? 2 : 3) + " s" }
    let whole = Int(seconds.rounded())
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
    if whole < 86_400 { return "\(whole / 3600) h \(whole % 3600 / 60) min" }
    return "\(whole / 86_400) d \(whole % 86_400 / 3600) h"
  }

  /// Bytes as `12 B`, `1.5 MB` (powers of ten, as disks are sold).
  public static func bytes(_ count: Int) -> String {
    var value = Double(count)
    for unit in ["B", "kB", "MB", "GB"] {
      if value < 1000 { return "\(significant(value, 3)) \(unit)" }
      value /= 1000
    }
    return "\(significant(value, 3)) TB"
  }
}
