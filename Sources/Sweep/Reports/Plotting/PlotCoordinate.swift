import Base
import Models
import ResultsStorage

/// Numbers along one dimension that a picture can be drawn over.
package struct PlotCoordinate: LabeledCoordinate, Sendable, Equatable {
  package let name: String
  package let unit: String
  package let values: [Double]
  /// What the values 0, 1, 2… stand for, where they are not numbers.
  package let labels: [String]?
  /// What stands beside the axis or above the list of curves: the name, or those of the parameters
  /// that an index stands for.
  let heading: String

  package init(
    name: String, unit: String, values: [Double], labels: [String]? = nil, heading: String? = nil
  ) {
    self.name = name
    self.unit = unit
    self.values = values
    self.labels = labels
    self.heading = heading ?? GnuplotText.words(name)
  }

  init(_ name: String, _ column: some StoredCoordinate) {
    self.init(
      name: name, unit: column.unit, values: column.values, labels: column.labels,
      heading: column.axisLabel)
  }

  /// Whether the values are spaced by ratios rather than by differences.
  package var isLogarithmic: Bool {
    guard labels == nil, values.count >= 3 else { return false }
    let sorted = values.sorted()
    guard let first = sorted.first, let last = sorted.last, first > 0, last >= 10 * first else {
      return false
    }
    let steps = zip(sorted, sorted.dropFirst()).map { $1 - $0 }
    let ratios = zip(sorted, sorted.dropFirst()).map { $1 / $0 - 1 }
    return Self.spread(ratios) < Self.spread(steps)
  }

  private static func spread(_ steps: [Double]) -> Double {
    (steps.max() ?? 1) / (steps.min() ?? 1)
  }

  package var scale: UnitScale {
    UnitScale(unit: unit, values: values, isLogarithmic: isLogarithmic)
  }

  /// The value at an index without its unit, in words where it has them.
  package func text(at index: Int, _ scale: UnitScale) -> String {
    labels == nil ? Format.significant(scale.drawn(values[index]), 6) : bareText(at: index)
  }

  /// Name and value at an index: `temperature = 4 K`.
  package func description(at index: Int) -> String {
    "\(GnuplotText.words(name)) = \(valueWithUnit(at: index))"
  }

  /// The value at an index, with the prefix that suits it.
  func valueWithUnit(at index: Int) -> String {
    let scale = UnitScale(unit: unit, magnitude: abs(values[index]))
    let power = scale.factorExponent == 0 || labels != nil ? "" : "e\(scale.factorExponent)"
    let unit = scale.unit.isEmpty || labels != nil ? "" : " \(scale.unit)"
    return "\(text(at: index, scale))\(power)\(unit)"
  }
}

/// One dimension of a quantity with its coordinates: one, or an index and the parameters that move
/// along it.
package struct PlotDimension: Sendable, Equatable {
  package let name: String
  package internal(set) var coordinates: [PlotCoordinate]
  /// The indices that are drawn.
  package var indices: [Int]
  /// Whether the first coordinate is an index of parameters that move together.
  private(set) var isCoupled = false

  package init(name: String, coordinates: [PlotCoordinate]) {
    self.name = name
    self.coordinates = coordinates
    indices = Array(coordinates.first?.values.indices ?? 0..<0)
  }

  package init(_ layout: DimensionLayout) {
    let columns = layout.auxiliary.map { PlotCoordinate($0.name, $0) }
    guard !columns.isEmpty else {
      self.init(name: layout.name, coordinates: [PlotCoordinate(layout.name, layout)])
      return
    }
    let index = PlotCoordinate(name: layout.name, unit: "1", values: layout.values)
    self.init(name: layout.name, coordinates: [index] + columns)
    isCoupled = true
    coordinates[0] = column(0, at: indices)
  }

  /// A coordinate with the values at some indices only. Where it counts parameters that move
  /// together, its labels are the values of those that differ there.
  func column(_ number: Int, at chosen: [Int]) -> PlotCoordinate {
    let whole = coordinates[number]
    var (labels, heading) = (whole.labels, whole.heading)
    if isCoupled, number == 0 {
      let parameters = coordinates.dropFirst()
      let differing = parameters.filter { parameter in
        chosen.contains { parameter.values[$0] != parameter.values[chosen[0]] }
      }
      let named = differing.isEmpty ? Array(parameters) : differing
      labels = whole.values.indices.map { index in
        named.map { $0.valueWithUnit(at: index) }.joined(separator: ", ")
      }
      heading = named.map(\.heading).joined(separator: ", ")
    }
    return PlotCoordinate(
      name: whole.name, unit: whole.unit, values: chosen.map { whole.values[$0] }, labels: labels,
      heading: heading)
  }

  /// The place of an index in words.
  package func description(at index: Int) -> String {
    (isCoupled ? coordinates.dropFirst() : coordinates.prefix(1))
      .map { $0.description(at: index) }.joined(separator: ", ")
  }
}
