import Jobs
import Macrospins
import QuantumChains
import Teams

/// Writes a checked job as TOML: everything that determines the result, defaults included, so that
/// a file says what it was made with and `spinsweep run` on this text makes it again.
struct JobWriter<M: Model> {
  package let plan: Plan<M>

  package func text() -> String {
    let job = plan.job
    var lines = [
      "title = \(job.title.quoted)",
      "model = \(job.model.quoted)",
      "seed = \(job.seed)",
      "",
      "[parameters]",
    ]
    let swept = Set(plan.grid.axes.flatMap { $0.tracks.map(\.parameter.name) })
    for parameter in M.parameters
    where !swept.contains(parameter.name) && !parameter.follows(plan.grid.base) {
      lines += settings(parameter, swept)
    }
    for axis in job.axes { lines += ["", "[[axis]]"] + axisLines(axis) }
    lines += ["", "[output]", "file = \(job.output.file.quoted)"]
    lines.append(
      "quantities = [\(plan.quantities.map { $0.name.quoted }.joined(separator: ", "))]")
    if job.output.write != .collective {
      lines.append("write = \(job.output.write.rawValue.quoted)")
    }
    lines.append("flush_interval = \(job.output.flushInterval)")
    let run = runLines(job.run)
    if !run.isEmpty { lines += ["", "[run]"] + run }
    for expectation in job.expectations { lines += ["", "[[expect]]"] + expectLines(expectation) }
    return lines.joined(separator: "\n") + "\n"
  }

  /// One line, or one a component where some components are swept.
  private func settings(_ parameter: Parameter<M>, _ swept: Set<String>) -> [String] {
    let components = parameter.components
    let unit = parameter.unit == .one ? "" : "  # \(parameter.unit)"
    if components.contains(where: { swept.contains($0.name) }) {
      return components.filter { !swept.contains($0.name) }.map {
        "\($0.name) = \($0.value(in: plan.grid.base))\(unit)"
      }
    }
    return ["\(parameter.name) = \(parameter.value(in: plan.grid.base))\(unit)"]
  }

  private func runLines(_ run: Job.Run) -> [String] {
    var lines: [String] = []
    if run.ranksPerPoint > 1 { lines.append("ranks_per_point = \(run.ranksPerPoint)") }
    if let limit = run.pointTimeout { lines.append("point_timeout = \(limit)") }
    return lines
  }

  private func axisLines(_ axis: Job.AxisRequest) -> [String] {
    var lines = ["name = \(axis.name.quoted)"]
    if axis.isCoupled {
      lines.append("parameters = [\(axis.parameters.map(\.quoted).joined(separator: ", "))]")
    } else {
      lines.append("parameter = \(axis.parameters[0].quoted)")
    }
    switch axis.values {
    case .list(let values):
      lines.append("values = [\(values.map(toml).joined(separator: ", "))]")
    case .range(let from, let to, let points, let spacing):
      lines += [
        "from = \(toml(from))", "to = \(toml(to))", "points = \(points)",
        "spacing = \(spacing.rawValue.quoted)",
      ]
    }
    return lines
  }

  private func expectLines(_ request: Job.ExpectationRequest) -> [String] {
    var lines = ["quantity = \(request.quantity.quoted)"]
    if !request.at.isEmpty {
      let at = request.at.map { "\($0.key.quoted) = \(toml($0.node))" }
      lines.append("at = { \(at.joined(separator: ", ")) }")
    }
    for (key, node) in [
      ("value", request.value), ("low", request.low), ("high", request.high),
      ("tolerance", request.tolerance),
    ] {
      if let node { lines.append("\(key) = \(toml(node))") }
    }
    if let relative = request.relativeTolerance { lines.append("relative_tolerance = \(relative)") }
    if let source = request.source { lines.append("source = \(source.quoted)") }
    return lines
  }

  private func toml(_ node: TOMLNode) -> String {
    switch node.value {
    case .string(let text): text.quoted
    case .integer(let integer): "\(integer)"
    case .float(let float): "\(float)"
    case .boolean(let flag): "\(flag)"
    case .datetime: "\"\""
    case .array(let items): "[\(items.map(toml).joined(separator: ", "))]"
    case .table(let table):
      "{ " + table.entries.map { "\($0.key.quoted) = \(toml($0.node))" }.joined(separator: ", ")
        + " }"
    }
  }
}
