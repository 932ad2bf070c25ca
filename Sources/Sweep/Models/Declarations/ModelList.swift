import Jobs

/// All models, in the order in which they are listed.
public enum ModelList {
  public static let all: [ModelEntry] = [
    ModelEntry(QuantumTemperatureModel.self),
    ModelEntry(MacrospinModel.self),
    ModelEntry(SwitchingStatisticsModel.self),
    ModelEntry(ScatteringModel.self),
    ModelEntry(CollisionModel.self),
    ModelEntry(FokkerPlanckModel.self),
    ModelEntry(KeldyshModel.self),
    ModelEntry(SpinChainModel.self),
    ModelEntry(SpinValveModel.self),
    ModelEntry(TDMRGModel.self),
    ModelEntry(EqualWeightModel.self),
  ]

  public static func named(_ name: String) -> ModelEntry? {
    all.first { $0.name == name }
  }

  /// The sentence for a name that no model has.
  public static func unknown(_ name: String, among models: [ModelEntry] = all) -> String {
    "unknown model '\(name)' (`spinsweep models` lists them)"
      + NearestName.suggestion(for: name, among: models.map(\.name))
  }
}

/// A model in the list.
public struct ModelEntry: Sendable {
  public let type: any Model.Type
  public var name: String { type.name }
  public var summary: String { type.summary }
  package let plan: @Sendable (Job, Part?) throws(InputError) -> any SweepPlan

  /// The type is known here, and so to the compiler when it makes the plan: through an existential
  /// it would have to leave the whole sweep unspecialised, some fifty times slower a point.
  public init<M: Model>(_ type: M.Type) {
    self.type = type
    plan = { job, part throws(InputError) in try Plan<M>(job, part: part) }
  }
}
