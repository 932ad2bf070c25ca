import Jobs
import Numerics

/// Resolves an axis that a job requests against the model's declarations.
struct AxisBuilder<M: PointModel> {
  let declaration: ModelDeclaration<M>
  let request: Job.AxisRequest
  /// Of the job; samples depend on it.
  let seed: UInt64
  let interruption: PlanInterruption

  /// The axis with its values, and what gives them to a model.
  ///
  /// - Throws: `InputError` for unknown parameters and values that the declarations do not allow.
  func axis() throws(InputError) -> (Axis, ModelGrid<M>.Setter) {
    var swept: [Parameter<M>] = []
    for (name, location) in zip(request.parameters, request.parameterLocations) {
      let parameter = try declaration.parameter(name, at: location)
      if parameter.isList {
        throw InputError(
          "'\(parameter.name)' is a list already and cannot be swept; set it in [parameters]",
          at: location)
      }
      swept.append(parameter)
    }
    let columns: [AxisValues]
    switch request.values {
    case .repeats(let count):
      // Random numbers follow from the number of the point; nothing else differs.
      let axis = Axis(
        name: request.name, tracks: [], count: count, isCoupled: false, location: request.location)
      return (axis, { _, _ in })
    case .list(let nodes):
      columns =
        try request.isCoupled
        ? coupledValues(of: swept, nodes).map { AxisValues($0) }
        : [AxisValues(values(of: swept[0], nodes))]
    case .sample(let sample): columns = try self.sample(sample, of: swept)
    case .range(let from, let to, let points, let spacing):
      columns = [try range(swept[0], from, to, points, spacing)]
    }
    let axis = Axis(
      name: request.name, tracks: zip(swept, columns).map { Axis.Track($0, $1) },
      count: columns[0].count, isCoupled: request.isCoupled, location: request.location)
    let setters = zip(swept, columns).map { setter($0, $1) }
    if setters.count == 1 { return (axis, setters[0]) }
    return (axis, { model, index in for set in setters { set(&model, index) } })
  }

  func setter(
    _ parameter: Parameter<M>, _ values: AxisValues
  ) -> ModelGrid<M>.Setter {
    // Their kind is looked at once, so that a million points cost little.
    switch (parameter.kind, values) {
    case (.number(_, _, let write), .numbers(let numbers)): { write(&$0, numbers[$1]) }
    case (.integer(_, _, let write), .integers(let integers)): { write(&$0, integers[$1]) }
    default: { parameter.set(values[$1], in: &$0) }
    }
  }

  private func values(
    of parameter: Parameter<M>, _ nodes: [TOMLNode]
  ) throws(InputError) -> [ParameterValue] {
    var values: [ParameterValue] = []
    var seen: Set<ParameterValue> = []
    for node in nodes {
      let value = try parameter.read(node)
      if let first = values.first, !value.isOfTheKind(of: first) {
        throw InputError(
          "axis '\(parameter.name)' mixes names and vectors; write all of its values as vectors",
          at: node.location)
      }
      guard seen.insert(value).inserted else {
        throw InputError("axis '\(parameter.name)' has the value \(value) twice", at: node.location)
      }
      values.append(value)
    }
    return values
  }

  private func coupledValues(
    of parameters: [Parameter<M>], _ nodes: [TOMLNode]
  ) throws(InputError) -> [[ParameterValue]] {
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
    return columns
  }

  private func sample(
    _ sample: Job.SampleRequest, of parameters: [Parameter<M>]
  ) throws(InputError) -> [AxisValues] {
    let cube = CubeSample(sample, axis: request.name, seed: seed)
    var columns: [AxisValues] = []
    for (number, distribution) in sample.distributions.enumerated() {
      columns.append(
        try SampledValues(distribution, of: parameters[number]).values(
          sample.points, interruption
        ) { cube.coordinate(ofPoint: $0, number) })
    }
    return columns
  }

  private func range(
    _ parameter: Parameter<M>, _ from: TOMLNode, _ to: TOMLNode?, _ points: Int,
    _ spacing: Job.AxisRequest.Spacing
  ) throws(InputError) -> AxisValues {
    switch parameter.kind {
    case .number, .integer: break
    case .flag, .choice, .vector, .numbers, .direction, .rows, .texts:
      throw InputError(
        "axis '\(request.name)' needs 'values': '\(parameter.name)' is no number",
        at: request.location)
    }
    let first = try parameter.readNumber(from)
    guard let to, points > 1 else {
      if let to, try parameter.readNumber(to) != first {
        throw InputError(
          "axis '\(request.name)' has one point and two ends; leave out 'to', or ask for more "
            + "'points'", at: to.location)
      }
      return AxisValues([try parameter.read(from)])
    }
    let last = try parameter.readNumber(to)
    guard first != last else {
      throw InputError(
        "axis '\(request.name)' goes from \(first) to the same value", at: to.location)
    }
    if spacing == .log, first <= 0 || last <= 0 {
      throw InputError(
        "axis '\(request.name)' has logarithmic spacing and needs positive ends, not \(first) "
          + "and \(last)", at: first <= 0 ? from.location : to.location)
    }
    let numbers = SpacedNumbers(
      from: first, to: last, count: points, spacing == .log ? .logarithmic : .linear)
    var values = SpacedValues(parameter, count: points)
    var previous = Double.nan
    for index in 0..<points {
      try interruption.check(at: index)
      let number = numbers[index]
      guard number != previous else {
        throw InputError(
          "axis '\(request.name)' has the value \(number) twice: there are no \(points) different "
            + "numbers from \(first) to \(last)", at: to.location)
      }
      previous = number
      try values.append(number, at: index == 0 ? from.location : to.location)
    }
    return values.values
  }
}

/// Numbers along an axis, taken like typed ones, so that ranges and whole numbers hold.
struct SpacedValues<M: PointModel> {
  private let parameter: Parameter<M>
  private let range: AllowedRange?
  private var numbers: [Double] = []
  private var integers: [Int] = []

  init(_ parameter: Parameter<M>, count: Int) {
    self.parameter = parameter
    range = if case .number(let range, _, _) = parameter.kind { range } else { nil }
    if range != nil { numbers.reserveCapacity(count) } else { integers.reserveCapacity(count) }
  }

  var values: AxisValues { range != nil ? .numbers(numbers) : .integers(integers) }

  mutating func append(_ number: Double, at location: SourceLocation) throws(InputError) {
    if let range, range.contains(number) { return numbers.append(number) }
    switch try parameter.read(TOMLNode(value: .float(number), location: location)) {
    case .number(let number): numbers.append(number)
    case .integer(let integer): integers.append(integer)
    // Only numbers are spaced.
    case .flag, .choice, .vector, .numbers, .rows, .texts: break
    }
  }
}
