/// A decimal number as text, so that a power of ten can be applied before the one rounding to
/// binary.
struct DecimalNumber {
  private let digits: String
  private let exponent: Int

  /// nil unless `text` is a finite decimal number; `_` between digits is allowed, as in TOML. No
  /// double has an exponent of more than four digits.
  init?(_ text: String) {
    let plain = text.filter { $0 != "_" }
    guard let value = Double(plain), value.isFinite, plain.contains(where: \.isNumber) else {
      return nil
    }
    let parts = plain.split(separator: "e", omittingEmptySubsequences: false)
      .flatMap { $0.split(separator: "E", omittingEmptySubsequences: false) }
    digits = String(parts[0])
    guard parts.count > 1 else {
      exponent = 0
      return
    }
    guard let exponent = Int(parts[1]), (-9999...9999).contains(exponent) else { return nil }
    self.exponent = exponent
  }

  /// The double nearest to this number times 10^`power`.
  func shifted(by power: Int) -> Double {
    Double("\(digits)e\(exponent + power)") ?? .nan
  }
}
