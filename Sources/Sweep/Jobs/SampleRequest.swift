import Base

extension Job {
  /// Values of several parameters that are drawn from distributions.
  package struct SampleRequest: Sendable, Equatable {
    /// How the points of the unit cube are chosen that the values are made of.
    package enum Method: String, Sendable, CaseIterable {
      /// Scrambled Sobol points; more of them begin with the same ones.
      case sobol
      /// Each of as many equal intervals of each parameter has one point.
      case latinHypercube = "latin-hypercube"
      /// Independent points; more of them begin with the same ones.
      case random
      /// What first-order and total Sobol indices are computed from.
      case saltelli
    }

    package var method: Method
    package var points: Int
    package var pointsLocation: SourceLocation
    /// In the order of the parameters' names, so that it does not matter how they are written.
    package var distributions: [Distribution]
  }

  /// The distribution of one parameter.
  package struct Distribution: Sendable, Equatable {
    /// The law, with its numbers or values as they are written.
    package enum Law: String, Sendable, CaseIterable {
      /// Mean and standard deviation.
      case normal
      /// Median, and standard deviation of the natural logarithm.
      case logNormal = "log-normal"
      /// Ends.
      case uniform
      /// Ends, with a uniform logarithm.
      case logUniform = "log-uniform"
      /// Values that are equally probable.
      case choice
    }

    package var parameter: String
    package var law: Law
    package var numbers: [TOMLNode]
    /// Ends beyond which nothing is drawn.
    package var low: TOMLNode?
    package var high: TOMLNode?
    package var location: SourceLocation
  }
}

extension Job.SampleRequest {
  /// Reads the keys of an `[[axis]]` table with `sample`.
  init(_ table: TableReader, axis name: String) throws(InputError) {
    for entry in table.table.entries
    where !["name", "sample", "points", "distribution"].contains(entry.key) {
      throw InputError(
        "axis '\(name)' has 'sample' and '\(entry.key)'; its parameters are those of "
          + "[axis.distribution]", at: entry.location)
    }
    method = try table.choice("sample", Method.self) ?? .sobol
    guard let points = try table.integer("points"), points >= 1 else {
      throw InputError(
        "axis '\(name)' is a sample and needs 'points', at least 1",
        at: table.node("points")?.location ?? table.location)
    }
    guard points <= Job.AxisRequest.mostPoints else {
      throw InputError(
        "axis '\(name)' has \(points) points; at most \(Job.AxisRequest.mostPoints) are possible",
        at: table.node("points")?.location)
    }
    self.points = points
    pointsLocation = table.node("points")?.location ?? table.location
    guard let laws = try table.table("distribution"), !laws.table.entries.isEmpty else {
      throw InputError(
        "axis '\(name)' is a sample and needs a table [axis.distribution], such as "
          + "radius = { normal = [\"20 nm\", \"0.5 nm\"] }", at: table.location)
    }
    distributions = []
    for entry in laws.table.entries.flatMap(Self.components).sorted(by: { $0.key < $1.key }) {
      distributions.append(try Job.Distribution(entry))
    }
    let group = distributions.count + 2
    if method == .saltelli, points % group != 0 {
      let less = points / group * group
      throw InputError(
        "axis '\(name)' has \(points) points; a saltelli sample of \(distributions.count) "
          + "parameters has a multiple of \(group), such as \(max(less, group))",
        at: pointsLocation)
    }
  }

  /// `external_field.x = …` in a job file is a table of components.
  private static func components(of entry: TOMLTable.Entry) -> [TOMLTable.Entry] {
    guard case .table(let inner) = entry.node.value, !inner.entries.isEmpty,
      inner.entries.allSatisfy({ ["x", "y", "z"].contains($0.key) })
    else { return [entry] }
    return inner.entries.map {
      TOMLTable.Entry(key: "\(entry.key).\($0.key)", location: $0.location, node: $0.node)
    }
  }

  /// The keys as a job file has them.
  var lines: [String] {
    let laws = distributions.map { "\($0.parameter.quoted) = \($0.toml)" }
    return [
      "sample = \(method.rawValue.quoted)", "points = \(points)",
      "distribution = { \(laws.joined(separator: ", ")) }",
    ]
  }
}

extension Job.Distribution {
  fileprivate init(_ entry: TOMLTable.Entry) throws(InputError) {
    parameter = entry.key
    location = entry.location
    let known = Law.allCases.map(\.rawValue)
    guard case .table(let inner) = entry.node.value else {
      throw InputError(
        "the distribution of '\(parameter)' must be a table, such as "
          + "{ normal = [\"20 nm\", \"0.5 nm\"] }, not \(entry.node.written)", at: location)
    }
    let table = TableReader(
      table: inner, name: "the distribution of '\(parameter)'", location: location)
    try table.allow(known + ["low", "high"])
    let laws = Law.allCases.filter { table.node($0.rawValue) != nil }
    guard laws.count == 1, let law = laws.first, let node = table.node(law.rawValue) else {
      throw InputError(
        "the distribution of '\(parameter)' needs one of \(known.joined(separator: ", "))",
        at: location)
    }
    guard case .array(let numbers) = node.value,
      law == .choice ? !numbers.isEmpty : numbers.count == 2
    else {
      throw InputError(
        "'\(law.rawValue)' of '\(parameter)' must be a list of \(law.content)", at: node.location)
    }
    self.law = law
    self.numbers = numbers
    low = table.node("low")
    high = table.node("high")
    if let end = low ?? high, law != .normal, law != .logNormal {
      throw InputError(
        "'low' and 'high' of '\(parameter)' go with normal and log-normal", at: end.location)
    }
  }

  fileprivate var toml: String {
    var parts = ["\(law.rawValue) = [\(numbers.map(\.toml).joined(separator: ", "))]"]
    if let low { parts.append("low = \(low.toml)") }
    if let high { parts.append("high = \(high.toml)") }
    return "{ \(parts.joined(separator: ", ")) }"
  }
}

extension Job.Distribution.Law {
  /// What its list has, for sentences.
  fileprivate var content: String {
    switch self {
    case .normal: "mean and standard deviation"
    case .logNormal: "median and standard deviation of the logarithm"
    case .uniform, .logUniform: "two ends"
    case .choice: "values"
    }
  }
}
