public import Jobs

extension Job {
  /// Checks the job against its model's declarations, and every point against the model's rules.
  ///
  /// - Parameters:
  ///   - models: those that the job may name.
  ///   - part: the part of the grid to compute, if not the whole.
  /// - Throws: `InputError` at the first thing that does not fit.
  public func plan(
    among models: [ModelEntry] = ModelList.all, part: Part? = nil
  ) throws(InputError) -> any SweepPlan {
    var plan = try outline(among: models, part: part)
    try plan.inspectPoints()
    return plan
  }

  /// The plan before every point has been inspected; as `plan` else.
  public func outline(
    among models: [ModelEntry] = ModelList.all, part: Part? = nil
  ) throws(InputError) -> any SweepPlan {
    guard let entry = models.first(where: { $0.name == model }) else {
      throw InputError(ModelList.unknown(model, among: models), at: modelLocation)
    }
    return try entry.plan(self, part)
  }
}
