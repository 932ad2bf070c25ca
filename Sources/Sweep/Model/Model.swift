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
  /// Memory in bytes that evaluating a point takes.
  var workingMemory: Int { get }

  /// Computes one point.
  ///
  /// - Throws: `EvaluationError.failed` if this point has no result, `.stopped` as soon as
  ///   `context.poll()` throws it.
  func evaluate(_ context: PointContext) throws(EvaluationError) -> Outcome
}

extension Model {
  public static var hasUniformCost: Bool { false }
  public var dimensions: [OwnDimension] { [] }
  public static var rules: [@Sendable (Self) -> Conflict?] { [] }
  public var workingMemory: Int { 0 }
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

/// Why a point gives no outcome.
public enum EvaluationError: Error, Equatable {
  /// The point cannot be computed, for the stated reason; the sweep goes on.
  case failed(String)
  /// The sweep ends before the point is finished; a resume computes it from the start.
  case stopped
}

/// What a model knows of the sweep while it computes a point.
public struct PointContext {
  /// Seed of the job; random streams are keyed by it and by `point`.
  public let seed: UInt64
  /// Row-major number of the point in the grid.
  public let point: Int
  /// Names of the quantities that are written, nil for all.
  var wanted: Set<String>?
  private let onPoll: () -> Bool

  /// - Parameter onPoll: returns whether to go on.
  public init(seed: UInt64, point: Int, onPoll: @escaping () -> Bool = { true }) {
    self.seed = seed
    self.point = point
    self.onPoll = onPoll
  }

  /// Whether a quantity of the model is written. One that is costly need not be computed if it is not,
  /// and may be NaN in the outcome.
  public func wants(_ quantity: String) -> Bool { wanted?.contains(quantity) ?? true }

  /// To be called every few milliseconds: lets the rank answer others, join a collective write, and
  /// stop in time.
  ///
  /// - Throws: `EvaluationError.stopped` if the sweep is to end now.
  public func poll() throws(EvaluationError) {
    if !onPoll() { throw .stopped }
  }
}
