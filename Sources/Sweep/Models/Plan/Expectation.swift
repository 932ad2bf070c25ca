import Base
import Jobs
import ResultsStorage
import Units

/// A number that a result file must agree with, and why it should.
package struct Expectation: Sendable, Equatable {
  package let quantity: String
  /// The index on each axis of the grid, then on each dimension of the quantity.
  package let indices: [Int]
  /// Ends of the interval that the number must lie in, in the quantity's unit, allowed both.
  package let low: Double
  package let high: Double
  /// The interval as the job file has it, for messages.
  package let interval: String
  /// The place as the job file has it, for messages.
  package let place: String
  /// Where the number is from.
  package let source: String?

  /// Whether a number in the quantity's unit agrees; NaN never does.
  package func holds(for value: Double) -> Bool { value >= low && value <= high }
}

/// Resolves `[[expect]]` tables to places in the result file.
struct ExpectationReader {
  let axes: [DimensionLayout]
  let dimensions: [DimensionLayout]
  let quantities: [QuantityLayout]
  /// Axes and dimensions that `--set` may have changed: what is expected at values that they no
  /// longer have is left out.
  let overridden: Set<String>

  /// - Returns: the expectation; nil if its point has left the grid by an override.
  /// - Throws: `InputError` for what is no quantity, place or number.
  func read(_ request: Job.ExpectationRequest) throws(InputError) -> Expectation? {
    guard let quantity = quantities.first(where: { $0.name == request.quantity }) else {
      throw InputError(
        "unknown quantity '\(request.quantity)' in [[expect]]"
          + NearestName.suggestion(for: request.quantity, among: quantities.map(\.name)),
        at: request.quantityLocation)
    }
    let places =
      axes
      + quantity.dimensions.compactMap { name in dimensions.first { $0.name == name } }
    let refined = places.first { $0.name == RefinedAxis.name }
    let columns = refined?.auxiliary.map(\.name) ?? []
    let known = columns + places.map(\.name)
    for entry in request.at where !known.contains(entry.key) {
      throw InputError(
        "'\(entry.key)' is no axis or dimension of '\(quantity.name)'"
          + NearestName.suggestion(for: entry.key, among: places.map(\.name)), at: entry.location)
    }
    var indices: [Int] = []
    for place in places {
      let found =
        place.name == RefinedAxis.name && request.at.contains { columns.contains($0.key) }
        ? try index(ofRefined: place, in: request) : try index(on: place, in: request)
      guard let index = found else { return nil }
      indices.append(index)
    }
    let (low, high, interval) = try bounds(request, unit: quantity.unit)
    let at = zip(places, indices).map { "\($0.name) = \($0.text(at: $1))" }
    return Expectation(
      quantity: quantity.name, indices: indices, low: low, high: high, interval: interval,
      place: at.joined(separator: ", "), source: request.source)
  }

  private func index(
    on place: DimensionLayout, in request: Job.ExpectationRequest
  ) throws(InputError) -> Int? {
    guard let entry = request.at.first(where: { $0.key == place.name }) else {
      guard place.values.count == 1 else {
        throw InputError(
          "'at' does not say where on '\(place.name)' '\(request.quantity)' is expected",
          at: request.location)
      }
      return 0
    }
    if case .string(let label) = entry.node.value, let index = place.indices(of: label).first {
      return index
    }
    let wanted = try number(entry.node, unit: place.unit, name: place.name)
    if let index = place.indices(near: wanted).first { return index }
    guard overridden.contains(place.name) else {
      throw place.missing(wanted, of: place.name, at: entry.location)
    }
    return nil
  }

  /// The refined point with all the coordinates that are given.
  private func index(
    ofRefined place: DimensionLayout, in request: Job.ExpectationRequest
  ) throws(InputError) -> Int? {
    var indices = Array(place.values.indices)
    for column in place.auxiliary {
      guard let entry = request.at.first(where: { $0.key == column.name }) else { continue }
      let wanted = try number(entry.node, unit: column.unit, name: column.name)
      let found = Set(column.indices(near: wanted))
      guard !found.isEmpty || overridden.contains(column.name) else {
        throw column.missing(wanted, of: column.name, at: entry.location)
      }
      indices.removeAll { !found.contains($0) }
    }
    return indices.first
  }

  private func bounds(
    _ request: Job.ExpectationRequest, unit: String
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
    _ node: TOMLNode?, unit: String, name: String
  ) throws(InputError) -> Double? {
    guard let node else { return nil }
    return try number(node, unit: unit, name: name)
  }

  private func number(
    _ node: TOMLNode, unit: String, name: String
  ) throws(InputError) -> Double {
    switch node.value {
    case .integer(let integer): return Double(integer)
    case .float(let float): return float
    case .boolean(let flag): return flag ? 1 : 0
    case .string(let text):
      if let value = try? Unit(unit).value(of: text) { return value }
      throw InputError("'\(name)' must be a number in \(unit), not \"\(text)\"", at: node.location)
    default:
      throw InputError("'\(name)' must be a number, not \(node.kind)", at: node.location)
    }
  }
}
