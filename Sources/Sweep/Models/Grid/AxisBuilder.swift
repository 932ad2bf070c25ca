import Base
import Glibc
import Jobs
import QuantumChains
import Teams
import TensorNetworks

/// Resolves the axes that a job requests against a model's declarations.
struct AxisBuilder<M: Model> {
  package let parameters: [Parameter<M>]
  package let model: String

  package func axis(_ request: Job.AxisRequest) throws(InputError) -> Axis<M> {
    var resolved: [Parameter<M>] = []
    for name in request.parameters { resolved.append(try parameter(name, at: request.location)) }
    for parameter in resolved {
      guard case .numbers = parameter.kind else { continue }
      throw InputError(
        "'\(parameter.name)' is a list already and cannot be swept; set it in [parameters]",
        at: request.location)
    }
    switch request.values {
    case .list(let nodes):
      let tracks =
        try request.isCoupled
        ? coupledTracks(resolved, nodes, request) : [track(resolved[0], nodes)]
      return Axis(
        name: request.name, tracks: tracks, count: nodes.count, location: request.location,
        isCoupled: request.isCoupled)
    case .range(let from, let to, let points, let spacing):
      let values = try range(resolved[0], from, to, points, spacing, request)
      return Axis(
        name: request.name, tracks: [.init(parameter: resolved[0], values: values)],
        count: points, location: request.location, isCoupled: false)
    }
  }

  /// A parameter, or a component of a vector parameter, by name.
  package func parameter(_ name: String, at location: SourceLocation?) throws(InputError) -> Parameter<M> {
    if let parameter = parameters.first(where: { $0.name == name }) { return parameter }
    let components = parameters.flatMap(\.components)
    if let component = components.first(where: { $0.name == name }) { return component }
    if let advice = Job.advice(onKey: name, at: location) {
      throw InputError(advice, at: location)
    }
    throw InputError(
      "unknown parameter '\(name)' of model '\(model)'"
        + NearestName.suggestion(
          for: name, among: parameters.map(\.name) + components.map(\.name)), at: location)
  }

  private func track(
    _ parameter: Parameter<M>, _ nodes: [TOMLNode]
  ) throws(InputError) -> Axis<M>.Track {
    var values: [ParameterValue] = []
    var seen: Set<ParameterValue> = []
    for node in nodes {
      let value = try parameter.read(node)
      guard seen.insert(value).inserted else {
        throw InputError("axis '\(parameter.name)' has the value \(value) twice", at: node.location)
      }
      values.append(value)
    }
    return .init(parameter: parameter, values: values)
  }

  private func coupledTracks(
    _ parameters: [Parameter<M>], _ nodes: [TOMLNode], _ request: Job.AxisRequest
  ) throws(InputError) -> [Axis<M>.Track] {
    var columns = [[ParameterValue]](repeating: [], count: parameters.count)
    for node in nodes {
      guard case .array(let items) = node.value, items.count == parameters.count else {
        throw InputError(
          "each value of axis '\(request.name)' must be a list of \(parameters.count): "
            + "[\(parameters.map(\.name).joined(separator: ", "))]", at: node.location)
      }
      for (column, item) in items.enumerated() {
        columns[column].append(try parameters[column].read(item))
      }
    }
    return zip(parameters, columns).map { .init(parameter: $0, values: $1) }
  }

  private func range(
    _ parameter: Parameter<M>, _ from: TOMLNode, _ to: TOMLNode, _ points: Int,
    _ spacing: Job.AxisRequest.Spacing, _ request: Job.AxisRequest
  ) throws(InputError) -> [ParameterValue] {
    switch parameter.kind {
    case .number, .integer: break
    case .flag, .choice, .vector, .numbers:
      throw InputError(
        "axis '\(request.name)' needs 'values': '\(parameter.name)' is no number",
        at: request.location)
    }
    let first = try parameter.readNumber(from)
    let last = try parameter.readNumber(to)
    guard points == 1 || first != last else {
      throw InputError(
        "axis '\(request.name)' goes from \(first) to the same value", at: to.location)
    }
    if spacing == .log, first <= 0 || last <= 0 {
      throw InputError(
        "axis '\(request.name)' has logarithmic spacing and needs positive ends, not \(first) "
          + "and \(last)", at: first <= 0 ? from.location : to.location)
    }
    var values: [ParameterValue] = []
    for index in 0..<points {
      let number = Self.sample(index, of: points, first, last, spacing)
      // Ends and inner points are read like typed values, so that ranges and whole numbers hold.
      let location = index == 0 ? from.location : to.location
      values.append(
        try parameter.read(TOMLNode(value: .float(number), location: location)))
    }
    return values
  }

  /// Ends are exact; inner points are within a few units in the last place.
  private static func sample(
    _ index: Int, of points: Int, _ first: Double, _ last: Double,
    _ spacing: Job.AxisRequest.Spacing
  ) -> Double {
    if index == 0 { return first }
    if index == points - 1 { return last }
    let intervals = Double(points - 1)
    let position = Double(index)
    return switch spacing {
    // To 15 digits, so that decimal steps stay decimal: 0 … 2.4 in 120 steps has 0.1, not 0.09999….
    case .linear:
      Format.rounded((first * (intervals - position) + last * position) / intervals, digits: 15)
    case .log: first * pow(last / first, position / intervals)
    }
  }
}
