import Units

/// The times at which time series are measured: equally spaced, the first 0 and the last the end.
struct SavedTimes: Sendable {
  /// In fs.
  var end: Double
  /// How many, if the end is not 0.
  var count: Int

  /// The times in fs; one if the end is 0.
  var values: [Double] {
    guard end > 0 else { return [0] }
    return (0..<count).map {
      $0 == count - 1 ? end : end * Double($0) / Double(count - 1)
    }
  }

  /// - Parameter source: Of the time that is followed.
  static func parameters(source: String) -> [Parameter<SavedTimes>] {
    [
      .number(
        "end_time", \.end, unit: .femtosecond, .nonNegative, "time that is followed",
        source: source),
      .integer(
        "times", \.count, 2...1_000_000,
        "number of saved times, from 0 to the end (one if the end is 0)", source: "output"
      ).bookkeeping(),
    ]
  }

  /// - Parameter meaning: What the time is counted from.
  func dimension(_ meaning: String) -> OwnDimension {
    OwnDimension("time", unit: .femtosecond, meaning, values: values)
  }
}
