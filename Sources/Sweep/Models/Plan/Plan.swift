import Base
public import Jobs
import Points
import ResultsStorage

/// A job that has been checked whole against its model: what will be computed and written.
public struct Plan<M: Model>: Sendable {
  private(set) var job: Job
  let grid: Grid<M>
  package let quantities: [Quantity<M.Outcome>]
  package let dimensions: [OwnDimension]
  /// The part of the grid that is computed, with its points; nil for the whole grid.
  public let part: Part?
  let partPoints: PartPoints?
  /// What users should know before they trust the results; known after `conclude`.
  public internal(set) var warnings: [String] = []
  public let expectations: [Expectation]
  /// Expectations whose points have left the grid by an override.
  public let omittedExpectations: Int
  // What is done for every point is made here, where the compiler knows the model's type (see `ModelEntry`).
  let makeProgram: @Sendable () -> PointProgram
  let inspector: @Sendable (Range<Int>, Deadline?) -> PointInspection

  /// Takes a time that does not grow with the number of points; `inspect` and `conclude` do the rest.
  ///
  /// - Parameter part: a part of the grid that is to be computed alone.
  /// - Throws: `InputError` at the first thing in the job that the model does not allow.
  init(_ job: Job, part: Part? = nil) throws(InputError) {
    self.job = job
    self.part = part
    let builder = AxisBuilder(parameters: M.parameters, model: M.name)
    var base = try Self.base(job, builder)
    base.select(quantities: job.output.quantities.map(Set.init))
    var axes: [Axis<M>] = []
    for request in job.axes { axes.append(try builder.axis(request)) }
    try Self.checkNames(job, axes)
    grid = try Grid(base: base, axes: axes)
    try Self.checkSharing(job)
    // Rules first: they refuse parameters whose dimensions would not fit into memory.
    try Self.checkRulesAlongAxes(of: grid, in: job)
    let dimensions = grid.model(at: 0).dimensions.filter { !$0.values.isEmpty }
    self.dimensions = dimensions
    let quantities = try Self.quantities(job, dimensions)
    try Self.checkDimensions(of: grid, quantities)
    self.quantities = quantities
    var partPoints: PartPoints?
    if let part { partPoints = try Self.points(of: part, of: grid) }
    self.partPoints = partPoints
    makeProgram = { [grid, partPoints] in
      Self.program(grid: grid, part: partPoints, quantities: quantities)
    }
    inspector = { [grid] points, deadline in
      Self.inspect(points, of: grid, in: job, until: deadline)
    }
    let reader = ExpectationReader(
      axes: axes.map(\.layout), dimensions: dimensions,
      quantities: quantities.map { ($0.name, $0.unit, $0.dimensions) },
      axisUnits: Dictionary(
        uniqueKeysWithValues: axes.compactMap { axis in
          axis.isCoupled ? nil : axis.tracks.first.map { (axis.name, $0.parameter.unit) }
        }),
      overridden: Set(job.axes.filter(\.isOverridden).map(\.name))
        .union(job.parameters.contains(where: \.isOverridden) ? dimensions.map(\.name) : []))
    var kept: [(request: Job.ExpectationRequest, expectation: Expectation)] = []
    for request in job.expectations {
      if let expectation = try reader.read(request) { kept.append((request, expectation)) }
    }
    expectations = kept.map(\.expectation)
    omittedExpectations = job.expectations.count - kept.count
    self.job.expectations = kept.map(\.request)
  }

  /// Numbers that each quantity has a point.
  package var quantitySizes: [Int] {
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

  private static func checkSharing(_ job: Job) throws(InputError) {
    guard job.run.ranksPerPoint > 1, !M.sharesPoints else { return }
    throw InputError(
      "model '\(M.name)' computes a point on one rank; 'ranks_per_point' cannot be "
        + "\(job.run.ranksPerPoint)", at: job.run.ranksPerPointLocation)
  }

  private static func points(of part: Part, of grid: Grid<M>) throws(InputError) -> PartPoints {
    let order = costliestFirst(in: grid)
    let most = min(grid.pointCount, order?.blocks.count ?? grid.pointCount)
    guard part.count <= most else {
      throw InputError(
        "the grid of \(grid.pointCount) points cannot be split into \(part.count) parts"
          + (most < grid.pointCount ? " (at most \(most))" : ""), at: .option("--part \(part)"))
    }
    let name = PartLayout.axisName
    let taken = grid.axes.map(\.name) + M.quantities.map(\.name) + M().dimensions.map(\.name)
    guard !taken.contains(name) else {
      throw InputError(
        "a job with something called '\(name)' cannot be split, since parts have an axis of this "
          + "name", at: .option("--part \(part)"))
    }
    return PartPoints(part, of: grid.pointCount, order: order)
  }

  private static func checkNames(_ job: Job, _ axes: [Axis<M>]) throws(InputError) {
    let taken = Set(M.quantities.map(\.name) + M().dimensions.map(\.name) + ["run"])
    let parameters = Set(M.parameters.flatMap { [$0.name] + $0.components.map(\.name) })
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
      let isParameterItself = !axis.isCoupled && axis.tracks.first?.parameter.name == axis.name
      guard isParameterItself || !parameters.contains(axis.name) else {
        throw InputError(
          "'\(axis.name)' cannot name this axis: it is a parameter's name", at: axis.location)
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
    try checkComponents(axes, swept)
    for setting in job.parameters {
      for name in setting.names {
        guard let axis = swept[name] ?? vector(of: name).flatMap({ swept[$0] }) else { continue }
        var advice = ""
        if case .option = setting.location { advice = "; set axis.\(axis).values instead" }
        throw InputError(
          "parameter '\(name)' is both fixed here and swept by axis '\(axis)'\(advice)",
          at: setting.location)
      }
    }
  }

  /// No component is swept beside its vector: what a point has would depend on the order of points.
  private static func checkComponents(
    _ axes: [Axis<M>], _ swept: [String: String]
  ) throws(InputError) {
    for axis in axes {
      for component in axis.tracks.map(\.parameter.name) {
        guard let vector = vector(of: component), let other = swept[vector] else { continue }
        throw InputError(
          "'\(component)' is a component of '\(vector)', which axis '\(other)' sweeps as a whole",
          at: axis.location)
      }
    }
  }

  /// The vector parameter that a component belongs to.
  private static func vector(of component: String) -> String? {
    component.lastIndex(of: ".").map { String(component[..<$0]) }
  }

  /// All points of a file share the dimensions of its quantities.
  private static func checkDimensions(
    of grid: Grid<M>, _ quantities: [Quantity<M.Outcome>]
  ) throws(InputError) {
    let first = grid.model(at: 0)
    let dimensions = first.dimensions
    for axis in grid.axes {
      for index in 0..<axis.count {
        var model = first
        axis.apply(index, to: &model)
        for (expected, found) in zip(dimensions, model.dimensions)
        where expected != found {
          let concerned = quantities.filter { $0.dimensions.contains(found.name) }
          guard !concerned.isEmpty else { continue }
          throw InputError(
            "axis '\(axis.name)' changes the coordinate '\(found.name)', which all points of a "
              + "file share; choose 'quantities' without it "
              + "(not \(concerned.map(\.name).joined(separator: ", ")))",
            at: axis.location)
        }
      }
    }
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
