import Base
import Glibc
public import Points
public import Teams

/// One choice of all parameters of a model: it computes a point of a sweep.
///
/// What there is to know of its parameters and quantities is a value, a `ModelDeclaration`: of a
/// `Model` it is made from what its type declares.
public protocol PointModel: Sendable {
  /// What a point gives, before it is laid out in quantities.
  associatedtype Outcome

  /// The dimensions that quantities have besides the axes; they must be the same at every point.
  var dimensions: [OwnDimension] { get }
  /// Tells which quantities will be written, before anything else is asked of the model; nil for
  /// all. Work that only others need may be left out.
  mutating func select(quantities: Set<String>?)
  /// Estimated time of a point in seconds on one core, to order and to plan the sweep.
  var estimatedSeconds: Double { get }
  /// Memory in bytes that evaluating a point takes on each of `ranks` ranks that share it; 1 unless
  /// the model shares its points.
  func workingMemory(ranks: Int) -> Int
  /// The same for models that do not share their points, or take as much on each rank.
  var workingMemory: Int { get }
  /// Bytes of the state of a point, over all ranks that share it.
  var restartStateBytes: Int { get }

  /// Computes one point.
  ///
  /// On several ranks that share a point, each evaluates it, as `RankTeam` says; the outcome of the
  /// leader counts.
  ///
  /// - Throws: `EvaluationError.failed` if this point has no result, and what `context.poll()` or
  ///   the team throws.
  func evaluate(_ context: PointContext) throws(EvaluationError) -> Outcome
  /// Ends what `evaluate` has begun and kept for the points that follow: called on each rank after
  /// its last point.
  func conclude()
}

extension PointModel {
  public var dimensions: [OwnDimension] { [] }
  public mutating func select(quantities: Set<String>?) {}
  public var workingMemory: Int { 0 }
  public func workingMemory(ranks: Int) -> Int { workingMemory }
  public var restartStateBytes: Int { 0 }
  public func conclude() {}
}

/// A named computation whose type declares its parameters and quantities.
///
/// A value of the model is one choice of all its parameters: `init()` has every parameter at its
/// default, the grid sets those of a point, `evaluate` computes it. Adding a model means one folder
/// in `Models` and one line in `ModelList`.
public protocol Model: PointModel {
  /// Every parameter at its default, in the units that the declarations name.
  init()

  /// The name in job files.
  static var name: String { get }
  /// One line for listings.
  static var summary: String { get }
  /// The publications that results rest on, for the file.
  static var references: [Reference] { get }
  /// All parameters, in the order of listings.
  static var parameters: [Parameter<Self>] { get }
  /// All quantities, in the order of listings and of the file.
  static var quantities: [Quantity<Outcome>] { get }

  /// Whether results depend on random numbers (`PointContext.random`).
  static var isStochastic: Bool { get }
  /// Whether every point takes the same time; if not, points are handed out costliest first.
  static var hasUniformCost: Bool { get }
  /// Rules that several parameters must fulfill together: nil if they do.
  static var rules: [@Sendable (Self) -> Conflict?] { get }
  /// What users should know before they trust the results of a point: each looks at one point's
  /// parameters; nil if there is nothing to say.
  static var cautions: [@Sendable (Self) -> Caution?] { get }
  /// Whether `remark(on:)` has anything to say at all.
  static var makesRemarks: Bool { get }
  /// What users should know before they trust a point's results, found out while they were
  /// computed: a sentence of less than 128 bytes, kept in the file with the point and printed at
  /// the end; nil if there is nothing to say.
  static func remark(on outcome: Outcome) -> String?
  /// Names of the quantities, one time a point, beyond which the model's time series are not to be
  /// trusted: pictures show what comes later gray.
  static var trustLimits: [String] { get }
  /// Whether several ranks can compute one point together (`run.ranks_per_point`), through
  /// `PointContext.team`.
  static var sharesPoints: Bool { get }
  /// Version of the state that `evaluate` saves inside a point; nil if it saves none. A state of
  /// another version is not read: a change of its layout, or of what is computed, needs a new one.
  static var restartVersion: Int? { get }

  /// What the points are made of, where that is independent trajectories; nil for other models.
  static var ensemble: Ensemble<Self>? { get }
}

extension Model {
  public static var isStochastic: Bool { false }
  public static var hasUniformCost: Bool { false }
  public static var rules: [@Sendable (Self) -> Conflict?] { [] }
  public static var cautions: [@Sendable (Self) -> Caution?] { [] }
  public static var makesRemarks: Bool { false }
  public static func remark(on outcome: Outcome) -> String? { nil }
  public static var trustLimits: [String] { [] }
  public static var sharesPoints: Bool { ensemble != nil }
  public static var ensemble: Ensemble<Self>? { nil }
  public static var restartVersion: Int? { nil }
}

/// Something that makes results doubtful, though they can be computed: printed before the sweep,
/// and kept in the file's attribute `warnings`.
public struct Caution: Sendable, Equatable {
  /// What may mislead and what would help, without a period at the end.
  public let sentence: String
  /// What would help at this point.
  public let remedy: Remedy?

  /// - Parameters:
  ///   - sentence: What may mislead.
  ///   - remedy: What would help; the sentence then need not say it.
  public init(_ sentence: String, remedy: Remedy? = nil) {
    self.sentence = sentence
    self.remedy = remedy
  }

  /// What to say of a run that is so short that nothing can happen: less than a thousandth of the
  /// fastest period, as when a time is given in another unit than it is read in.
  ///
  /// - Parameters:
  ///   - parameter: The time.
  ///   - value: The time with its unit.
  ///   - unit: Of a bare number.
  ///   - turns: The time in units of the fastest period; nothing to say of 0, which is on purpose.
  public static func tooShort(
    _ parameter: String, _ value: String, unit: String, turns: Double
  ) -> Caution? {
    guard turns > 0, turns < 1e-3 else { return nil }
    return Caution(
      "'\(parameter)' is \(value), \(Format.significant(turns, 2)) of the fastest period: nothing "
        + "can happen in it (a bare number is in \(unit))")
  }
}

/// The largest value of a parameter that a rule or a caution lets pass at a point: the least one of
/// a grid would do at all its points.
public struct Remedy: Sendable, Equatable {
  /// The parameter.
  public let parameter: String
  /// In the parameter's declared unit, positive.
  public let largest: Double

  /// - Parameters:
  ///   - parameter: The parameter.
  ///   - largest: The largest value that passes, in the parameter's declared unit.
  public init(_ parameter: String, atMost largest: Double) {
    self.parameter = parameter
    self.largest = largest
  }

  /// `'time_step' = 2e-13 s would do`, with two digits that are not rounded up.
  ///
  /// - Parameters:
  ///   - symbol: The unit's.
  ///   - isForGrid: Whether it holds at all points of a grid.
  func sentence(unit symbol: String, isForGrid: Bool) -> String {
    // Two digits, downward: 1e-9 keeps 0.5 from being taken for what rounding made of it.
    let digit = pow(10, log10(largest).rounded(.down) - 1)
    let value = (largest / digit + 1e-9).rounded(.down) * digit
    let unit = symbol == "1" ? "" : " \(symbol)"
    return "'\(parameter)' = \(Format.significant(value, 2))\(unit) would do"
      + (isForGrid ? " at every point" : "")
  }
}

/// Parameters that do not go together.
public struct Conflict: Sendable, Equatable {
  /// The parameter to change, for the place of the message.
  public let parameter: String
  /// What is wrong, with the values, and what would be right; without a period at the end.
  public let sentence: String
  /// What would do at this point; where there is one, the message says what would do at all points
  /// of the grid.
  public let remedy: Remedy?

  /// - Parameters:
  ///   - parameter: The parameter to change.
  ///   - sentence: What is wrong.
  ///   - remedy: What would do.
  public init(_ parameter: String, _ sentence: String, remedy: Remedy? = nil) {
    self.parameter = parameter
    self.sentence = sentence
    self.remedy = remedy
  }

  /// Nil unless a condition holds, for rules of one condition.
  public init?(
    _ parameter: String, _ sentence: @autoclosure () -> String, where isBroken: Bool
  ) {
    guard isBroken else { return nil }
    self.init(parameter, sentence())
  }
}
