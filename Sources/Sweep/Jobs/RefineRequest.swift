extension Job {
  /// `[refine]`: where points are added to a coarse grid.
  package struct RefineRequest: Sendable, Equatable {
    /// What the quantity is to be on the border.
    package enum Border: Sendable, Equatable {
      case level(TOMLNode)
      /// A quantity or parameter of the same unit.
      case equals(String)
    }

    /// Points that a file has, one column an axis, in the axis's unit.
    package struct Points: Sendable, Equatable, Codable {
      package var columns: [[Double]]
      package var levels: [Int]

      package init(columns: [[Double]], levels: [Int]) {
        self.columns = columns
        self.levels = levels
      }
    }

    package var quantity: String
    package var border: Border
    package var axes: [String]
    /// How often a cell may be halved.
    package var depth: Int
    /// The most points of the file.
    package var mostPoints: Int
    /// How exactly the border is to be known, as a part of the axes.
    package var tolerance: Double
    package var location: SourceLocation
    package var quantityLocation: SourceLocation
    package var borderLocation: SourceLocation
    package var axisLocations: [SourceLocation]
    package var mostPointsLocation: SourceLocation
    /// Those of the file that is continued; nil for the coarse grid. No part of the job's text.
    package var points: Points?
  }
}

extension Job.RefineRequest {
  static let keys = [
    "quantity", "level", "equals", "axes", "depth", "most_points", "tolerance",
  ]
  /// Keys that no other table has.
  static let ownKeys = ["depth", "most_points"]
  static let mostDepth = 16
  static let usualTolerance = 1e-6
  static let usualMostPoints = 100_000

  /// Reads the table `[refine]`.
  init(_ table: TableReader) throws(InputError) {
    try table.allow(Self.keys)
    func place(_ key: String) -> SourceLocation { table.node(key)?.location ?? table.location }
    guard let quantity = try table.string("quantity") else {
      throw InputError(
        "[refine] needs a quantity, such as quantity = \"switching_probability\"",
        at: table.location)
    }
    switch (table.node("level"), try table.string("equals")) {
    case (let level?, nil): border = .level(level)
    case (nil, let name?): border = .equals(name)
    default:
      throw InputError(
        "[refine] needs either 'level', a number, or 'equals', a quantity or parameter",
        at: table.node("equals")?.location ?? table.location)
    }
    guard let axes = try table.strings("axes"), (2...3).contains(axes.count) else {
      throw InputError(
        "'axes' of [refine] must be a list of two or three swept axes", at: place("axes"))
    }
    guard let depth = try table.integer("depth"), (1...Self.mostDepth).contains(depth) else {
      throw InputError(
        "'depth' of [refine] must be from 1 to \(Self.mostDepth): how often a cell may be halved",
        at: place("depth"))
    }
    let mostPoints = try table.integer("most_points") ?? Self.usualMostPoints
    guard mostPoints >= 1 else {
      throw InputError(
        "'most_points' must be at least 1, not \(mostPoints)", at: place("most_points"))
    }
    let tolerance = try table.number("tolerance") ?? Self.usualTolerance
    guard tolerance == 0 || (1e-12...0.1).contains(tolerance) else {
      throw InputError(
        "'tolerance' of [refine] must be 0 or from 1e-12 to 0.1, a part of the axes, not "
          + "\(tolerance)", at: place("tolerance"))
    }
    self.quantity = quantity
    self.axes = axes
    self.depth = depth
    self.mostPoints = mostPoints
    self.tolerance = tolerance
    location = table.location
    quantityLocation = place("quantity")
    borderLocation = table.node("level") == nil ? place("equals") : place("level")
    axisLocations = table.locations("axes")
    mostPointsLocation = place("most_points")
  }

  /// The table as a job file has it.
  var lines: [String] {
    let border =
      switch border {
      case .level(let node): "level = \(node.toml)"
      case .equals(let name): "equals = \(name.quoted)"
      }
    return [
      "quantity = \(quantity.quoted)", border,
      "axes = [\(axes.map(\.quoted).joined(separator: ", "))]", "depth = \(depth)",
      "most_points = \(mostPoints)", "tolerance = \(tolerance)",
    ]
  }
}
