/// A job file as it was written, with overrides applied: its form is checked, its names and values
/// are not yet compared with the model's declarations (`Plan` does that).
public struct Job: Sendable, Equatable {
  var title: String
  var model: String
  var modelLocation: SourceLocation
  var seed: UInt64
  var parameters: [Setting]
  var axes: [AxisRequest]
  var output: Output
  var run: Run
  var expectations: [ExpectationRequest]
  /// The job file's path, for messages about the job as a whole.
  var path: String

  /// A parameter that is the same at every point.
  struct Setting: Sendable, Equatable {
    var name: String
    var location: SourceLocation
    var node: TOMLNode

    /// Whether `--set` changed it.
    var isOverridden: Bool {
      if case .option = node.location { true } else { false }
    }

    /// The parameters that it sets: a table sets components of a vector.
    var names: [String] {
      guard case .table(let components) = node.value else { return [name] }
      return components.entries.map { "\(name).\($0.key)" }
    }
  }

  /// One axis as requested.
  struct AxisRequest: Sendable, Equatable {
    enum Values: Sendable, Equatable {
      case list([TOMLNode])
      case range(from: TOMLNode, to: TOMLNode, points: Int, spacing: Spacing)
    }
    /// Longest axis: coordinates are kept in memory by every rank.
    static let mostPoints = 10_000_000

    enum Spacing: String, Sendable, CaseIterable { case linear, log }

    var name: String
    var parameters: [String]
    /// Several parameters that move together, even if the list names only one.
    var isCoupled: Bool
    var values: Values
    /// Whether `--set` changed it, so that expected points may have left the grid.
    var isOverridden: Bool
    var location: SourceLocation
  }

  /// What to write and where.
  struct Output: Sendable, Equatable {
    enum Write: String, Sendable, CaseIterable { case collective, independent }

    var file: String
    var quantities: [String]?
    var quantitiesLocation: SourceLocation?
    var write: Write = .collective
    /// Seconds between two collective writes: what a kill loses at most.
    var flushInterval = 5.0
  }

  /// How the sweep is computed; no result depends on it.
  struct Run: Sendable, Equatable {
    /// Ranks that compute one point together.
    var ranksPerPoint = 1
    var ranksPerPointLocation: SourceLocation?
    /// Longest time in seconds that a point may take; nil for any.
    var pointTimeout: Double?

    static let mostRanksPerPoint = 1_000_000
  }

  /// A number that the results must agree with.
  struct ExpectationRequest: Sendable, Equatable {
    var quantity: String
    var at: [TOMLTable.Entry]
    var value: TOMLNode?
    var low: TOMLNode?
    var high: TOMLNode?
    var tolerance: TOMLNode?
    var relativeTolerance: Double?
    var source: String?
    var location: SourceLocation
  }
}
