import Teams
import Units

/// A quantity with a value at each saved time: its name and meaning, what it needs, how it is
/// measured and whether it has an error bar.
///
/// Everything else follows from a model's list of these: the quantities of the result file, what
/// has to be computed for those that are asked for, what a point keeps, how much memory that takes,
/// and what is saved inside a point.
struct TimeSeries<M: TimeSeriesModel>: Sendable {
  /// Values of a moment, or nil where what they need has not been computed.
  typealias Measure<Value> = @Sendable (M.Moment) throws(EvaluationError) -> Value?

  let name: String
  let unit: Unit
  /// Names of its dimensions besides time, slowest first.
  private(set) var dimensions: [String]
  /// One line for listings and labels.
  let meaning: String
  /// Paper and equation or section.
  let source: String
  /// What has to be computed at each saved time so that it can be measured.
  let needs: M.Work
  /// Its values at a saved time, in row-major order of `dimensions`.
  let measure: Measure<[Double]>
  /// Where it does not exist and is NaN, as `Quantity` has it; nil if it always exists.
  let undefinedWhere: String?
  /// How its standard error comes about; nil if the file has none.
  private var standardError: (zeroWhere: String, source: String)?

  /// One number at each saved time.
  ///
  /// - Parameters:
  ///   - name: In job and result files.
  ///   - unit: Of the value that `measure` gives.
  ///   - meaning: One line for listings and labels.
  ///   - source: Paper and equation or section.
  ///   - needs: What has to be computed for it, besides what every moment has.
  ///   - undefinedWhere: Completes the phrase "NaN where …"; without it NaN makes the point fail.
  ///   - measure: The number at a saved time.
  static func number(
    _ name: String, unit: Unit, _ meaning: String, source: String, needs: M.Work = [],
    undefinedWhere: String? = nil, _ measure: @escaping Measure<Double>
  ) -> Self {
    .array(
      name, unit: unit, [], meaning, source: source, needs: needs, undefinedWhere: undefinedWhere
    ) { moment throws(EvaluationError) in
      try measure(moment).map { [$0] }
    }
  }

  /// Several numbers at each saved time, in row-major order of `dimensions`.
  static func array(
    _ name: String, unit: Unit, _ dimensions: [String], _ meaning: String, source: String,
    needs: M.Work = [], undefinedWhere: String? = nil, _ measure: @escaping Measure<[Double]>
  ) -> Self {
    Self(
      name: name, unit: unit, dimensions: dimensions, meaning: meaning, source: source,
      needs: needs, measure: measure, undefinedWhere: undefinedWhere)
  }

  /// The same series with its standard error as a quantity of its own, `NAME_error`.
  ///
  /// - Parameters:
  ///   - zeroWhere: Completes the phrase "0 …": where the series is exact.
  ///   - source: How the standard error is computed.
  func withStandardError(zeroWhere: String, source: String) -> Self {
    var series = self
    series.standardError = (zeroWhere, source)
    return series
  }

  /// The same series with a further dimension, of one value or none: it exists where that does.
  func existing(with dimension: String) -> Self {
    var series = self
    series.dimensions.append(dimension)
    return series
  }

  private var errorName: String { "\(name)_error" }

  /// Whether one of the quantities that come from the series is among those; nil are all.
  func isWanted(among quantities: Set<String>?) -> Bool {
    guard let quantities else { return true }
    return quantities.contains(name) || standardError != nil && quantities.contains(errorName)
  }

  /// The quantity of the result file, from the given array of a record.
  func quantity(from index: Int) -> Quantity<M.Outcome> {
    .array(
      name, unit: unit, M.repetitions + ["time"] + dimensions, meaning, source: source,
      undefinedWhere: undefinedWhere
    ) { $0.record.values[index] }
  }

  /// The quantity of its standard error; nil if it has none.
  func errorQuantity(from index: Int) -> Quantity<M.Outcome>? {
    guard let standardError else { return nil }
    return .array(
      errorName, unit: unit, M.repetitions + ["time"] + dimensions,
      "standard error of '\(name)'; 0 \(standardError.zeroWhere)", source: standardError.source,
      undefinedWhere: undefinedWhere
    ) { outcome in
      outcome.record.standardErrors?[index] ?? outcome.record.values[index].map { _ in 0 }
    }
  }
}
