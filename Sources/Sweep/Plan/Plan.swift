import IO

/// A job that has been checked whole against its model: what will be computed and written.
public struct Plan<M: Model>: Sendable {
  private(set) var job: Job
  let grid: Grid<M>
  let quantities: [Quantity<M.Outcome>]
  let dimensions: [OwnDimension]
  public let expectations: [Expectation]
  /// Expectations whose points have left the grid by an override.
  public let omittedExpectations: Int
  /// Made here, where the model's type is known to the compiler (see `ModelEntry`).
  let makeProgram: @Sendable () -> PointProgram

  /// - Throws: `InputError` at the first thing in the job that the model does not allow.
  init(_ job: Job) throws(InputError) {
    self.job = job
    let builder = AxisBuilder(parameters: M.parameters, model: M.name)
    let base = try Self.base(job, builder)
    var axes: [Axis<M>] = []
    for request in job.axes { axes.append(try builder.axis(request)) }
    try Self.checkNames(job, axes)
    grid = try Grid(base: base, axes: axes)
    // Before dimensions, which may be beyond all memory where parameters do not go together.
    try Self.checkRules(of: grid, in: job)
    dimensions = try Self.dimensions(of: grid)
    let quantities = try Self.quantities(job, dimensions)
    self.quantities = quantities
    makeProgram = { [grid] in Self.program(grid: grid, quantities: quantities) }
    let reader = ExpectationReader(
      axes: axes.map(\.layout), dimensions: dimensions,
      quantities: quantities.map { ($0.name, $0.unit, $0.dimensions) },
      axisUnits: Dictionary(
        uniqueKeysWithValues: axes.compactMap { axis in
          axis.isCoupled ? nil : axis.tracks.first.map { (axis.name, $0.parameter.unit) }
        }),
      overriddenAxes: Set(job.axes.filter(\.isOverridden).map(\.name)))
    var kept: [(request: Job.ExpectationRequest, expectation: Expectation)] = []
    for request in job.expectations {
      if let expectation = try reader.read(request) { kept.append((request, expectation)) }
    }
    expectations = kept.map(\.expectation)
    omittedExpectations = job.expectations.count - kept.count
    self.job.expectations = kept.map(\.request)
  }

  /// Numbers that each quantity has a point.
  var quantitySizes: [Int] {
    quantities.map { quantity in
      quantity.dimensions.reduce(1) { product, name in
        product * (dimensions.first { $0.name == name }?.values.count ?? 0)
      }
    }
  }
}

extension Plan {
  /// The model with the fixed parameters set, whole vectors before their components.
  private static func base(_ job: Job, _ builder: AxisBuilder<M>) throws(InputError) -> M {
    var model = M()
    for component in [false, true] {
      for setting in job.parameters where setting.name.contains(".") == component {
        let parameter = try builder.parameter(setting.name, at: setting.location)
        if case .vector = parameter.kind, case .table(let table) = setting.node.value {
          try setComponents(of: parameter, table, in: &model)
        } else {
          parameter.set(try parameter.read(setting.node), in: &model)
        }
      }
    }
    return model
  }

  /// `external_field.x = …` in a job file is a table of components.
  private static func setComponents(
    of parameter: Parameter<M>, _ table: TOMLTable, in model: inout M
  ) throws(InputError) {
    for entry in table.entries {
      let name = "\(parameter.name).\(entry.key)"
      guard let component = parameter.components.first(where: { $0.name == name }) else {
        throw InputError(
          "'\(parameter.name)' has the components x, y and z, not '\(entry.key)'",
          at: entry.location)
      }
      component.set(try component.read(entry.node), in: &model)
    }
  }

  private static func checkNames(_ job: Job, _ axes: [Axis<M>]) throws(InputError) {
    let taken = Set(M.quantities.map(\.name) + M().dimensions.map(\.name) + ["run"])
    var axisNames: Set<String> = []
    var swept: [String: String] = [:]
    for axis in axes {
      guard axis.name.first?.isLetter == true,
        axis.name.allSatisfy({ $0.isLetter || $0.isNumber || "_.-".contains($0) })
      else {
        throw InputError(
          "'\(axis.name)' cannot name an axis: use letters, digits and _", at: axis.location)
      }
      guard axisNames.insert(axis.name).inserted else {
        throw InputError("two axes are called '\(axis.name)'", at: axis.location)
      }
      guard !taken.contains(axis.name) else {
        throw InputError(
          "'\(axis.name)' cannot name an axis: it names a quantity or dimension of the result",
          at: axis.location)
      }
      for parameter in axis.tracks.map(\.parameter.name) {
        if let other = swept.updateValue(axis.name, forKey: parameter) {
          throw InputError(
            other == axis.name
              ? "axis '\(axis.name)' has the parameter '\(parameter)' twice"
              : "parameter '\(parameter)' is swept by two axes, '\(other)' and '\(axis.name)'",
            at: axis.location)
        }
      }
    }
    for setting in job.parameters {
      if let axis = swept[setting.name] {
        var advice = ""
        if case .option = setting.location { advice = "; set axis.\(axis).values instead" }
        throw InputError(
          "parameter '\(setting.name)' is both fixed here and swept by axis '\(axis)'\(advice)",
          at: setting.location)
      }
    }
  }

  /// The quantities' own dimensions, which every point of the grid must share.
  private static func dimensions(of grid: Grid<M>) throws(InputError) -> [OwnDimension] {
    let first = grid.model(at: 0)
    let dimensions = first.dimensions
    for axis in grid.axes {
      for index in 0..<axis.count {
        var model = first
        axis.apply(index, to: &model)
        for (expected, found) in zip(dimensions, model.dimensions) where expected != found {
          throw InputError(
            "axis '\(axis.name)' changes the coordinate '\(found.name)', which all points of a "
              + "file share", at: axis.location)
        }
      }
    }
    return dimensions.filter { !$0.values.isEmpty }
  }

  /// Rules for several parameters together, at every point where they can differ.
  private static func checkRules(of grid: Grid<M>, in job: Job) throws(InputError) {
    let sweptNames = grid.axes.flatMap { $0.tracks.map(\.parameter.name) }
    let vectors = M.parameters.filter { !$0.components.isEmpty }
    let areVectorsSwept = vectors.contains { vector in
      vector.components.contains { sweptNames.contains($0.name) }
    }
    let differ = areVectorsSwept || !M.rules.isEmpty
    var cursor = GridCursor(grid)
    for point in 0..<(differ ? grid.pointCount : 1) {
      cursor.move(to: point)
      for vector in vectors {
        try vector.checkVector(in: cursor.model, at: location(of: vector.name, grid, job))
      }
      for rule in M.rules {
        guard let conflict = rule(cursor.model) else { continue }
        let place = grid.describe(point)
        throw InputError(
          conflict.sentence + (place.isEmpty ? "" : " (at \(place))"),
          at: location(of: conflict.parameter, grid, job) ?? .file(job.path, line: 1))
      }
    }
  }

  /// Where the job sets a parameter or one of its components.
  private static func location(
    of parameter: String, _ grid: Grid<M>, _ job: Job
  ) -> SourceLocation? {
    func belongs(_ name: String) -> Bool { name == parameter || name.hasPrefix(parameter + ".") }
    return job.parameters.last { belongs($0.name) }?.location
      ?? grid.axes.first { $0.tracks.contains { belongs($0.parameter.name) } }?.location
  }

  private static func quantities(
    _ job: Job, _ dimensions: [OwnDimension]
  ) throws(InputError) -> [Quantity<M.Outcome>] {
    func missing(_ quantity: Quantity<M.Outcome>) -> String? {
      quantity.dimensions.first { name in !dimensions.contains { $0.name == name } }
    }
    guard let names = job.output.quantities else {
      return M.quantities.filter { missing($0) == nil }
    }
    let location = job.output.quantitiesLocation
    guard !names.isEmpty else {
      throw InputError("'quantities' is empty; leave it out to write all of them", at: location)
    }
    var chosen: [Quantity<M.Outcome>] = []
    for name in names {
      guard let quantity = M.quantities.first(where: { $0.name == name }) else {
        throw InputError(
          "unknown quantity '\(name)' of model '\(M.name)'"
            + NearestName.suggestion(for: name, among: M.quantities.map(\.name)), at: location)
      }
      guard !chosen.contains(where: { $0.name == name }) else {
        throw InputError("quantity '\(name)' is listed twice", at: location)
      }
      if let dimension = missing(quantity) {
        throw InputError(
          "quantity '\(name)' needs the dimension '\(dimension)', which is empty with these "
            + "parameters", at: location)
      }
      chosen.append(quantity)
    }
    return chosen
  }
}
