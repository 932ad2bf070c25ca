import Jobs

/// All that is declared of a model, as a value: whatever reads, checks, lists, labels or stores
/// goes by it. Of a `Model` it is made from the type; of a model that is known only when the
/// program runs, from what that model says of itself.
public struct ModelDeclaration<M: PointModel>: Sendable {
  /// The name in job files.
  public let name: String
  /// One line for listings.
  public let summary: String
  /// The publications that results rest on, for the file.
  public let references: [Reference]
  /// Every parameter at its default, in the units that the declarations name.
  public let defaults: M
  /// All parameters, in the order of listings.
  public let parameters: [Parameter<M>]
  /// All quantities, in the order of listings and of the file.
  public let quantities: [Quantity<M.Outcome>]
  /// Whether results depend on random numbers.
  public var isStochastic = false
  /// Whether every point takes the same time; if not, points are handed out costliest first.
  public var hasUniformCost = false
  /// As `Model.rules`.
  public var rules: [@Sendable (M) -> Conflict?] = []
  /// As `Model.cautions`.
  public var cautions: [@Sendable (M) -> Caution?] = []
  /// What is doubtful about an outcome, as `Model.remark(on:)`; nil for models that make no
  /// remarks.
  public var remark: (@Sendable (M.Outcome) -> String?)?
  /// As `Model.trustLimits`.
  public var trustLimits: [String] = []
  /// Whether several ranks can compute one point together.
  public var sharesPoints = false
  /// Version of the state that is saved inside a point; nil if none is.
  public var restartVersion: Int?
  /// What the points are made of, where that is independent trajectories; nil for other models.
  public var ensemble: Ensemble<M>?

  /// What is declared of a model that computes each point by itself and always takes as long.
  ///
  /// The parameters are the stored properties.
  public init(
    name: String, summary: String, references: [Reference], defaults: M,
    parameters: [Parameter<M>], quantities: [Quantity<M.Outcome>]
  ) {
    self.name = name
    self.summary = summary
    self.references = references
    self.defaults = defaults
    self.parameters = parameters
    self.quantities = quantities
  }
}

extension ModelDeclaration where M: Model {
  /// What the type of a model declares.
  public init(_ model: M.Type) {
    self.init(
      name: M.name, summary: M.summary, references: M.references, defaults: M(),
      parameters: M.parameters, quantities: M.quantities)
    isStochastic = M.isStochastic
    hasUniformCost = M.hasUniformCost
    rules = M.rules
    cautions = M.cautions
    if M.makesRemarks { remark = { outcome in M.remark(on: outcome) } }
    trustLimits = M.trustLimits
    sharesPoints = M.sharesPoints
    restartVersion = M.restartVersion
    ensemble = M.ensemble
  }
}

extension ModelDeclaration {
  /// Names of the parameters that a job gives in place of one.
  func substitutes(of name: String) -> [String] {
    parameters.filter { $0.replaced.contains(name) }.map(\.name)
  }

  /// A parameter, or a component of a vector parameter, by name.
  ///
  /// - Throws: `InputError` with the nearest name if there is none of this name.
  func parameter(
    _ name: String, at location: SourceLocation
  ) throws(InputError) -> Parameter<M> {
    let all = parameters + parameters.flatMap(\.components)
    if let parameter = all.first(where: { $0.name == name }) { return parameter }
    if let advice = Job.advice(onKey: name, at: location) {
      throw InputError(advice, at: location)
    }
    throw InputError(
      "unknown parameter '\(name)' of model '\(self.name)'"
        + NearestName.suggestion(for: name, among: all.map(\.name)), at: location)
  }
}

/// A declaration of any model, for those who list and label.
package protocol ModelDeclaring<M>: Sendable {
  associatedtype M: PointModel
  /// The declaration itself.
  var whole: ModelDeclaration<M> { get }
  var name: String { get }
  var references: [Reference] { get }
  var isStochastic: Bool { get }
  var hasUniformCost: Bool { get }
  var restartVersion: Int? { get }
  var trustLimits: [String] { get }
  /// Whether files of the model can have remarks on points: its own, or on what a target did not
  /// reach.
  var canHaveRemarks: Bool { get }
  /// The parameter that says how many trajectories a point has; nil for models without.
  var ensembleParameter: String? { get }
}

extension ModelDeclaration: ModelDeclaring {
  package var whole: Self { self }
  package var canHaveRemarks: Bool { remark != nil || ensemble != nil }
  package var ensembleParameter: String? { ensemble?.parameter }
}
