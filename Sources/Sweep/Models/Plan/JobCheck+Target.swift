import Jobs
import Numerics
import ResultsStorage

extension JobCheck {
  /// The model with as many trajectories as a target allows; that is what times, memory and arrays
  /// are bounded by.
  ///
  /// - Throws: `InputError` if the model has no trajectories, or the job says in two ways how many.
  func limit(_ model: inout M) throws(InputError) {
    guard let target = job.target else { return }
    guard let ensemble = declaration.ensemble else {
      let name = declaration.name
      throw InputError(
        declaration.parameters.contains { $0.name == "trajectories" }
          ? "[target] cannot tell when the trajectories of model '\(name)' are enough; give their "
            + "number by 'trajectories'"
          : "model '\(name)' has no trajectories that [target] could count", at: target.location)
    }
    let places =
      job.parameters.map { ($0.name, $0.location) }
      + job.axes.flatMap { zip($0.parameters, $0.parameterLocations) }
    if let (name, location) = places.first(where: { $0.0 == ensemble.parameter }) {
      throw InputError(
        "'\(name)' and [target] both say how many trajectories there are; give one of them",
        at: location)
    }
    ensemble.limit(&model, target.mostTrajectories)
  }

  /// When there are enough trajectories; nil if their number is given.
  ///
  /// - Parameters:
  ///   - dimensions: Those that are not empty.
  ///   - derived: The job's formulas; the error of one that is the target is added.
  /// - Throws: `InputError` if the target's quantity has no standard error.
  func rule(
    among dimensions: [OwnDimension], _ derived: inout DerivedQuantities<M>
  ) throws(InputError) -> StoppingRule<M>? {
    guard let target = job.target else { return nil }
    let name = target.quantity
    let estimates: @Sendable (M, M.Outcome) -> [Estimate]
    if let index = derived.items.firstIndex(where: { $0.layout.name == name }) {
      try checkFormula(index, of: derived, target)
      derived.error = (index, errorLayout(of: derived.items[index].layout))
      estimates = { [derived] in derived.estimates(of: index, $0, $1) }
    } else {
      let own = try estimatesOfModel(target, among: dimensions)
      estimates = { own($1) }
    }
    return StoppingRule(
      standardError: target.standardError, relativeError: target.relativeError,
      estimates: estimates)
  }

  private var sampled: String {
    declaration.quantities.filter { $0.estimates != nil }.map(\.name).joined(separator: ", ")
  }

  private func estimatesOfModel(
    _ target: Job.Target, among dimensions: [OwnDimension]
  ) throws(InputError) -> @Sendable (M.Outcome) -> [Estimate] {
    let name = target.quantity
    guard let quantity = declaration.quantities.first(where: { $0.name == name }) else {
      let names = declaration.quantities.map(\.name) + job.quantities.map(\.name)
      throw InputError(
        "unknown quantity '\(name)' of model '\(declaration.name)'"
          + NearestName.suggestion(for: name, among: names),
        at: target.quantityLocation)
    }
    guard let estimates = quantity.estimates else {
      throw InputError(
        "the target '\(name)' has no standard error; take one of \(sampled)",
        at: target.quantityLocation)
    }
    if let dimension = quantity.dimensions.first(where: { name in
      !dimensions.contains { $0.name == name }
    }) {
      throw InputError(
        "the target '\(name)' needs the dimension '\(dimension)', which is empty with these "
          + "parameters", at: target.quantityLocation)
    }
    return estimates
  }

  /// Looks whether all that a formula uses of trajectories tells how far it scatters.
  private func checkFormula(
    _ index: Int, of derived: DerivedQuantities<M>, _ target: Job.Target
  ) throws(InputError) {
    let name = target.quantity
    let inputs = derived.quantities(of: index)
    let stochastic = declaration.ensemble.map { Set($0.pieces.flatMap(\.quantities)) } ?? []
    if let input = inputs.first(where: {
      $0.estimates == nil && (stochastic.contains($0.name) || $0.name == "trajectories_used")
    }) {
      throw InputError(
        "the formula of the target '\(name)' uses '\(input.name)', which has no standard error; "
          + "use what has one: \(sampled)", at: target.quantityLocation)
    }
    guard inputs.contains(where: { $0.estimates != nil }) else {
      throw InputError(
        "the formula of the target '\(name)' uses nothing that comes from trajectories: it is "
          + "known without any", at: target.quantityLocation)
    }
    if let error = errorOfFormula, let own = job.quantities.first(where: { $0.name == error }) {
      throw InputError(
        "'\(error)' cannot name a quantity: it is what the standard error of the target is called",
        at: own.nameLocation)
    }
  }

  private func errorLayout(of formula: QuantityLayout) -> QuantityLayout {
    var layout = formula
    layout.name = Quantity<M.Outcome>.errorName(of: formula.name)
    layout.longName = Notation.label(layout.name, .one)
    layout.comment =
      "standard error of '\(formula.name)': the sum of what the error of each number in its "
      + "formula changes"
    layout.source = "statistics"
    layout.undefinedWhere = "the expression has no value, or none at an error's distance"
    return layout
  }

  /// The name of the standard error of a formula that is the target; nil if it is none.
  var errorOfFormula: String? {
    guard let target = job.target, job.quantities.contains(where: { $0.name == target.quantity })
    else { return nil }
    return Quantity<M.Outcome>.errorName(of: target.quantity)
  }

  /// Names of the quantities that a job with a target writes besides those it lists.
  var quantitiesOfTarget: [String] {
    guard let target = job.target else { return [] }
    return ["trajectories_used", Quantity<M.Outcome>.errorName(of: target.quantity)]
  }
}
