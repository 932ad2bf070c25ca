import Base
import Jobs
import Models
import Numerics
import ResultsStorage

/// Mean, spread and quantiles of a quantity over its samples and repetitions: a row for each place
/// on the other dimensions.
package struct StatisticsTable {
  private let quantity: QuantityLayout
  /// The dimensions that are left.
  private let dimensions: [PlotDimension]
  private let rows: [(index: [Int], statistics: SampleStatistics?)]
  /// Names of the axes that the statistics are over.
  private let axes: [String]

  private static let shares = [0.05, 0.5, 0.95]

  /// - Parameter selections: `AXIS=VALUE[,VALUE…]`: only these values of an axis.
  /// - Throws: `InputError` if there is no such file or quantity, or it has neither a sample nor
  ///   repetitions.
  package init(
    path: String, quantity name: String, at selections: [String]
  ) throws(InputError) {
    let file = try ResultsFile(path)
    let quantity = try file.quantity(named: name)
    self.quantity = quantity
    var all = file.dimensions(of: quantity)
    try all.select(selections, of: name)
    let axes = try Job(text: file.text("job"), path: path).axes.filter(\.isStatistical).map(\.name)
      .filter { axis in all.contains { $0.name == axis } }
    guard file.text(PartLayout.attribute).isEmpty else {
      throw InputError("'\(path)' is a part of a sweep; merge the parts first")
    }
    guard !axes.isEmpty else {
      throw InputError(
        "'\(path)' has neither a sample nor repetitions to make statistics of")
    }
    self.axes = axes
    let values = try QuantityArray(quantity, of: file)
    let kept = all.indices.filter { !axes.contains(all[$0].name) }
    let summed = all.indices.filter { axes.contains(all[$0].name) }
    dimensions = kept.map { all[$0] }
    rows = Self.places(kept.map { all[$0].indices }).map { place in
      var index = all.map { $0.indices[0] }
      for (dimension, value) in zip(kept, place) { index[dimension] = value }
      // One index that moves on, since there may be millions of places.
      var numbers: [Double] = []
      let count = summed.reduce(1) { $0 * all[$1].indices.count }
      numbers.reserveCapacity(count)
      for position in 0..<count {
        var rest = position
        for dimension in summed.reversed() {
          let (quotient, place) = rest.quotientAndRemainder(
            dividingBy: all[dimension].indices.count)
          rest = quotient
          index[dimension] = all[dimension].indices[place]
        }
        numbers.append(values[index])
      }
      return (place, SampleStatistics(numbers))
    }
  }

  /// All places on dimensions with these indices, the last one fastest.
  private static func places(_ indices: [[Int]]) -> [[Int]] {
    indices.reduce([[]]) { places, indices in
      places.flatMap { place in indices.map { place + [$0] } }
    }
  }

  /// The numbers of a row.
  private static func numbers(_ statistics: SampleStatistics?) -> [Double] {
    guard let statistics else { return [Double](repeating: .nan, count: 2 + shares.count) }
    return [statistics.mean, statistics.standardDeviation] + shares.map(statistics.quantile)
  }

  private static let names = ["mean", "standard_deviation", "quantile_5", "median", "quantile_95"]

  /// The table for people, or with every digit for programs.
  package func text(asCSV: Bool) -> String {
    let columns = dimensions.flatMap { dimension in
      dimension.columns.map { $0.unit == "1" ? $0.name : "\($0.name) [\($0.unit)]" }
    }
    let unit = quantity.unit == "1" ? "" : " [\(quantity.unit)]"
    let header = columns + ["values"] + Self.names.map { $0 + unit }
    let lines = rows.map { place, statistics in
      zip(dimensions, place).flatMap { dimension, index in
        dimension.columns.map { $0.bareText(at: index, digits: asCSV ? nil : 12) }
      } + ["\(statistics?.count ?? 0)"]
        + Self.numbers(statistics).map { asCSV ? Format.plain($0) : Format.significant($0, 6) }
    }
    if asCSV { return ([header] + lines).map { $0.joined(separator: ",") + "\n" }.joined() }
    return "\(quantity.name) over \(axes.joined(separator: " and "))\n\n"
      + TextTable.aligned([header] + lines, rightAligned: Set(header.indices))
  }

  /// For programs.
  package var json: JSONValue {
    [
      "quantity": .text(quantity.name), "unit": .text(quantity.unit),
      "over": .list(axes.map(JSONValue.text)),
      "rows": .list(
        rows.map { place, statistics in
          let coordinates = zip(dimensions, place).flatMap { dimension, index in
            dimension.columns.map { column in
              (
                name: column.name,
                value: column.labels == nil
                  ? JSONValue.number(column.values[index]) : .text(column.bareText(at: index))
              )
            }
          }
          let numbers = zip(Self.names, Self.numbers(statistics)).map {
            (name: $0, value: JSONValue.number($1))
          }
          return .object(
            coordinates + [(name: "values", value: .integer(statistics?.count ?? 0))] + numbers)
        }),
    ]
  }
}

extension Job.AxisRequest {
  /// Whether the values along the axis are a sample of something: numbers over it have a mean.
  fileprivate var isStatistical: Bool {
    switch values {
    case .sample, .repeats: true
    case .list, .range: false
    }
  }
}
