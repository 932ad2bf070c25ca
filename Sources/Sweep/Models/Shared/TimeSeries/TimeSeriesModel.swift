import Teams

/// A model whose quantities are measured at saved times and declared as `TimeSeries`.
protocol TimeSeriesModel: Model where Outcome: RecordedOutcome {
  /// What is known of a point at one saved time: all that a series is measured from.
  associatedtype Moment
  /// What may be left out of a moment if no quantity that is asked for needs it.
  associatedtype Work: OptionSet & Sendable = NoWork

  /// The series in the order in which they are listed and saved.
  static var series: [TimeSeries<Self>] { get }
  var savedTimes: SavedTimes { get }
  /// Dimensions that all series have before the time, such as which of several runs; none by
  /// default.
  static var repetitions: [String] { get }
  /// How often the saved times are gone through, for all of them.
  var repetitionCount: Int { get }
  /// What the quantities that are asked for need; `select(quantities:)` sets it.
  var work: Work { get set }
}

/// The outcome of a point with a record over time.
protocol RecordedOutcome {
  var record: TimeRecord { get }
}

/// Nothing can be left out: a moment is always the same work.
struct NoWork: OptionSet, Sendable {
  let rawValue: UInt8
}

extension TimeSeriesModel where Work == NoWork {
  var work: NoWork {
    get { [] }
    set {}
  }
}

extension TimeSeriesModel {
  static var repetitions: [String] { [] }
  var repetitionCount: Int { 1 }

  /// The quantities of all series.
  static var seriesQuantities: [Quantity<Outcome>] {
    series.enumerated().map { $1.quantity(from: $0) }
  }

  /// The quantities of the standard errors of all series that have some.
  static var standardErrors: [Quantity<Outcome>] {
    series.enumerated().compactMap { $1.errorQuantity(from: $0) }
  }

  /// What some quantities need; nil for all.
  static func work(for quantities: Set<String>?) -> Work {
    series.filter { $0.isWanted(among: quantities) }.reduce(into: []) { $0.formUnion($1.needs) }
  }

  mutating func select(quantities: Set<String>?) { work = Self.work(for: quantities) }

  /// Numbers that each series has at a saved time, measured or not.
  private var sizes: [Int] {
    let lengths = dimensions.reduce(into: [:]) { $0[$1.name] = $1.values.count }
    return Self.series.map { $0.dimensions.reduce(1) { $0 * (lengths[$1] ?? 0) } }
  }

  /// The same without what takes work that is not done. What takes none is always measured.
  var measuredSizes: [Int] {
    zip(Self.series, sizes).map { work.isSuperset(of: $0.needs) ? $1 : 0 }
  }

  /// Bytes of a point's record at all saved times, twice that many with standard errors. While it
  /// grows, its arrays may take twice as much.
  ///
  /// - Parameter spare: Numbers of a saved time that are counted besides, so that estimates err on
  ///   the safe side.
  func recordBytes(spare: Int, withErrors: Bool = false) -> Int {
    let numbers =
      savedTimes.values.count * repetitionCount * (sizes.reduce(0, +) + spare)
    return MemoryLayout<Double>.stride * numbers * (withErrors ? 2 : 1)
  }
}
