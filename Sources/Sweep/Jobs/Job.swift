/// A job file as it was written, with overrides applied: its form is checked, its names and values
/// are not yet compared with the model's declarations (`Plan` does that).
public struct Job: Sendable, Equatable {
  package var title: String
  package var model: String
  package var modelLocation: SourceLocation
  package var seed: UInt64
  package var parameters: [Setting]
  package var axes: [AxisRequest]
  package var output: Output
  package var run: Run
  package var expectations: [ExpectationRequest]
  /// The job file's path, for messages about the job as a whole.
  package var path: String

  /// A parameter that is the same at every point.
  package struct Setting: Sendable, Equatable {
    package var name: String
    package var location: SourceLocation
    package var node: TOMLNode

    /// Whether `--set` changed it.
    package var isOverridden: Bool {
      if case .option = node.location { true } else { false }
    }

    /// The parameters that it sets: a table sets components of a vector.
    package var names: [String] {
      guard case .table(let components) = node.value else { return [name] }
      return components.entries.map { "\(name).\($0.key)" }
    }
  }

  /// One axis as requested.
  package struct AxisRequest: Sendable, Equatable {
    package enum Values: Sendable, Equatable {
      case list([TOMLNode])
      case range(from: TOMLNode, to: TOMLNode, points: Int, spacing: Spacing)
    }
    /// Longest axis: coordinates are kept in memory by every rank.
    package static let mostPoints = 10_000_000

    package enum Spacing: String, Sendable, CaseIterable { case linear, log }

    package var name: String
    package var parameters: [String]
    /// Several parameters that move together, even if the list names only one.
    package var isCoupled: Bool
    package var values: Values
    /// Whether `--set` changed it, so that expected points may have left the grid.
    package var isOverridden: Bool
    package var location: SourceLocation
  }

  /// What to write and where.
  package struct Output: Sendable, Equatable {
    package enum Write: String, Sendable, CaseIterable { case collective, independent }

    package var file: String
    package var quantities: [String]?
    package var quantitiesLocation: SourceLocation?
    package var write: Write = .collective
    /// Seconds between two collective writes: what a kill loses at most.
    package var flushInterval = 5.0
  }

  /// How the sweep is computed; no result depends on it.
  package struct Run: Sendable, Equatable {
    /// Ranks that compute one point together.
    package var ranksPerPoint = 1
    package var ranksPerPointLocation: SourceLocation?
    /// Longest time in seconds that a point may take; nil for any.
    package var pointTimeout: Double?

    package static let mostRanksPerPoint = 1_000_000
  }

  /// A number that the results must agree with.
  package struct ExpectationRequest: Sendable, Equatable {
    package var quantity: String
    package var at: [TOMLTable.Entry]
    package var value: TOMLNode?
    package var low: TOMLNode?
    package var high: TOMLNode?
    package var tolerance: TOMLNode?
    package var relativeTolerance: Double?
    package var source: String?
    package var location: SourceLocation
  }
}
