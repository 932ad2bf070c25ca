import Jobs
import ResultsStorage
import Units

/// Coordinates as text with their unit, or by label.
protocol LabelledCoordinate {
  var unit: String { get }
  var values: [Double] { get }
  var labels: [String]? { get }
}

extension DimensionLayout: LabelledCoordinate {}
extension AuxiliaryCoordinate: LabelledCoordinate {}

extension LabelledCoordinate {
  /// The value at an index without its unit.
  func bareText(at index: Int) -> String {
    let value = values[index]
    if let labels, let number = Int(exactly: value), labels.indices.contains(number) {
      return labels[number]
    }
    return "\(value)"
  }

  package func text(at index: Int) -> String {
    bareText(at: index) + (unit == "1" ? "" : " \(unit)")
  }

  /// Where a coordinate called `name` has the value that the user typed: at least one index.
  ///
  /// - Throws: `InputError` for what is no value of it, with the nearest.
  package func indices(
    of text: String, named name: String, at location: SourceLocation
  ) throws(InputError) -> [Int] {
    if let label = labels?.firstIndex(of: text) {
      let found = values.indices.filter { values[$0] == Double(label) }
      if !found.isEmpty { return found }
    }
    guard let value = try? Unit(unit).value(of: text) else {
      guard let labels else {
        throw InputError("'\(name)' must be a number in \(unit), not '\(text)'", at: location)
      }
      throw InputError(
        "'\(name)' has no value '\(text)' (it has \(labels.joined(separator: ", ")))"
          + NearestName.suggestion(for: text, among: labels), at: location)
    }
    let scale = values.reduce(0) { max($0, abs($1)) }
    // Coordinates typed to nine digits mean the grid's value.
    let found = values.indices.filter { abs(values[$0] - value) <= 1e-9 * scale }
    guard !found.isEmpty else {
      let nearest = values.min { abs($0 - value) < abs($1 - value) } ?? .nan
      throw InputError("'\(name)' has no value \(value); the nearest is \(nearest)", at: location)
    }
    return found
  }
}
