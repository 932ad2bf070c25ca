import Teams

/// What has been measured at the saved times so far, one array a series.
struct TimeRecord: Sendable {
  /// The values of each series, time after time.
  private(set) var values: [[Double]]
  /// The standard errors of all values; nil if they are exact.
  private(set) var standardErrors: [[Double]]?
  /// The names of the series, so that a saved record is not taken for one of others.
  private let names: String
  /// Numbers that each series has at a saved time.
  private let sizes: [Int]

  /// Nothing yet.
  init<M: TimeSeriesModel>(of model: M) {
    names = M.series.map(\.name).joined(separator: " ")
    sizes = model.measuredSizes
    values = sizes.map { _ in [] }
  }

  /// What all series say of a moment, one after another.
  ///
  /// - Throws: What their measuring throws; `EvaluationError.failed` if one has another number of
  ///   values than its dimensions.
  func measure<M: TimeSeriesModel>(
    _ moment: M.Moment, of model: M.Type
  ) throws(EvaluationError) -> [Double] {
    var numbers: [Double] = []
    for (series, size) in zip(M.series, sizes) where size > 0 {
      let values = try series.measure(moment) ?? []
      guard values.count == size else {
        throw .failed("'\(series.name)' came out with \(values.count) numbers instead of \(size)")
      }
      numbers += values
    }
    return numbers
  }

  /// Appends the numbers that `measure` gave for the next time, with their standard errors if they
  /// have any.
  mutating func append(_ numbers: [Double], standardErrors errors: [Double]? = nil) {
    add(numbers, to: &values)
    guard let errors else { return }
    var known = standardErrors ?? sizes.map { _ in [] }
    add(errors, to: &known)
    standardErrors = known
  }

  private func add(_ numbers: [Double], to arrays: inout [[Double]]) {
    var rest = numbers[...]
    for (index, size) in sizes.enumerated() {
      arrays[index] += rest.prefix(size)
      rest = rest.dropFirst(size)
    }
  }

  func save(to sink: any RestartSink) {
    sink.append(array: Array(names.utf8))
    sink.append(standardErrors == nil ? 0 : 1)
    for array in values + (standardErrors ?? []) { sink.append(array: array) }
  }

  /// The record that was saved; nil if it is not one of the first `times` saved times of this
  /// model.
  init?<M: TimeSeriesModel>(_ source: any RestartSource, of model: M, times: Int) {
    self.init(of: model)
    guard source.readArray(of: UInt8.self) == Array(names.utf8), let twins = source.read(Int.self)
    else { return nil }
    func read() -> [[Double]]? {
      var arrays: [[Double]] = []
      for size in sizes {
        guard let array = source.readArray(of: Double.self), array.count == size * times else {
          return nil
        }
        arrays.append(array)
      }
      return arrays
    }
    guard let values = read() else { return nil }
    self.values = values
    guard twins != 0 else { return }
    guard let errors = read() else { return nil }
    standardErrors = errors
  }
}
