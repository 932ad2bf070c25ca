import Base
import Jobs
import Macrospins
import QuantumChains
import ResultsStorage
import Teams
import Units

/// Resolves `[[expect]]` tables to places in the result file.
struct ExpectationReader {
  package let axes: [DimensionLayout]
  package let dimensions: [OwnDimension]
  package let quantities: [(name: String, unit: Unit, dimensions: [String])]
  let axisUnits: [String: Unit]
  /// Axes and dimensions that `--set` may have changed: what is expected at values that they no longer
  /// have is left out.
  let overridden: Set<String>

  /// - Returns: the expectation; nil if its point has left the grid by an override.
  package func read(_ request: Job.ExpectationRequest) throws(InputError) -> Expectation? {
    guard let quantity = quantities.first(where: { $0.name == request.quantity }) else {
      throw InputError(
        "unknown quantity '\(request.quantity)' in [[expect]]"
          + NearestName.suggestion(for: request.quantity, among: quantities.map(\.name)),
        at: request.location)
    }
    let places =
      axes.map {
        Place(
          name: $0.name, unit: axisUnits[$0.name] ?? .one, values: $0.values,
          labels: $0.labels)
      }
      + quantity.dimensions.compactMap { name in
        dimensions.first { $0.name == name }.map {
          Place(name: name, unit: $0.unit, values: $0.values, labels: $0.labels)
        }
      }
    for entry in request.at where !places.contains(where: { $0.name == entry.key }) {
      throw InputError(
        "'\(entry.key)' is no axis or dimension of '\(quantity.name)'"
          + NearestName.suggestion(for: entry.key, among: places.map(\.name)), at: entry.location)
    }
    var indices: [Int] = []
    for place in places {
      guard let index = try index(of: place, in: request) else { return nil }
      indices.append(index)
    }
    let (low, high, interval) = try bounds(request, unit: quantity.unit)
    let at = zip(places, indices).map { "\($0.name) = \($0.text(at: $1))" }
    return Expectation(
      quantity: quantity.name, indices: indices, low: low, high: high, interval: interval,
      place: at.joined(separator: ", "), source: request.source, location: request.location)
  }

  /// One coordinate that a place in the file is named by.
  private struct Place {
    let name: String
    let unit: Unit
    let values: [Double]
    let labels: [String]?

    func text(at index: Int) -> String {
      if let labels,
        let label = labels.indices.contains(Int(values[index]))
          ? labels[Int(values[index])] : nil
      {
        return label
      }
      return "\(values[index])" + (unit == .one ? "" : " \(unit)")
    }
  }

  private func index(
    of place: Place, in request: Job.ExpectationRequest
  ) throws(InputError) -> Int? {
    guard let entry = request.at.first(where: { $0.key == place.name }) else {
      guard place.values.count == 1 else {
        throw InputError(
          "'at' does not say where on '\(place.name)' '\(request.quantity)' is expected",
          at: request.location)
      }
      return 0
    }
    if case .string(let text) = entry.node.value, let label = place.labels?.firstIndex(of: text),
      let index = place.values.firstIndex(of: Double(label))
    {
      return index
    }
    let wanted = try number(entry.node, unit: place.unit, name: place.name)
    let scale = place.values.reduce(0) { max($0, abs($1)) }
    // Coordinates typed to nine digits mean the grid's value.
    guard let index = place.values.firstIndex(where: { abs($0 - wanted) <= 1e-9 * scale }) else {
      if overridden.contains(place.name) { return nil }
      throw InputError(
        "'\(place.name)' has no value \(wanted); the nearest is "
          + "\(place.values.min { abs($0 - wanted) < abs($1 - wanted) } ?? .nan)",
        at: entry.location)
    }
    return index
  }

  private func bounds(
    _ request: Job.ExpectationRequest, unit: Unit
  ) throws(InputError) -> (low: Double, high: Double, interval: String) {
    guard let value = request.value else {
      let low = try optional(request.low, unit: unit, name: "low")
      let high = try optional(request.high, unit: unit, name: "high")
      if let low, let high, low > high {
        throw InputError(
          "'low' (\(low)) is above 'high' (\(high)): no number can agree", at: request.location)
      }
      let interval =
        switch (low, high) {
        case (let low?, let high?): "\(low) to \(high)"
        case (let low?, nil): "at least \(low)"
        case (nil, let high?): "at most \(high)"
        case (nil, nil): "any number"
        }
      return (low ?? -.infinity, high ?? .infinity, interval)
    }
    let center = try number(value, unit: unit, name: "value")
    let absolute = try optional(request.tolerance, unit: unit, name: "tolerance") ?? 0
    let relative = request.relativeTolerance ?? 0
    guard absolute >= 0, relative >= 0 else {
      throw InputError("the tolerance must not be negative", at: request.location)
    }
    let margin = max(absolute, abs(center) * relative)
    let interval = margin == 0 ? "\(center)" : "\(center) ± \(Format.significant(margin, 2))"
    return (center - margin, center + margin, interval)
  }

  private func optional(
    _ node: TOMLNode?, unit: Unit, name: String
  ) throws(InputError) -> Double? {
    guard let node else { return nil }
    return try number(node, unit: unit, name: name)
  }

  private func number(
    _ node: TOMLNode, unit: Unit, name: String
  ) throws(InputError) -> Double {
    switch node.value {
    case .integer(let integer): return Double(integer)
    case .float(let float): return float
    case .boolean(let flag): return flag ? 1 : 0
    case .string(let text):
      if let value = try? unit.value(of: text) { return value }
      throw InputError("'\(name)' must be a number in \(unit), not \"\(text)\"", at: node.location)
    default:
      throw InputError("'\(name)' must be a number, not \(node.kind)", at: node.location)
    }
  }
}
