import Base

extension Job {
  /// One axis as requested.
  package struct AxisRequest: Sendable, Equatable {
    package enum Values: Sendable, Equatable {
      case list([TOMLNode])
      /// The same configuration so many times, with random numbers of their own.
      case repeats(Int)
      /// Drawn from distributions.
      case sample(SampleRequest)
      /// Without an end only where there is one point.
      case range(from: TOMLNode, to: TOMLNode?, points: Int, spacing: Spacing)
    }
    /// Longest axis: coordinates are kept in memory by every rank.
    static let mostPoints = 10_000_000

    package enum Spacing: String, Sendable, CaseIterable { case linear, log }

    package var name: String
    package var parameters: [String]
    /// Several parameters that move together, even if the list names only one.
    package var isCoupled: Bool
    package var values: Values
    /// Whether `--set` changed it, so that expected points may have left the grid.
    package var isOverridden: Bool
    package var location: SourceLocation
    /// Where the axis gets its name.
    package var nameLocation: SourceLocation
    /// Where each of the parameters is named.
    package var parameterLocations: [SourceLocation]
  }
}

extension Job.AxisRequest {
  /// Reads an `[[axis]]` table.
  init(_ table: TableReader) throws(InputError) {
    try table.allow([
      "name", "parameter", "parameters", "values", "from", "to", "points", "spacing", "repeat",
      "sample", "distribution",
    ])
    isOverridden = table.table.entries.contains(where: \.location.isOption)
    location = table.location
    if let node = table.node("repeat") {
      (name, values) = try Self.repetitions(table)
      (parameters, parameterLocations, isCoupled) = ([], [], false)
      nameLocation = table.node("name")?.location ?? node.location
      return
    }
    if let node = table.node("sample") ?? table.node("distribution") {
      guard let given = try table.string("name") else {
        throw InputError(
          "an axis that is a sample needs a name, such as name = \"device\"", at: node.location)
      }
      let sample = try Job.SampleRequest(table, axis: given)
      (name, values, isCoupled) = (given, .sample(sample), true)
      parameters = sample.distributions.map(\.parameter)
      parameterLocations = sample.distributions.map(\.location)
      nameLocation = table.node("name")?.location ?? node.location
      return
    }
    let single = try table.string("parameter")
    let several = try table.strings("parameters")
    let given = try table.string("name")
    switch (single, several) {
    case (let parameter?, nil): parameters = [parameter]
    case (nil, let names?) where !names.isEmpty:
      parameters = names
      guard given != nil else {
        throw InputError(
          "an axis of several parameters needs a name, such as name = \"geometry\"",
          at: table.location)
      }
    default:
      throw InputError(
        "an axis needs either parameter = \"…\" or parameters = [\"…\", …]", at: table.location)
    }
    name = given ?? parameters[0]
    isCoupled = several != nil
    values = try Self.values(table, name: name, isCoupled: isCoupled)
    parameterLocations = table.locations("parameter") + table.locations("parameters")
    nameLocation = table.node("name")?.location ?? parameterLocations[0]
  }

  private static func repetitions(
    _ table: TableReader
  ) throws(InputError) -> (name: String, values: Values) {
    let name = try table.string("name") ?? "repeat"
    for entry in table.table.entries where !["name", "repeat"].contains(entry.key) {
      throw InputError(
        "axis '\(name)' has 'repeat' and '\(entry.key)'; repetitions have no parameter",
        at: entry.location)
    }
    let count = try table.integer("repeat") ?? 0
    guard (1...mostPoints).contains(count) else {
      throw InputError(
        "'repeat' of axis '\(name)' must be from 1 to \(mostPoints), not \(count)",
        at: table.node("repeat")?.location)
    }
    return (name, .repeats(count))
  }

  private static func values(
    _ table: TableReader, name: String, isCoupled: Bool
  ) throws(InputError) -> Values {
    let hasRange = ["from", "to", "points", "spacing"].first { table.node($0) != nil }
    if let node = table.node("values") {
      if let key = hasRange {
        throw InputError(
          "axis '\(name)' has both 'values' and '\(key)'; give either values or from, to, points",
          at: table.node(key)?.location ?? node.location)
      }
      guard case .array(let values) = node.value else {
        throw InputError("'values' of axis '\(name)' must be a list", at: node.location)
      }
      guard !values.isEmpty else {
        throw InputError("axis '\(name)' is empty", at: node.location)
      }
      return .list(values)
    }
    guard !isCoupled else {
      throw InputError(
        "axis '\(name)' moves several parameters together and needs 'values', a list of lists",
        at: table.location)
    }
    let (from, to) = (table.node("from"), table.node("to"))
    let points = try table.integer("points")
    guard let from, let points, to != nil || points == 1 else {
      throw InputError(
        "axis '\(name)' needs either 'values' or 'from', 'to' and 'points'", at: table.location)
    }
    guard points >= 1 else {
      throw InputError(
        "axis '\(name)' is empty: 'points' must be at least 1, not \(points)",
        at: table.node("points")?.location)
    }
    guard points <= mostPoints else {
      throw InputError(
        "axis '\(name)' has \(points) points; at most \(mostPoints) are possible",
        at: table.node("points")?.location)
    }
    let spacing = try table.choice("spacing", Spacing.self) ?? .linear
    return .range(from: from, to: to, points: points, spacing: spacing)
  }

  /// The table as a job file has it.
  var lines: [String] {
    var lines = ["name = \(name.quoted)"]
    if case .repeats(let count) = values { return lines + ["repeat = \(count)"] }
    if case .sample(let sample) = values { return lines + sample.lines }
    if isCoupled {
      lines.append("parameters = [\(parameters.map(\.quoted).joined(separator: ", "))]")
    } else {
      lines.append("parameter = \(parameters[0].quoted)")
    }
    switch values {
    case .repeats, .sample: break
    case .list(let values):
      lines.append("values = [\(values.map(\.toml).joined(separator: ", "))]")
    case .range(let from, let to, let points, let spacing):
      lines.append("from = \(from.toml)")
      if let to { lines.append("to = \(to.toml)") }
      lines += ["points = \(points)", "spacing = \(spacing.rawValue.quoted)"]
    }
    return lines
  }
}
