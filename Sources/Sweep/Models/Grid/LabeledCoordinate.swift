import Base
import Jobs
import ResultsStorage
import Units

/// Coordinates as text with their unit, or by label.
package protocol LabeledCoordinate {
  /// Symbol of the unit of the values.
  var unit: String { get }
  var values: [Double] { get }
  /// What the values 0, 1, 2… stand for, where they are not numbers.
  var labels: [String]? { get }
}

/// A coordinate as a file has it.
package protocol StoredCoordinate: LabeledCoordinate {
  var longName: String { get }
  var comment: String { get }
}

extension StoredCoordinate {
  /// What stands beside an axis; nil in files of before labels, whose `long_name` is a sentence.
  package var axisLabel: String? { comment.isEmpty ? nil : longName }
}

extension DimensionLayout: StoredCoordinate {}
extension AuxiliaryCoordinate: StoredCoordinate {}

extension LabeledCoordinate {
  /// The value at an index without its unit.
  ///
  /// - Parameter digits: Significant digits of a number; nil for as many as tell it from others.
  package func bareText(at index: Int, digits: Int? = nil) -> String {
    let value = values[index]
    if let labels, let number = Int(exactly: value), labels.indices.contains(number) {
      return labels[number]
    }
    return digits.map { Format.significant(value, $0) } ?? Format.plain(value)
  }

  /// The value at an index with its unit, or its label.
  package func text(at index: Int) -> String {
    bareText(at: index) + (unit == "1" ? "" : " \(unit)")
  }

  /// Where a label stands; nowhere if it is none.
  package func indices(of label: String) -> [Int] {
    guard let number = labels?.firstIndex(of: label) else { return [] }
    return values.indices.filter { values[$0] == Double(number) }
  }

  /// Where a value stands that was typed, to nine digits at least.
  package func indices(near value: Double) -> [Int] {
    let scale = values.reduce(0) { max($0, abs($1)) }
    return values.indices.filter { abs(values[$0] - value) <= 1e-9 * scale }
  }

  /// The sentence for a value that stands nowhere.
  package func missing(
    _ value: Double, of name: String, at location: SourceLocation
  ) -> InputError {
    let nearest = values.min { abs($0 - value) < abs($1 - value) } ?? .nan
    return InputError("'\(name)' has no value \(value); the nearest is \(nearest)", at: location)
  }

  /// Where a coordinate called `name` has the value that the user typed: at least one index.
  ///
  /// - Throws: `InputError` for what is no value of it, with the nearest.
  package func indices(
    of text: String, named name: String, at location: SourceLocation
  ) throws(InputError) -> [Int] {
    let labeled = indices(of: text)
    if !labeled.isEmpty { return labeled }
    guard let value = try? Unit(unit).value(of: text) else {
      guard let labels else {
        throw InputError("'\(name)' must be a number in \(unit), not '\(text)'", at: location)
      }
      throw InputError(
        "'\(name)' has no value '\(text)' (it has \(labels.joined(separator: ", ")))"
          + NearestName.suggestion(for: text, among: labels), at: location)
    }
    let found = indices(near: value)
    guard !found.isEmpty else { throw missing(value, of: name, at: location) }
    return found
  }
}
