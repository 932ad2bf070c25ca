import Units

/// The names that an expression may use, with their units and dimensions.
package struct ExpressionScope: Sendable {
  /// A number, or an array over dimensions of the scope.
  package struct Variable: Sendable, Equatable {
    /// As expressions have it.
    package let name: String
    /// Of the number or numbers.
    package let unit: Unit
    /// Names of its dimensions, slowest first; none for a number.
    package let dimensions: [String]

    package init(_ name: String, unit: Unit, dimensions: [String] = []) {
      self.name = name
      self.unit = unit
      self.dimensions = dimensions
    }
  }

  /// A dimension of arrays, and its coordinates.
  package struct Dimension: Sendable, Equatable {
    /// As expressions have it; the array of its coordinates has this name, too.
    package let name: String
    /// Of the coordinates.
    package let unit: Unit
    /// One or more.
    package let coordinates: [Double]
    /// Names of the coordinates 0, 1, 2, …; nil if they are numbers.
    package let labels: [String]?

    package init(_ name: String, unit: Unit, coordinates: [Double], labels: [String]? = nil) {
      self.name = name
      self.unit = unit
      self.coordinates = coordinates
      self.labels = labels
    }
  }

  /// Numbers and arrays, each name once.
  package let variables: [Variable]
  /// Every dimension that a variable has.
  package let dimensions: [Dimension]
  /// Why a name that exists has no number: it ends the sentence "'name' …".
  package let unusable: [String: String]
  /// The most similar names, for the sentence about an unknown one: `; did you mean 'x'?`, or
  /// nothing.
  let suggestion: @Sendable (String, [String]) -> String

  package init(
    variables: [Variable], dimensions: [Dimension], unusable: [String: String] = [:],
    suggestion: @escaping @Sendable (String, [String]) -> String = { _, _ in "" }
  ) {
    self.variables = variables
    self.dimensions = dimensions
    self.unusable = unusable
    self.suggestion = suggestion
  }
}
