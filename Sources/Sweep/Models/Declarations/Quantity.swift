public import Numerics
import Units

/// One declared quantity that a model computes from a point's `Outcome`: what lists, selects,
/// stores, labels or checks the quantity goes by this declaration.
public struct Quantity<Outcome>: Sendable {
  /// In job files, and of the dataset in result files.
  public let name: String
  /// Of the numbers that the outcome gives and the file holds.
  public let unit: Unit
  /// One line for listings and labels.
  public let meaning: String
  /// Paper and equation or section.
  public let source: String
  /// Names of the quantity's own dimensions, slowest first; none for one number a point.
  public private(set) var dimensions: [String]
  /// Where the quantity does not exist and is NaN; nil if it always exists, and then NaN or
  /// infinity make the point fail.
  public let undefinedWhere: String?
  /// How the numbers are stored.
  let storage: Storage
  /// Appends the point's values in row-major order.
  package let append: @Sendable (Outcome, inout [Double]) -> Void
  /// The values with their statistical errors, in the same order; nil for what has none.
  private(set) var estimates: (@Sendable (Outcome) -> [Estimate])?

  /// As double-precision number, or as byte.
  enum Storage: Sendable { case number, byte }

  /// One number a point.
  ///
  /// - Parameters:
  ///   - name: In job and result files.
  ///   - unit: Of the number.
  ///   - meaning: One line for listings and labels.
  ///   - source: Paper and equation or section.
  ///   - undefinedWhere: Completes the phrase "NaN where …"; without it NaN makes the point fail.
  ///   - value: The number in `unit`.
  public static func number(
    _ name: String, unit: Unit, _ meaning: String, source: String, undefinedWhere: String? = nil,
    _ value: @escaping @Sendable (Outcome) -> Double
  ) -> Self {
    Self(
      name: name, unit: unit, meaning: meaning, source: source, dimensions: [],
      undefinedWhere: undefinedWhere, storage: .number, append: { $1.append(value($0)) })
  }

  /// Several numbers a point.
  ///
  /// - Parameters:
  ///   - name: In job and result files.
  ///   - unit: Of all numbers.
  ///   - dimensions: Names of the model's `dimensions` that they have, slowest first.
  ///   - meaning: One line for listings and labels.
  ///   - source: Paper and equation or section.
  ///   - undefinedWhere: Completes the phrase "NaN where …"; without it NaN makes the point fail.
  ///   - values: The numbers in `unit`, in row-major order of `dimensions`; another number of them
  ///     makes the point fail.
  public static func array(
    _ name: String, unit: Unit, _ dimensions: [String], _ meaning: String, source: String,
    undefinedWhere: String? = nil, _ values: @escaping @Sendable (Outcome) -> [Double]
  ) -> Self {
    Self(
      name: name, unit: unit, meaning: meaning, source: source, dimensions: dimensions,
      undefinedWhere: undefinedWhere, storage: .number,
      append: { $1.append(contentsOf: values($0)) })
  }

  /// Numbers that come from a sample, with their standard errors: see `standardError`.
  ///
  /// The parameters are those of `array`, but for the last.
  ///
  /// - Parameter estimates: The numbers and their errors in `unit`.
  public static func sampled(
    _ name: String, unit: Unit, _ dimensions: [String], _ meaning: String, source: String,
    undefinedWhere: String? = nil, _ estimates: @escaping @Sendable (Outcome) -> [Estimate]
  ) -> Self {
    var quantity = Self(
      name: name, unit: unit, meaning: meaning, source: source, dimensions: dimensions,
      undefinedWhere: undefinedWhere, storage: .number,
      append: { $1.append(contentsOf: estimates($0).lazy.map(\.value)) })
    quantity.estimates = estimates
    return quantity
  }

  /// The standard error of a quantity that comes from a sample, as a quantity of its own; nil for
  /// others.
  ///
  /// - Parameter undefinedWhere: Where there is none, besides where the quantity itself is not
  ///   defined.
  public func standardError(undefinedWhere: String) -> Self? {
    guard let estimates else { return nil }
    let nowhere = self.undefinedWhere.map { "\($0), or \(undefinedWhere)" } ?? undefinedWhere
    return .array(
      Self.errorName(of: name), unit: unit, dimensions, "standard error of '\(name)'",
      source: "statistics", undefinedWhere: nowhere
    ) { estimates($0).map(\.standardError) }
  }

  /// What the standard error of a quantity is called.
  static func errorName(of quantity: String) -> String { "\(quantity)_standard_error" }

  /// Several bytes a point, stored as such: for outcomes that are bits or small counts.
  ///
  /// The parameters are those of `array`; the numbers have no unit.
  public static func bytes(
    _ name: String, _ dimensions: [String], _ meaning: String, source: String,
    _ values: @escaping @Sendable (Outcome) -> [UInt8]
  ) -> Self {
    Self(
      name: name, unit: .one, meaning: meaning, source: source, dimensions: dimensions,
      undefinedWhere: nil, storage: .byte,
      append: { $1.append(contentsOf: values($0).lazy.map(Double.init)) })
  }
}

extension Quantity {
  /// The same quantity without the dimensions that are omitted.
  func omitting(_ dimensions: [OwnDimension]) -> Self {
    var quantity = self
    quantity.dimensions.removeAll { name in
      dimensions.contains { $0.name == name && $0.isOmitted }
    }
    return quantity
  }
}

/// A dimension that quantities have besides the axes of the grid (time, site, component, …).
public struct OwnDimension: Sendable, Equatable {
  /// As quantities name it, and of its coordinate in result files.
  public let name: String
  /// Of `values`.
  public let unit: Unit
  /// One line for labels.
  public let meaning: String
  /// The coordinate values; empty where the dimension does not exist for these parameters.
  public let values: [Double]
  /// Names for values that count 0, 1, 2, …
  public let labels: [String]?
  /// Whether quantities that name the dimension do without it in the file, since there is nothing
  /// to tell apart: one value.
  public private(set) var isOmitted = false

  /// - Parameters:
  ///   - name: As quantities name it.
  ///   - unit: Of the values.
  ///   - meaning: One line for labels.
  ///   - values: The coordinates; empty where quantities with this dimension do not exist.
  ///   - labels: Names for the values, as many.
  public init(
    _ name: String, unit: Unit, _ meaning: String, values: [Double], labels: [String]? = nil
  ) {
    self.name = name
    self.unit = unit
    self.meaning = meaning
    self.values = values
    self.labels = labels
  }

  /// A dimension of one value that the file does without.
  public static func omitted(_ name: String) -> OwnDimension {
    var dimension = OwnDimension(name, unit: .one, "", values: [0])
    dimension.isOmitted = true
    return dimension
  }

  /// x, y, z.
  public static let component = OwnDimension(
    "component", unit: .one, "component of a vector", values: [0, 1, 2], labels: ["x", "y", "z"])

  /// Real and imaginary part.
  public static let part = OwnDimension(
    "part", unit: .one, "part of a complex number", values: [0, 1], labels: ["real", "imaginary"])
}
