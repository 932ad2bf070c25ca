import Base
import Expressions
import Jobs
import Points
import ResultsStorage

/// Compares a job with the declarations of its model.
struct JobCheck<M: PointModel> {
  let declaration: ModelDeclaration<M>
  let job: Job
  let interruption: PlanInterruption

  /// The points to compute, if all that the job sets and sweeps is allowed.
  func grid() throws(InputError) -> ModelGrid<M> {
    var base = try base()
    // What formulas use has to be computed, too.
    let used = job.quantities.flatMap { (try? Expression($0.expression).names) ?? [] }
    try limit(&base)
    let ofTarget = (job.target.map { [$0.quantity] } ?? []) + quantitiesOfTarget
    base.select(quantities: job.output.quantities.map { Set($0 + used + ofTarget) })
    var axes: [Axis] = []
    var setters: [ModelGrid<M>.Setter] = []
    for request in job.axes {
      let (axis, setter) = try AxisBuilder(
        declaration: declaration, request: request, seed: job.seed, interruption: interruption
      ).axis()
      axes.append(axis)
      setters.append(setter)
    }
    try checkNames(axes)
    if let request = job.refine {
      let refined = try RefinedAxisBuilder(
        declaration: declaration, request: request, job: job, interruption: interruption)
      (axes, setters) = try refined.combined(axes, setters)
    }
    let swept = Set(axes.flatMap { $0.tracks.map(\.parameter) })
    let vectors = declaration.parameters.filter {
      $0.components.contains { swept.contains($0.name) }
    }
    let grid = ModelGrid(
      declaration: declaration, grid: try Grid(axes), base: base, setters: setters,
      sweptVectors: vectors)
    guard declaration.sharesPoints || job.run.ranksPerPoint == 1 else {
      throw InputError(
        "model '\(declaration.name)' computes a point on one rank; 'ranks_per_point' cannot be "
          + "\(job.run.ranksPerPoint)", at: job.run.ranksPerPointLocation)
    }
    // Rules first: they refuse parameters whose dimensions would not fit into memory.
    try PointRules(grid, job).checkAlongAxes(interruption)
    return grid
  }

  /// The model with the fixed parameters set, whole vectors before their components.
  private func base() throws(InputError) -> M {
    var model = declaration.defaults
    for component in [false, true] {
      for setting in job.parameters where setting.name.contains(".") == component {
        let parameter = try declaration.parameter(setting.name, at: setting.location)
        if case .vector = parameter.kind, case .table(let table) = setting.node.value {
          try setComponents(of: parameter, table, in: &model)
        } else {
          parameter.set(try parameter.read(setting.node), in: &model)
        }
      }
    }
    // Components that are swept are not complete yet.
    let swept = Set(job.axes.flatMap(\.parameters))
    for parameter in declaration.parameters
    where !parameter.components.contains(where: { swept.contains($0.name) }) {
      do throws(InputError) {
        try parameter.settleVector(in: &model)
      } catch {
        throw InputError(error, at: job.location(ofParameter: parameter.name))
      }
    }
    return model
  }

  /// `external_field.x = …` in a job file is a table of components.
  private func setComponents(
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

  /// The quantities to write, in their order in the file.
  ///
  /// - Parameter dimensions: those that are not empty.
  func quantities(
    among dimensions: [OwnDimension]
  ) throws(InputError) -> [Quantity<M.Outcome>] {
    func missing(_ quantity: Quantity<M.Outcome>) -> String? {
      quantity.dimensions.first { name in !dimensions.contains { $0.name == name } }
    }
    // A coordinate has their values already.
    let swept = job.axes.flatMap(\.parameters)
    guard let names = job.output.quantities else {
      return declaration.quantities.filter { missing($0) == nil && !swept.contains($0.name) }
    }
    guard !names.isEmpty else {
      throw InputError(
        "'quantities' is empty; leave it out to write all of them",
        at: job.output.quantitiesLocation)
    }
    var chosen: [Quantity<M.Outcome>] = []
    // Those of the job itself are always written.
    let own = Set(job.quantities.map(\.name) + [errorOfFormula].compactMap(\.self))
    for (name, location) in zip(names, job.output.quantityLocations) where !own.contains(name) {
      guard let quantity = declaration.quantities.first(where: { $0.name == name }) else {
        throw InputError(
          "unknown quantity '\(name)' of model '\(declaration.name)'"
            + NearestName.suggestion(
              for: name, among: declaration.quantities.map(\.name) + own.sorted()),
          at: location)
      }
      guard !chosen.contains(where: { $0.name == name }) else {
        throw InputError("quantity '\(name)' is listed twice", at: location)
      }
      guard !swept.contains(name) else {
        throw InputError("quantity '\(name)' is swept by an axis; leave it out", at: location)
      }
      if let dimension = missing(quantity) {
        throw InputError(
          "quantity '\(name)' needs the dimension '\(dimension)', which is empty with these "
            + "parameters", at: location)
      }
      chosen.append(quantity)
    }
    for quantity in declaration.quantities
    where quantitiesOfTarget.contains(quantity.name)
      && !chosen.contains(where: { $0.name == quantity.name })
    {
      chosen.append(quantity)
    }
    return chosen
  }

  /// A quantity of so many numbers at a point would fit no machine, and could hardly be counted.
  private func checkSize(
    of quantity: Quantity<M.Outcome>, among dimensions: [OwnDimension]
  ) throws(InputError) {
    let lengths = quantity.dimensions.compactMap { name in
      dimensions.first { $0.name == name }?.values.count
    }
    let count = lengths.reduce(1.0) { $0 * Double($1) }
    guard count <= 0x1p31 else {
      throw InputError(
        "quantity '\(quantity.name)' has \(Format.significant(count, 3)) numbers at a point",
        at: job.modelLocation)
    }
  }

  /// All points of a file share the dimensions of its quantities.
  func dimensions(
    of quantities: [Quantity<M.Outcome>], in grid: ModelGrid<M>
  ) throws(InputError) {
    // Where no quantity has dimensions of its own nobody minds what they are.
    guard quantities.contains(where: { !$0.dimensions.isEmpty }) else { return }
    let first = grid.model(at: 0)
    let dimensions = first.dimensions
    for quantity in quantities { try checkSize(of: quantity, among: dimensions) }
    for (axis, set) in zip(grid.grid.axes, grid.setters) {
      for index in 0..<axis.count {
        try interruption.check(at: index)
        var model = first
        set(&model, index)
        for (expected, found) in zip(dimensions, model.dimensions) where expected != found {
          let concerned = quantities.filter { $0.dimensions.contains(found.name) }
          guard !concerned.isEmpty else { continue }
          // Standard errors go with what they are errors of.
          let all = concerned.map(\.name)
          let names = all.filter { name in
            !all.contains { Quantity<M.Outcome>.errorName(of: $0) == name }
          }
          throw InputError(
            "axis '\(axis.name)' changes the coordinate '\(found.name)', which all points of a "
              + "file share; choose 'quantities' without it "
              + "(not \(names.joined(separator: ", ")))",
            at: axis.location)
        }
      }
    }
  }

  /// The points of a part.
  func points(of part: Part, in grid: ModelGrid<M>) throws(InputError) -> PartPoints {
    let pointCount = grid.grid.pointCount
    var cursor = GridCursor(grid)
    let order = BlockOrder(
      hasUniformCost: declaration.hasUniformCost, pointCount: pointCount
    ) { point in
      cursor.move(to: point)
      return cursor.model
    }
    let most = min(pointCount, order?.blocks.count ?? pointCount)
    guard part.count <= most else {
      throw InputError(
        "the grid of \(pointCount) points cannot be split into \(part.count) parts"
          + (most < pointCount ? " (at most \(most))" : ""), at: .option("--part \(part)"))
    }
    let name = PartLayout.axisName
    guard !grid.grid.axes.map(\.name).contains(name), !namesOfResults.contains(name) else {
      throw InputError(
        "a job with something called '\(name)' cannot be split, since parts have an axis of this "
          + "name", at: .option("--part \(part)"))
    }
    return PartPoints(part, of: pointCount, order: order)
  }

  /// What the results are expected to be, as far as its points are in the grid.
  func expectations(
    of quantities: [QuantityLayout], _ dimensions: [OwnDimension], in grid: Grid
  ) throws(InputError) -> [(request: Job.ExpectationRequest, expectation: Expectation)] {
    let reader = ExpectationReader(
      axes: grid.axes.map(\.layout), dimensions: dimensions.map(\.layout),
      quantities: quantities,
      overridden: Set(job.axes.filter(\.isOverridden).map(\.name))
        .union(job.parameters.contains(where: \.isOverridden) ? dimensions.map(\.name) : []))
    var kept: [(request: Job.ExpectationRequest, expectation: Expectation)] = []
    for request in job.expectations {
      if let expectation = try reader.read(request) { kept.append((request, expectation)) }
    }
    return kept
  }
}

extension JobCheck {
  /// Names of what a result file can hold besides the axes.
  private var namesOfResults: Set<String> {
    Set(declaration.quantities.map(\.name) + declaration.defaults.dimensions.map(\.name))
  }

  /// Bytes of the longest name that netCDF reads.
  private static var longestName: Int { 255 }

  private func checkNames(_ axes: [Axis]) throws(InputError) {
    // A quantity that is a swept parameter is left out of the results.
    let taken = namesOfResults.subtracting(job.axes.flatMap(\.parameters))
      .union(job.quantities.map(\.name)).union(["run", "sums"])
      .union(job.refine == nil ? [] : RefinedAxis.names)
    let parameters = Set(declaration.parameters.flatMap { [$0.name] + $0.components.map(\.name) })
    var axisNames: Set<String> = []
    var swept: [String: String] = [:]
    for (axis, request) in zip(axes, job.axes) {
      guard axis.name.first?.isLetter == true,
        axis.name.allSatisfy({ $0.isLetter || $0.isNumber || "_.-".contains($0) })
      else {
        throw InputError(
          "'\(axis.name)' cannot name an axis: use letters, digits and _", at: request.nameLocation)
      }
      guard axis.name.utf8.count <= Self.longestName else {
        throw InputError(
          "the name of an axis has \(axis.name.utf8.count) bytes; netCDF allows "
            + "\(Self.longestName)", at: request.nameLocation)
      }
      guard axisNames.insert(axis.name).inserted else {
        throw InputError("two axes are called '\(axis.name)'", at: request.nameLocation)
      }
      guard !taken.contains(axis.name) else {
        throw InputError(
          "'\(axis.name)' cannot name an axis: it names a quantity or dimension of the result",
          at: request.nameLocation)
      }
      let isParameterItself = !axis.isCoupled && request.parameters == [axis.name]
      guard isParameterItself || !parameters.contains(axis.name) else {
        throw InputError(
          "'\(axis.name)' cannot name this axis: it is a parameter's name", at: request.nameLocation
        )
      }
      for (parameter, location) in zip(request.parameters, request.parameterLocations) {
        if let other = swept.updateValue(axis.name, forKey: parameter) {
          throw InputError(
            other == axis.name
              ? "axis '\(axis.name)' has the parameter '\(parameter)' twice"
              : "parameter '\(parameter)' is swept by two axes, '\(other)' and '\(axis.name)'",
            at: location)
        }
      }
    }
    try checkComponents(swept)
    try checkSubstitutes()
    for setting in job.parameters {
      for name in setting.names {
        guard let axis = swept[name] ?? vector(of: name).flatMap({ swept[$0] }) else { continue }
        let advice = setting.location.isOption ? "; set axis.\(axis).values instead" : ""
        throw InputError(
          "parameter '\(name)' is both fixed here and swept by axis '\(axis)'\(advice)",
          at: setting.location)
      }
    }
  }

  /// A job gives a parameter or what stands in its place, not both.
  private func checkSubstitutes() throws(InputError) {
    let places =
      job.parameters.map { ($0.name, $0.location) }
      + job.axes.flatMap { zip($0.parameters, $0.parameterLocations) }
    for parameter in declaration.parameters {
      guard let (_, location) = places.first(where: { $0.0 == parameter.name }),
        let replaced = parameter.replaced.first(where: { name in places.contains { $0.0 == name } })
      else { continue }
      throw InputError(
        "'\(parameter.name)' stands in place of '\(replaced)'; give one of them", at: location)
    }
  }

  /// No component is swept beside its vector: what a point has would depend on the order of points.
  private func checkComponents(_ swept: [String: String]) throws(InputError) {
    for request in job.axes {
      for (component, location) in zip(request.parameters, request.parameterLocations) {
        guard let vector = vector(of: component), let other = swept[vector] else { continue }
        throw InputError(
          "'\(component)' is a component of '\(vector)', which axis '\(other)' sweeps as a whole",
          at: location)
      }
    }
  }

  /// The vector parameter that a component belongs to.
  private func vector(of component: String) -> String? {
    component.lastIndex(of: ".").map { String(component[..<$0]) }
  }
}
