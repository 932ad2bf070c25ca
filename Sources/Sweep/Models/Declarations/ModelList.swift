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
    .program,
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
  /// The name in job files.
  package let name: String
  /// One line for listings.
  package let summary: String
  private let declare: @Sendable () -> any ModelDeclaring
  /// Checks a job against the model's declaration; throws `InputError` at the first thing that
  /// does not fit.
  let outline: @Sendable (Job, Part?, Deadline?) throws(InputError) -> Plan

  /// What is declared of the model.
  package var declaration: any ModelDeclaring { declare() }

  /// A model whose declaration follows from the job.
  ///
  /// - Parameters:
  ///   - name: The name in job files.
  ///   - summary: One line for listings.
  ///   - usual: What is declared where there is no job.
  ///   - declaration: What a job's model declares.
  init<M: PointModel>(
    name: String, summary: String, usual: ModelDeclaration<M>,
    declaration: @escaping @Sendable (Job) throws(InputError) -> ModelDeclaration<M>
  ) {
    self.name = name
    self.summary = summary
    declare = { usual }
    outline = { job, part, deadline throws(InputError) in
      try Plan(
        job, part: part, until: deadline, of: try declaration(job),
        ModelEntry(name: name, summary: summary, usual: usual, declaration: declaration))
    }
  }

  /// A model whose declaration stands in its type. The type is known here, and so to the compiler
  /// when it makes the plan: through an existential it would have to leave the whole sweep
  /// unspecialized, some fifty times slower a point.
  package init<M: Model>(_ type: M.Type) {
    name = type.name
    summary = type.summary
    declare = { ModelDeclaration(M.self) }
    outline = { job, part, deadline throws(InputError) in
      try Plan(
        job, part: part, until: deadline, of: ModelDeclaration(M.self), ModelEntry(M.self))
    }
  }
}
