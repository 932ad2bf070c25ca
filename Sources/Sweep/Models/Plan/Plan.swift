import Base
import Jobs
import Points
import ResultsStorage
import Units

/// A job that has been checked whole against its model: what will be computed and written.
package struct Plan: Sendable {
  /// A parameter with the value that it has at all points, or had if it were not swept.
  struct FixedParameter: Sendable {
    let name: String
    let unit: Unit
    let value: ParameterValue
    /// Whether the value follows from others.
    let follows: Bool
    /// Whether there is no value at all.
    let isUnset: Bool
    /// Whether it only says how much is computed or saved.
    let isBookkeeping: Bool
    /// Whether it is a vector, whose components are parameters too.
    let hasComponents: Bool
    /// Parameters that a job gives in place of this one.
    let substitutes: [String]

    /// As sentences say it.
    var description: String { isUnset ? "not set" : "\(value)" }
  }

  /// The job, without what is expected at points that have left the grid by an override.
  package let job: Job
  package let grid: Grid
  /// The part of the grid that is computed; nil for the whole grid.
  package let part: Part?
  /// Numbers in the grid of the points of the part.
  let partPoints: PartPoints?
  package let quantities: [QuantityLayout]
  /// The dimensions that the quantities have besides the axes.
  let dimensions: [DimensionLayout]
  package let expectations: [Expectation]
  /// Number of expectations whose points have left the grid by an override.
  package let omittedExpectations: Int
  /// What users should know before they trust the results, a sentence each; known after `conclude`.
  package internal(set) var warnings: [String] = []

  /// How a job of the model is checked.
  let entry: ModelEntry
  /// What is declared of the model.
  let model: any ModelDeclaring
  /// Bytes that formulas take at a point.
  let formulaBytes: Int
  let parameters: [FixedParameter]
  /// What the job's formulas use, in their order.
  let formulaInputs: [FormulaInputs]
  let points: PlannedPoints
  /// Where points are added; nil for a grid that stays as it is.
  package let refinement: PlannedRefinement?
  /// Names of the model's quantities that are computed, written or not.
  let names: Set<String>
  /// Parameters that trajectories can be added by.
  let growing: Set<String>
  /// The parameter that a target takes the place of; nil without one.
  let countedByTarget: String?
  /// Whether trajectories can be added to a file that has quantities of some names.
  let goesOn: @Sendable (Set<String>) -> Bool
  /// Ranks that compute one point together.
  package var ranksPerPoint: Int

  /// Takes a time that does not grow with the number of points; `inspect` and `conclude` do the
  /// rest.
  ///
  /// - Parameters:
  ///   - part: a part of the grid that is to be computed alone.
  ///   - deadline: when to give up; nil for never.
  /// - Throws: `InputError` at the first thing in the job that the model does not allow, and if
  ///   something asks the program to stop.
  init<M: PointModel>(
    _ job: Job, part: Part?, until deadline: Deadline?, of declaration: ModelDeclaration<M>,
    _ entry: ModelEntry
  ) throws(InputError) {
    let check = JobCheck(
      declaration: declaration, job: job, interruption: PlanInterruption(deadline: deadline))
    let modelGrid = try check.grid()
    let first = modelGrid.model(at: 0)
    let own = first.dimensions.filter { !$0.values.isEmpty }
    var derived = try DerivedReader(declaration: declaration, job: job, dimensions: own)
      .quantities()
    let rule = try check.rule(among: own, &derived)
    let chosen = try check.quantities(among: own)
    let needed = Set((chosen + derived.needed).map(\.name))
    let sums = declaration.ensemble?.sums(for: needed) ?? []
    try check.dimensions(of: chosen + derived.needed, in: modelGrid)
    let computed = chosen.map { $0.omitting(own) }
    let quantities =
      computed.map(\.layout) + derived.layouts + sums.map(\.layout)
    let partPoints = try part.map { part throws(InputError) in
      try check.points(of: part, in: modelGrid)
    }
    let border = try job.refine.map { request throws(InputError) in
      try BorderReader(
        declaration: declaration, job: job, request: request, dimensions: own,
        quantities: quantities
      ).border()
    }
    guard part == nil || border == nil else {
      throw InputError(
        "a refined sweep has no parts: where its points are follows from all results",
        at: .option("--part \(part.map { "\($0)" } ?? "")"))
    }
    let expected = try check.expectations(of: quantities, own, in: modelGrid.grid)

    grid = modelGrid.grid
    self.part = part
    self.partPoints = partPoints
    self.quantities = quantities
    dimensions = (own + (sums.isEmpty ? [] : [.limbs])).filter { dimension in
      quantities.contains { $0.dimensions.contains(dimension.name) }
    }.map(\.layout)
    expectations = expected.map(\.expectation)
    omittedExpectations = job.expectations.count - expected.count
    var job = job
    job.expectations = expected.map(\.request)
    self.job = job
    self.entry = entry
    model = declaration
    formulaBytes = derived.workingMemory
    parameters = declaration.parameters.map {
      FixedParameter(
        name: $0.name, unit: $0.unit, value: $0.value(in: modelGrid.base),
        follows: $0.follows(modelGrid.base), isUnset: $0.isUnset(in: modelGrid.base),
        isBookkeeping: $0.isBookkeeping, hasComponents: !$0.components.isEmpty,
        substitutes: declaration.substitutes(of: $0.name))
    }
    formulaInputs = derived.inputs
    ranksPerPoint = job.run.ranksPerPoint
    names = needed
    if let ensemble = declaration.ensemble {
      growing = ensemble.growing
      countedByTarget = job.target == nil ? nil : ensemble.parameter
      goesOn = { ensemble.canGoOn(for: needed, from: $0) }
    } else {
      (growing, countedByTarget, goesOn) = ([], nil, { _ in false })
    }
    points = PlannedPoints(
      modelGrid, partPoints, computed, derived, border?.difference, sums, rule, job)
    if let border, let request = job.refine {
      refinement = try PlannedRefinement(
        request, border.form, of: job, grid: modelGrid.grid, interruption: check.interruption,
        declaration)
    } else {
      refinement = nil
    }
  }

  /// Whether results depend on random numbers.
  package var isStochastic: Bool { model.isStochastic }

  /// Number of points of the file: of the grid, or of the part that is computed.
  package var pointCount: Int { partPoints?.count ?? grid.pointCount }

  /// The quantities that are results, without what is kept so that trajectories can be added.
  package var results: [QuantityLayout] { quantities.filter { !SumsGroup.contains($0.name) } }

  /// Numbers a point has of each quantity.
  package var quantitySizes: [Int] {
    StoreLayout(axes: [], dimensions: dimensions, quantities: quantities).quantitySizes
  }

  /// Numbers a point, over all quantities.
  package var valuesPerPoint: Int { quantitySizes.reduce(0, +) }

  /// The number in the grid of a point of the file.
  func numberInGrid(_ point: Int) -> Int { partPoints.map { $0[point] } ?? point }

  /// A point of the file in words: `current = 0.001 A, temperature = 4 K`.
  package func describe(_ point: Int) -> String { grid.describe(numberInGrid(point)) }

  /// The job's own output file, with the part behind its name if there is one:
  /// `map.part-2-of-8.h5`.
  package var partFile: String { job.outputFile(of: part) }
}

extension Job {
  /// The job's own output file, with a part behind its name if there is one.
  package func outputFile(of part: Part?) -> String {
    let file = output.file
    guard let part else { return file }
    let suffix = ".part-\(part.number)-of-\(part.count)"
    let name = file.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return file + suffix }
    return file.dropLast(name[dot...].count) + suffix + name[dot...]
  }
}

/// What a plan asks the model about points, in closures that are made where the compiler knows the
/// model's type (see `ModelEntry`).
struct PlannedPoints: Sendable {
  /// Makes what computes points; the argument gives what another file has of a point, if it does.
  let makeProgram: @Sendable (((Int) -> EarlierRecord?)?) -> PointProgram
  /// Trajectories at any point of the grid without a target; to be called once for many points.
  let trajectories: @Sendable () -> (Int) -> Int
  let inspect: @Sendable (Range<Int>, Deadline?) -> PointInspection
  /// Throws `InputError` if a point of the grid breaks the model's rules.
  let check: @Sendable (Int) throws(InputError) -> Void
  /// What one of the model's cautions says of a point of the grid, and what would do at all of
  /// them.
  let caution: @Sendable (_ index: Int, _ point: Int) -> (sentence: String, remedy: String)?
  /// Gives the model at any point of the grid; to be called once for many points.
  let models: @Sendable () -> (Int) -> any PointModel
  /// Computes the formulas at any point of the grid from what a file has of it, by name; to be
  /// called once for many points. What the file has of a formula is taken as it is.
  let formulas: @Sendable () -> (_ point: Int, _ stored: (String) -> [Double]?) -> [[Double]]
  /// Gives all parameters at any point of the grid by their bits, nil for those that are not set;
  /// to be called once for many points.
  let values: @Sendable () -> (Int) -> [ValueBits?]
  /// Gives what a refined quantity exceeds another by, at any point of the grid, from what a file
  /// has of it, by name; nil where it is compared with a level, or nothing is refined.
  let borderDifference: (@Sendable () -> (_ point: Int, _ stored: (String) -> [Double]?) -> Double)?

  init<M: PointModel>(
    _ grid: ModelGrid<M>, _ part: PartPoints?, _ quantities: [Quantity<M.Outcome>],
    _ derived: DerivedQuantities<M>, _ difference: DerivedQuantities<M>?,
    _ sums: [Quantity<M.Outcome>], _ rule: StoppingRule<M>?, _ job: Job
  ) {
    let identity = PointIdentity(grid.declaration, seed: job.seed, job.random)
    makeProgram = { earlier in
      grid.program(
        of: quantities, derived, sums, part: part, identity, until: rule, from: earlier)
    }
    trajectories = {
      var cursor = GridCursor(grid)
      return { point in
        cursor.move(to: point)
        return grid.declaration.ensemble?.count(cursor.model) ?? 0
      }
    }
    inspect = { grid.inspect($0, in: job, until: $1) }
    check = { point throws(InputError) in
      try PointRules(grid, job).check(grid.model(at: point), at: point)
    }
    caution = { index, point in
      let rule = grid.declaration.cautions[index]
      return rule(grid.model(at: point)).map { caution in
        (
          caution.sentence,
          grid.sentence(caution.remedy) { model in [rule(model)?.remedy].compactMap(\.self) }
        )
      }
    }
    formulas = {
      var cursor = GridCursor(grid)
      return { point, stored in
        cursor.move(to: point)
        return derived.values(cursor.model, stored: stored)
      }
    }
    values = {
      var cursor = GridCursor(grid)
      return { point in
        cursor.move(to: point)
        let model = cursor.model
        return grid.declaration.parameters.map {
          $0.isUnset(in: model) ? nil : ValueBits($0.value(in: model))
        }
      }
    }
    if let difference {
      borderDifference = {
        var cursor = GridCursor(grid)
        return { point, stored in
          cursor.move(to: point)
          return difference.values(cursor.model, stored: stored).last?.first ?? .nan
        }
      }
    } else {
      borderDifference = nil
    }
    models = {
      var cursor = GridCursor(grid)
      return { point in
        cursor.move(to: point)
        return cursor.model
      }
    }
  }
}

extension Job {
  /// Checks the job against its model's declarations, and every point against the model's rules.
  ///
  /// - Parameters:
  ///   - models: those that the job may name.
  ///   - part: the part of the grid to compute, if not the whole.
  /// - Throws: `InputError` at the first thing that does not fit, also if a signal asks the program
  ///   to stop meanwhile.
  package func plan(
    among models: [ModelEntry] = ModelList.all, part: Part? = nil
  ) throws(InputError) -> Plan {
    var plan = try outline(among: models, part: part)
    try plan.inspectPoints()
    try plan.checkMiddlesOfCells()
    return plan
  }

  /// The plan before every point has been inspected; as `plan` else.
  ///
  /// - Parameter deadline: when to give up; nil for never.
  /// - Throws: `InputError` at the first thing that does not fit, and if something asks the program
  ///   to stop (`stopReason`).
  package func outline(
    among models: [ModelEntry] = ModelList.all, part: Part? = nil, until deadline: Deadline? = nil
  ) throws(InputError) -> Plan {
    guard let entry = models.first(where: { $0.name == model }) else {
      throw InputError(ModelList.unknown(model, among: models), at: modelLocation)
    }
    return try entry.outline(self, part, deadline)
  }
}
