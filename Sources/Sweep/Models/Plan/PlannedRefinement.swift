import Borders
import Expressions
import Jobs
import ResultsStorage
import Units

/// What a job says of a border at which points are added, checked against the model.
package struct PlannedRefinement: Sendable {
  /// What is compared with what on the border.
  enum Form: Sendable, Equatable {
    /// In the quantity's unit.
    case level(Double)
    /// Something else of the same unit; its name.
    case other(String)
  }

  package let quantity: String
  let form: Form
  /// Names of the parameters along the refined axes.
  let parameters: [String]
  /// Their coarse values, in the order of the request.
  package let coarseAxes: [RefinementAxis]
  /// Which axis of the grid the refined one is.
  package let axis: Int
  /// Points of the other axes.
  package let combinations: Int
  /// Points of the axes after the refined one.
  private let inner: Int
  private let request: Job.RefineRequest

  init<M: PointModel>(
    _ request: Job.RefineRequest, _ form: Form, of job: Job, grid: Grid,
    interruption: PlanInterruption, _ declaration: ModelDeclaration<M>
  ) throws(InputError) {
    let axis = grid.axes.firstIndex { $0.name == RefinedAxis.name } ?? 0
    self.request = request
    self.form = form
    self.axis = axis
    quantity = request.quantity
    parameters = grid.axes[axis].tracks.map(\.parameter)
    combinations = grid.pointCount / grid.axes[axis].count
    inner = grid.axes[(axis + 1)...].reduce(1) { $0 * $1.count }
    var axes: [Axis] = []
    for request in job.axes {
      axes.append(
        try AxisBuilder(
          declaration: declaration, request: request, seed: job.seed, interruption: interruption
        ).axis().0)
    }
    coarseAxes = try RefinedAxisBuilder(
      declaration: declaration, request: request, job: job, interruption: interruption
    ).coarse(axes)
    let most = Double(combinations) * coarseAxes.reduce(1.0) { $0 * Double($1.values.count) }
    guard most <= Double(request.mostPoints) else {
      throw InputError(
        "the coarse grid has \(Int(min(most, 1e15))) points already, more than 'most_points' = "
          + "\(request.mostPoints)", at: request.mostPointsLocation)
    }
  }

  /// How the refined quantity scatters.
  package enum Noise: Sendable {
    case none
    /// By errors that the file has.
    case known
    /// It is made by a formula of quantities that may scatter.
    case unknown
  }

  /// A refinement that begins with the coarse grid.
  package func refinement(_ noise: Noise) -> Refinement {
    Refinement(
      .init(
        axes: coarseAxes, depth: request.depth, mostPoints: request.mostPoints / combinations,
        tolerance: noise == .none ? request.tolerance : 0, functions: combinations,
        isNoisy: noise == .known))
  }

  /// The number in a grid of so many refined points of one of them.
  package func number(ofRefined index: Int, combination: Int, count: Int) -> Int {
    (combination / inner * count + index) * inner + combination % inner
  }

  /// The refined point of a number in a grid of `before` refined points, in one of `after`.
  package func number(_ point: Int, among before: Int, in after: Int) -> Int {
    let (outer, rest) = point.quotientAndRemainder(dividingBy: before * inner)
    return outer * after * inner + rest
  }

  /// What the border is of, in words.
  package var words: String {
    switch form {
    case .level(let level): "\(quantity) = \(level)"
    case .other(let name): "\(quantity) = \(name)"
    }
  }
}

extension Plan {
  /// The same plan with more points along the refined axis.
  ///
  /// - Throws: `InputError` if a point breaks the model's rules, or something asks to stop.
  package func refined(to points: RefinedPoints) throws(InputError) -> Plan {
    var grown = job
    grown.refine?.points = .init(columns: points.columns, levels: points.levels)
    var plan = try entry.outline(grown, part, nil)
    plan.warnings = warnings
    plan.ranksPerPoint = ranksPerPoint
    return plan
  }

  /// The same plan with the points that a file of it has.
  ///
  /// - Throws: `InputError` as `refined`.
  package func withPoints(of layout: StoreLayout) throws(InputError) -> Plan {
    var taken = job
    taken.takeRefinedPoints(of: layout)
    guard let points = taken.refine?.points else { return self }
    return try refined(to: RefinedPoints(columns: points.columns, levels: points.levels))
  }

  /// The points along the refined axis.
  package var refinedPoints: RefinedPoints? {
    guard let axis = refinement.map({ grid.axes[$0.axis] }), let levels = axis.refinementLevels
    else { return nil }
    let columns = axis.tracks.map { track -> [Double] in
      if case .numbers(let numbers) = track.values { numbers } else { [] }
    }
    return RefinedPoints(columns: columns, levels: levels)
  }

  /// The quantities that tell how far a refined quantity scatters, with what a standard error is of
  /// them: one of the error itself, or two of the ends of an interval of 95 %.
  package var borderErrors: [(quantities: [String], part: Double)] {
    guard let refinement else { return [] }
    var names = [refinement.quantity]
    if case .other(let name) = refinement.form { names.append(name) }
    let written = Set(quantities.map(\.name))
    return names.compactMap { name in
      for error in ["_standard_error", "_error"] where written.contains(name + error) {
        return ([name + error], 1)
      }
      let ends = [name + "_low", name + "_high"]
      return ends.allSatisfy(written.contains)
        ? (ends, 1 / (2 * 1.959_963_984_540_054)) : nil
    }
  }

  /// What `borderValues` needs of a point.
  package var borderInputs: [String] {
    guard let refinement else { return [] }
    guard case .other(let name) = refinement.form else { return [refinement.quantity] }
    return [refinement.quantity, name] + formulaInputs.map(\.name)
  }

  /// Whether the refined quantity is compared with another one, not with a level.
  package var comparesQuantities: Bool { points.borderDifference != nil }

  /// Whether the refined quantity is made by a formula of results that depend on random numbers.
  package var mayScatter: Bool {
    guard isStochastic, let refinement else { return false }
    return formulaInputs.contains { $0.name == refinement.quantity && !$0.quantities.isEmpty }
  }

  /// Looks at every point again.
  ///
  /// - Throws: `InputError` if a point breaks the model's rules, or something asks to stop.
  package func checkRules() throws(InputError) {
    var plan = self
    try plan.inspectPoints()
  }

  /// The most points that are looked at before any is asked for.
  private static let mostMiddles = 200_000

  /// Looks at the middles of all coarse cells, which may be asked for: a parameter may not take all
  /// values between two that are allowed.
  ///
  /// - Throws: `InputError` if one breaks the model's rules.
  package func checkMiddlesOfCells() throws(InputError) {
    guard let refinement, let request = job.refine else { return }
    let halved = refinement.coarseAxes.map(\.halved)
    let count = halved.reduce(Double(refinement.combinations)) { $0 * Double($1.values.count) }
    guard count <= Double(Self.mostMiddles) else { return }
    do throws(InputError) {
      try refined(to: RefinedPoints(coarse: halved)).checkRules()
    } catch {
      guard error.stopReason == nil else { throw error }
      throw InputError(
        "[refine] halves cells, and between their corners not all is allowed: \(error.message)",
        at: request.location, cause: error)
    }
  }

  /// Gives what the refined quantity has at a point above what it has on the border, from what a
  /// file has of the point, by name; to be called once for many points.
  package func borderValues() -> (_ point: Int, _ stored: (String) -> [Double]?) -> Double {
    guard let refinement else { return { _, _ in .nan } }
    if let difference = points.borderDifference { return difference() }
    guard case .level(let level) = refinement.form else { return { _, _ in .nan } }
    return { _, stored in (stored(refinement.quantity)?.first ?? .nan) - level }
  }

  /// What `[refine]` of another job says differently, in words; nil if nothing.
  ///
  /// - Parameter allowingMore: whether this job may be deeper, and have more points.
  func differenceInRefinement(
    from other: Job, of there: String, than here: String, allowingMore: Bool = false
  ) -> String? {
    guard let mine = job.refine, let theirs = other.refine else {
      if job.refine == nil, other.refine == nil { return nil }
      return job.refine == nil
        ? "\(there) is refined ([refine]) and \(here) is not"
        : "\(here) is refined ([refine]) and \(there) is not"
    }
    if mine.quantity != theirs.quantity || !mine.hasBorder(of: theirs) {
      return "[refine] follows \(theirs.words) in \(there) and \(mine.words) in \(here)"
    }
    if mine.axes != theirs.axes {
      return "[refine] has the axes \(theirs.axes.joined(separator: ", ")) in \(there) and "
        + "\(mine.axes.joined(separator: ", ")) in \(here)"
    }
    if mine.tolerance != theirs.tolerance {
      return "'tolerance' of [refine] is \(theirs.tolerance) in \(there) and \(mine.tolerance) in "
        + here
    }
    for (name, one, two) in [
      ("depth", theirs.depth, mine.depth), ("most_points", theirs.mostPoints, mine.mostPoints),
    ] where one != two && !(allowingMore && two > one) {
      return "'\(name)' of [refine] is \(one) in \(there) and \(two) in \(here)"
        + (allowingMore ? "; --extend takes nothing away" : "")
    }
    return nil
  }
}

extension Job.RefineRequest {
  func hasBorder(of other: Self) -> Bool {
    switch (border, other.border) {
    case (.equals(let one), .equals(let two)): one == two
    case (.level(let one), .level(let two)): one.toml == two.toml
    default: false
    }
  }

  var words: String {
    switch border {
    case .equals(let name): "\(quantity) = \(name)"
    case .level(let node): "\(quantity) = \(node.toml)"
    }
  }
}

/// Compares the border that a job asks for with the declarations of its model.
struct BorderReader<M: PointModel> {
  let declaration: ModelDeclaration<M>
  let job: Job
  let request: Job.RefineRequest
  /// The model's dimensions, but for those that are empty.
  let dimensions: [OwnDimension]
  /// Those that are written.
  let quantities: [QuantityLayout]

  /// What is compared, and the formula of the difference where it is no level.
  ///
  /// - Throws: `InputError` for what is no quantity of one number a point, or no level of it.
  func border() throws(InputError) -> (
    form: PlannedRefinement.Form, difference: DerivedQuantities<M>?
  ) {
    let quantity = try quantity(request.quantity)
    let unit: Unit
    do throws(UnitError) { unit = try Unit(quantity.unit) } catch {
      throw InputError("\(error)", at: request.quantityLocation)
    }
    switch request.border {
    case .level(let node): return (.level(try level(node, unit)), nil)
    case .equals(let name): return (.other(name), try difference(name, unit))
    }
  }

  private func quantity(_ name: String) throws(InputError) -> QuantityLayout {
    guard let quantity = quantities.first(where: { $0.name == name }) else {
      let isLeftOut = declaration.quantities.contains { $0.name == name }
      throw InputError(
        isLeftOut
          ? "[refine] needs '\(name)', which the list 'quantities' leaves out"
          : "unknown quantity '\(name)' in [refine]"
            + NearestName.suggestion(for: name, among: quantities.map(\.name)),
        at: request.quantityLocation)
    }
    // Any of these tells how it scatters.
    let measures = [["_standard_error"], ["_error"], ["_low", "_high"]].map { $0.map { name + $0 } }
      .filter { $0.allSatisfy { error in declaration.quantities.contains { $0.name == error } } }
    func missing(in measure: [String]) -> String? {
      measure.first { error in !quantities.contains { $0.name == error } }
    }
    if measures.allSatisfy({ missing(in: $0) != nil }),
      let missing = measures.first.flatMap(missing)
    {
      throw InputError(
        "[refine] needs '\(missing)', which tells how '\(name)' scatters and which the list "
          + "'quantities' leaves out", at: request.quantityLocation)
    }
    guard quantity.dimensions.isEmpty, quantity.type == .float64 else {
      throw InputError(
        "'\(name)' in [refine] has more than one number a point "
          + "(\(quantity.dimensions.joined(separator: ", "))); make one of them by a [[quantity]], "
          + "such as max(\(name), \(quantity.dimensions.first ?? "time"))",
        at: request.quantityLocation)
    }
    return quantity
  }

  private func level(_ node: TOMLNode, _ unit: Unit) throws(InputError) -> Double {
    let level: Double? =
      switch node.value {
      case .integer(let integer): Double(integer)
      case .float(let float): float
      case .string(let text): try? unit.value(of: text)
      default: nil
      }
    guard let level, level.isFinite else {
      throw InputError(
        "'level' of [refine] must be a number in \(unit), not \(node.written)", at: node.location)
    }
    return level
  }

  /// The formula of what the quantity has more than another one, or than a parameter.
  private func difference(_ name: String, _ unit: Unit) throws(InputError) -> DerivedQuantities<M> {
    let location = request.borderLocation
    let parameters = (declaration.parameters + declaration.parameters.flatMap(\.components)).map(
      \.name)
    let names = quantities.map(\.name) + parameters
    guard names.contains(name) else {
      throw InputError(
        "'equals' of [refine] is '\(name)', which is no written quantity and no parameter"
          + NearestName.suggestion(for: name, among: names), at: location)
    }
    guard name != request.quantity else {
      throw InputError("'equals' of [refine] is the quantity itself", at: location)
    }
    if quantities.contains(where: { $0.name == name }) { _ = try quantity(name) }
    var job = job
    do throws(InputError) {
      job.quantities.append(
        try Job.QuantityRequest(
          "difference_on_the_border=\(request.quantity) - \(name)", unit: unit.symbol,
          meaning: nil))
      return try DerivedReader(
        declaration: declaration, job: job, dimensions: dimensions
      ).quantities()
    } catch {
      throw InputError(
        "'\(request.quantity)' cannot be compared with '\(name)' in [refine]: "
          + ((error.cause as? ExpressionError).map { "\($0)" } ?? error.message),
        at: location, cause: error)
    }
  }
}
