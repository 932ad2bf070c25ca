public import Physics

/// A named computation with declared parameters and quantities.
///
/// A value of the model is one choice of all its parameters: `init()` has every parameter at its
/// default, the grid sets those of a point, `evaluate` computes it. Adding a model means one file
/// in `Models` and one line in `ModelList`.
public protocol Model: Sendable {
  /// What a point gives, before it is laid out in quantities.
  associatedtype Outcome

  init()

  /// The name in job files.
  static var name: String { get }
  /// One line for listings.
  static var summary: String { get }
  static var references: [Reference] { get }
  static var parameters: [Parameter<Self>] { get }
  static var quantities: [Quantity<Outcome>] { get }

  /// The dimensions that quantities have besides the axes; they must be the same at every point.
  var dimensions: [OwnDimension] { get }
  /// Whether every point takes the same time; if not, points are handed out costliest first.
  static var hasUniformCost: Bool { get }
  /// Rules that several parameters must fulfil together: nil if they do.
  static var rules: [@Sendable (Self) -> Conflict?] { get }
  /// Estimated time of a point in seconds on one core, to order and to plan the sweep.
  var estimatedSeconds: Double { get }
  /// Memory in bytes that evaluating a point takes on each of `ranks` ranks that share it; 1 unless the
  /// model shares its points.
  func workingMemory(ranks: Int) -> Int
  /// Memory in bytes that evaluating a point takes on one rank.
  var workingMemory: Int { get }
  /// Whether several ranks can compute one point together (`run.ranks_per_point`), through
  /// `PointContext.team`.
  static var sharesPoints: Bool { get }
  /// Version of the state that `evaluate` saves inside a point; nil if it saves none. A state of
  /// another version is not read: a change of its layout, or of what is computed, needs a new one.
  static var restartVersion: Int? { get }
  /// Bytes of the state of a point, over all ranks that share it.
  var restartStateBytes: Int { get }

  /// Computes one point.
  ///
  /// On several ranks that share a point, each evaluates it, as `RankTeam` says; the outcome of the
  /// leader counts.
  ///
  /// - Throws: `EvaluationError.failed` if this point has no result, and what `context.poll()` or the
  ///   team throws.
  func evaluate(_ context: PointContext) throws(EvaluationError) -> Outcome
}

extension Model {
  public static var hasUniformCost: Bool { false }
  public var dimensions: [OwnDimension] { [] }
  public static var rules: [@Sendable (Self) -> Conflict?] { [] }
  public var workingMemory: Int { 0 }
  public func workingMemory(ranks: Int) -> Int { workingMemory }
  public static var sharesPoints: Bool { false }
  public static var restartVersion: Int? { nil }
  public var restartStateBytes: Int { 0 }
}

/// Parameters that do not go together.
public struct Conflict: Sendable, Equatable {
  /// The parameter to change, for the place of the message.
  public let parameter: String
  public let sentence: String

  public init(_ parameter: String, _ sentence: String) {
    self.parameter = parameter
    self.sentence = sentence
  }
}
