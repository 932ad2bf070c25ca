import Jobs

extension JobCheck {
  /// The model with as many trajectories as a target allows; that is what times, memory and arrays
  /// are bounded by.
  ///
  /// - Throws: `InputError` if the model has no trajectories, or the job says in two ways how many.
  func limit(_ model: inout M) throws(InputError) {
    guard let target = job.target else { return }
    guard let ensemble = declaration.ensemble else {
      throw InputError(
        "model '\(declaration.name)' has no trajectories that [target] could count",
        at: target.location)
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
  /// - Parameter dimensions: Those that are not empty.
  /// - Throws: `InputError` if the target's quantity has no standard error.
  func rule(among dimensions: [OwnDimension]) throws(InputError) -> StoppingRule<M>? {
    guard let target = job.target else { return nil }
    let name = target.quantity
    let sampled = declaration.quantities.filter { $0.estimates != nil }.map(\.name)
    guard let quantity = declaration.quantities.first(where: { $0.name == name }) else {
      if job.quantities.contains(where: { $0.name == name }) {
        throw InputError(
          "the target '\(name)' is a formula, which has no standard error of its own; take one of "
            + sampled.joined(separator: ", "), at: target.quantityLocation)
      }
      throw InputError(
        "unknown quantity '\(name)' of model '\(declaration.name)'"
          + NearestName.suggestion(for: name, among: declaration.quantities.map(\.name)),
        at: target.quantityLocation)
    }
    guard let estimates = quantity.estimates else {
      throw InputError(
        "the target '\(name)' has no standard error; take one of "
          + sampled.joined(separator: ", "), at: target.quantityLocation)
    }
    if let dimension = quantity.dimensions.first(where: { name in
      !dimensions.contains { $0.name == name }
    }) {
      throw InputError(
        "the target '\(name)' needs the dimension '\(dimension)', which is empty with these "
          + "parameters", at: target.quantityLocation)
    }
    return StoppingRule(
      standardError: target.standardError, relativeError: target.relativeError,
      estimates: estimates)
  }

  /// Names of the quantities that a job with a target writes besides those it lists.
  var quantitiesOfTarget: [String] {
    guard let target = job.target else { return [] }
    return ["trajectories_used", Quantity<M.Outcome>.errorName(of: target.quantity)]
  }
}
