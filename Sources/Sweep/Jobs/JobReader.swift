/// Turns the text of a job file into a `Job`.
public struct JobReader {
  private let path: String

  /// - Parameter overrides: `--set` options, applied in order.
  /// - Throws: `InputError` at the first thing that is not as the job file format has it.
  public static func read(
    _ text: String, path: String, overrides: [Override] = []
  ) throws(InputError) -> Job {
    var table = try TOMLDocument.parse(text) { .file(path, line: $0) }
    for override in overrides { try table.apply(override) }
    return try JobReader(path: path).job(
      TableReader(table, name: "the job", at: .file(path, line: 1)))
  }

  private func job(_ table: TableReader) throws(InputError) -> Job {
    try table.allow([
      "title", "model", "seed", "parameters", "axis", "output", "run", "expect",
    ])
    guard let model = try table.string("model"), let modelNode = table.node("model") else {
      throw InputError(
        "the job names no model; add a line such as model = \"quantum-temperature\"",
        at: .file(path, line: 1))
    }
    return Job(
      title: try table.string("title") ?? "",
      model: model,
      modelLocation: modelNode.location,
      seed: try seed(table),
      parameters: try parameters(table),
      axes: try axes(table),
      output: try output(table),
      run: try run(table),
      expectations: try expectations(table),
      path: path)
  }

  private func seed(_ table: TableReader) throws(InputError) -> UInt64 {
    guard let node = table.node("seed") else { return 1 }
    guard case .integer(let seed) = node.value, seed >= 0 else {
      throw InputError("'seed' must be a non-negative 64-bit integer", at: node.location)
    }
    return UInt64(seed)
  }

  private func parameters(_ table: TableReader) throws(InputError) -> [Job.Setting] {
    guard let settings = try table.table("parameters") else { return [] }
    return settings.table.entries.map {
      Job.Setting(name: $0.key, location: $0.location, node: $0.node)
    }
  }

  private func axes(_ table: TableReader) throws(InputError) -> [Job.AxisRequest] {
    var axes: [Job.AxisRequest] = []
    for reader in try table.tables("axis") { axes.append(try axis(reader)) }
    return axes
  }

  private func axis(_ table: TableReader) throws(InputError) -> Job.AxisRequest {
    try table.allow([
      "name", "parameter", "parameters", "values", "from", "to", "points", "spacing",
    ])
    let single = try table.string("parameter")
    let several = try table.strings("parameters")
    let name = try table.string("name")
    let parameters: [String]
    switch (single, several) {
    case (let parameter?, nil): parameters = [parameter]
    case (nil, let names?) where !names.isEmpty:
      parameters = names
      guard name != nil else {
        throw InputError(
          "an axis of several parameters needs a name, such as name = \"geometry\"",
          at: table.location)
      }
    default:
      throw InputError(
        "an axis needs either parameter = \"…\" or parameters = [\"…\", …]", at: table.location)
    }
    return Job.AxisRequest(
      name: name ?? parameters[0], parameters: parameters, isCoupled: several != nil,
      values: try axisValues(table, name: name ?? parameters[0], isCoupled: several != nil),
      isOverridden: table.table.entries.contains { entry in
        if case .option = entry.location { true } else { false }
      },
      location: table.location)
  }

  private func axisValues(
    _ table: TableReader, name: String, isCoupled: Bool
  ) throws(InputError) -> Job.AxisRequest.Values {
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
    guard let from = table.node("from"), let to = table.node("to"),
      let points = try table.integer("points")
    else {
      throw InputError(
        "axis '\(name)' needs either 'values' or 'from', 'to' and 'points'", at: table.location)
    }
    guard points >= 1 else {
      throw InputError(
        "axis '\(name)' is empty: 'points' must be at least 1, not \(points)",
        at: table.node("points")?.location)
    }
    guard points <= Job.AxisRequest.mostPoints else {
      throw InputError(
        "axis '\(name)' has \(points) points; at most \(Job.AxisRequest.mostPoints) are possible",
        at: table.node("points")?.location)
    }
    let spacing = try table.choice("spacing", Job.AxisRequest.Spacing.self) ?? .linear
    return .range(from: from, to: to, points: points, spacing: spacing)
  }

  private func output(_ table: TableReader) throws(InputError) -> Job.Output {
    let stem = path.split(separator: "/").last.map(String.init) ?? path
    var output = Job.Output(
      file: (stem.hasSuffix(".toml") ? String(stem.dropLast(5)) : stem) + ".h5")
    guard let reader = try table.table("output") else { return output }
    try reader.allow(Job.outputKeys)
    output.file = try reader.string("file") ?? output.file
    output.quantities = try reader.strings("quantities")
    output.quantitiesLocation = reader.node("quantities")?.location
    output.flushInterval =
      try Self.duration("flush_interval", in: reader) ?? output.flushInterval
    output.write = try reader.choice("write", Job.Output.Write.self) ?? .collective
    return output
  }

  private func run(_ table: TableReader) throws(InputError) -> Job.Run {
    var run = Job.Run()
    guard let reader = try table.table("run") else { return run }
    try reader.allow(Job.runKeys)
    if let ranks = try reader.integer("ranks_per_point") {
      run.ranksPerPointLocation = reader.node("ranks_per_point")?.location
      guard (1...Job.Run.mostRanksPerPoint).contains(ranks) else {
        throw InputError(
          "'ranks_per_point' must be between 1 and \(Job.Run.mostRanksPerPoint), not \(ranks)",
          at: run.ranksPerPointLocation)
      }
      run.ranksPerPoint = ranks
    }
    run.pointTimeout = try Self.duration("point_timeout", in: reader)
    return run
  }

  /// A positive duration in seconds, from a number of seconds or a text with a unit.
  private static func duration(
    _ key: String, in reader: TableReader
  ) throws(InputError) -> Double? {
    guard let node = reader.node(key) else { return nil }
    let seconds: Double? =
      switch node.value {
      case .integer(let integer): Double(integer)
      case .float(let float) where float.isFinite: float
      case .string(let text): TimeText.seconds(text)
      default: nil
      }
    guard let seconds else {
      throw InputError(
        "'\(key)' must be a time such as \"5 s\", not \(node.written)", at: node.location)
    }
    guard seconds > 0 else { throw InputError("'\(key)' must be positive", at: node.location) }
    return seconds
  }

  private func expectations(
    _ table: TableReader
  ) throws(InputError) -> [Job.ExpectationRequest] {
    var expectations: [Job.ExpectationRequest] = []
    for reader in try table.tables("expect") {
      try reader.allow([
        "quantity", "at", "value", "low", "high", "tolerance", "relative_tolerance", "source",
      ])
      guard let quantity = try reader.string("quantity") else {
        throw InputError("an [[expect]] table needs a quantity", at: reader.location)
      }
      let hasBounds = reader.node("low") != nil || reader.node("high") != nil
      guard (reader.node("value") != nil) != hasBounds else {
        throw InputError(
          "an [[expect]] table needs either 'value' or 'low' and 'high'", at: reader.location)
      }
      expectations.append(
        Job.ExpectationRequest(
          quantity: quantity, at: try reader.table("at")?.table.entries ?? [],
          value: reader.node("value"), low: reader.node("low"), high: reader.node("high"),
          tolerance: reader.node("tolerance"),
          relativeTolerance: try reader.number("relative_tolerance"),
          source: try reader.string("source"), location: reader.location))
    }
    return expectations
  }
}
