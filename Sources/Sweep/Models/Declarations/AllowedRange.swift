/// The numbers that a parameter may take, in its declared unit.
public struct AllowedRange: Sendable, Equatable, CustomStringConvertible {
  private let lower: Double?
  private let upper: Double?
  private let lowerIsOpen: Bool
  private let isHalfInteger: Bool

  private init(
    _ lower: Double? = nil, _ upper: Double? = nil, lowerIsOpen: Bool = false,
    isHalfInteger: Bool = false
  ) {
    self.lower = lower
    self.upper = upper
    self.lowerIsOpen = lowerIsOpen
    self.isHalfInteger = isHalfInteger
  }

  /// Every number but infinity and NaN.
  public static let any = AllowedRange()
  /// Above 0.
  public static let positive = AllowedRange(0, lowerIsOpen: true)
  /// 0 and above.
  public static let nonNegative = AllowedRange(0)
  /// 1/2, 1, 3/2, …
  public static let positiveHalfInteger = AllowedRange(0.5, isHalfInteger: true)

  /// From `lower` to `upper`, both allowed, in the parameter's declared unit.
  public static func closed(_ lower: Double, _ upper: Double) -> AllowedRange {
    AllowedRange(lower, upper)
  }

  /// Above `lower` and up to `upper`, in the parameter's declared unit.
  public static func open(above lower: Double, upTo upper: Double) -> AllowedRange {
    AllowedRange(lower, upper, lowerIsOpen: true)
  }

  /// From `lower`, or above it, to `upper`, in the parameter's declared unit; nil for no bound.
  static func bounds(_ lower: Double?, _ upper: Double?, lowerIsOpen: Bool) -> AllowedRange {
    AllowedRange(lower, upper, lowerIsOpen: lowerIsOpen)
  }

  func contains(_ value: Double) -> Bool {
    guard value.isFinite else { return false }
    if let lower, lowerIsOpen ? value <= lower : value < lower { return false }
    if let upper, value > upper { return false }
    return !isHalfInteger || (2 * value).truncatingRemainder(dividingBy: 1) == 0
  }

  /// Whether what lies between two allowed numbers is allowed, too.
  var isContinuous: Bool { !isHalfInteger }

  /// Completes the phrase "must be …".
  public var description: String {
    if isHalfInteger { return "a half-integer (1/2, 1, 3/2, …)" }
    return switch (lower, upper) {
    case (nil, nil): "finite"
    case (let lower?, nil):
      lower == 0
        ? (lowerIsOpen ? "positive" : "zero or positive")
        : "\(lowerIsOpen ? "above" : "at least") \(plain(lower))"
    case (nil, let upper?): "at most \(plain(upper))"
    case (let lower?, let upper?):
      "\(lowerIsOpen ? "above" : "from") \(plain(lower)) "
        + "\(lowerIsOpen ? "and up to" : "to") \(plain(upper))"
    }
  }

  private func plain(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
  }
}
