import Base

extension Job {
  /// The job as a job file.
  ///
  /// - Parameters:
  ///   - parameters: the lines of the table `[parameters]`, with defaults and without what is
  ///     swept.
  ///   - quantities: the names of the quantities to write.
  package func text(parameters: [String], quantities: [String]) -> String {
    var lines = ["title = \(title.quoted)", "model = \(model.quoted)", "seed = \(seed)"]
    lines += ["", "[parameters]"] + parameters
    for axis in axes { lines += ["", "[[axis]]"] + axis.lines }
    lines += [
      "", "[output]", "file = \(output.file.quoted)",
      "quantities = [\(quantities.map(\.quoted).joined(separator: ", "))]",
    ]
    if output.write != .collective { lines.append("write = \(output.write.rawValue.quoted)") }
    lines.append("flush_interval = \(output.flushInterval)")
    let run = run.lines
    if !run.isEmpty { lines += ["", "[run]"] + run }
    for expectation in expectations { lines += ["", "[[expect]]"] + expectation.lines }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension Job.Run {
  fileprivate var lines: [String] {
    var lines: [String] = []
    if ranksPerPoint > 1 { lines.append("ranks_per_point = \(ranksPerPoint)") }
    if let pointTimeout { lines.append("point_timeout = \(pointTimeout)") }
    return lines
  }
}

extension Job.AxisRequest {
  fileprivate var lines: [String] {
    var lines = ["name = \(name.quoted)"]
    if isCoupled {
      lines.append("parameters = [\(parameters.map(\.quoted).joined(separator: ", "))]")
    } else {
      lines.append("parameter = \(parameters[0].quoted)")
    }
    switch values {
    case .list(let values):
      lines.append("values = [\(values.map(\.toml).joined(separator: ", "))]")
    case .range(let from, let to, let points, let spacing):
      lines += [
        "from = \(from.toml)", "to = \(to.toml)", "points = \(points)",
        "spacing = \(spacing.rawValue.quoted)",
      ]
    }
    return lines
  }
}

extension Job.ExpectationRequest {
  fileprivate var lines: [String] {
    var lines = ["quantity = \(quantity.quoted)"]
    if !at.isEmpty {
      let at = at.map { "\($0.key.quoted) = \($0.node.toml)" }
      lines.append("at = { \(at.joined(separator: ", ")) }")
    }
    for (key, node) in [
      ("value", value), ("low", low), ("high", high), ("tolerance", tolerance),
    ] {
      if let node { lines.append("\(key) = \(node.toml)") }
    }
    if let relativeTolerance { lines.append("relative_tolerance = \(relativeTolerance)") }
    if let source { lines.append("source = \(source.quoted)") }
    return lines
  }
}

extension TOMLNode {
  fileprivate var toml: String {
    switch value {
    case .string(let text): text.quoted
    case .integer(let integer): "\(integer)"
    case .float(let float): "\(float)"
    case .boolean(let flag): "\(flag)"
    case .datetime: "\"\""
    case .array(let items): "[\(items.map(\.toml).joined(separator: ", "))]"
    case .table(let table):
      "{ " + table.entries.map { "\($0.key.quoted) = \($0.node.toml)" }.joined(separator: ", ")
        + " }"
    }
  }
}
