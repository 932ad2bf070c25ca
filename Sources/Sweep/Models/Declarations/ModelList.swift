import Base
import Jobs

/// All models, in the order in which they are listed.
package enum ModelList {
  /// The models that jobs may name.
  package static let all: [ModelEntry] = [
    ModelEntry(QuantumTemperatureModel.self),
    ModelEntry(MacrospinModel.self),
    ModelEntry(SwitchingStatisticsModel.self),
    ModelEntry(ScatteringModel.self),
    ModelEntry(CollisionModel.self),
    ModelEntry(FokkerPlanckModel.self),
    ModelEntry(RetentionModel.self),
    ModelEntry(KeldyshModel.self),
    ModelEntry(SpinChainModel.self),
    ModelEntry(SpinValveModel.self),
    ModelEntry(TDMRGModel.self),
    ModelEntry(EqualWeightModel.self),
  ]

  /// The model of a name; nil if there is none.
  package static func named(_ name: String) -> ModelEntry? {
    all.first { $0.name == name }
  }

  /// The sentence for a name that no model has.
  package static func unknown(_ name: String, among models: [ModelEntry] = all) -> String {
    "unknown model '\(name)' (`spinsweep models` lists them)"
      + NearestName.suggestion(for: name, among: models.map(\.name))
  }
}

/// A model in the list.
package struct ModelEntry: Sendable {
  /// The model itself.
  package let type: any Model.Type
  /// Checks a job against the model's declarations; throws `InputError` at the first thing that
  /// does not fit.
  let outline: @Sendable (Job, Part?, Deadline?) throws(InputError) -> Plan

  /// The name in job files.
  package var name: String { type.name }
  /// One line for listings.
  package var summary: String { type.summary }

  /// The type is known here, and so to the compiler when it makes the plan: through an existential
  /// it would have to leave the whole sweep unspecialized, some fifty times slower a point.
  package init<M: Model>(_ type: M.Type) {
    self.type = type
    outline = { job, part, deadline throws(InputError) in
      try Plan(job, part: part, until: deadline, of: M.self)
    }
  }
}
