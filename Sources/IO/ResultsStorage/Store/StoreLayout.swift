import HDF5

/// A further coordinate along a dimension: one parameter of several that move together.
public struct AuxiliaryCoordinate: Sendable, Equatable {
  /// Name of the dataset.
  public var name: String
  /// Unit of the values.
  public var unit: String
  /// Short label, for axes and pictures.
  public var longName: String
  /// Meaning in one sentence; empty where the label says it all.
  public var comment: String
  /// One value for each index of the dimension.
  public var values: [Double]
  /// What the values 0, 1, 2… stand for, where they stand for a choice.
  public var labels: [String]?

  /// A coordinate along a dimension that has others.
  public init(
    name: String, unit: String, longName: String, comment: String = "", values: [Double],
    labels: [String]? = nil
  ) {
    self.name = name
    self.unit = unit
    self.longName = longName
    self.comment = comment
    self.values = values
    self.labels = labels
  }
}

/// A dimension of the arrays in a file: an axis of the grid or a quantity's own dimension. It
/// becomes a dataset of coordinates.
public struct DimensionLayout: Sendable, Equatable {
  /// Name of the dimension and of the dataset.
  public var name: String
  /// Unit of the values.
  public var unit: String
  /// Short label, for axes and pictures.
  public var longName: String
  /// Meaning in one sentence; empty where the label says it all.
  public var comment: String
  /// The coordinates; their number is the extent of the dimension.
  public var values: [Double]
  /// What the values 0, 1, 2… stand for, where they stand for a choice or a component. Labels are
  /// words: a blank becomes `_`.
  public var labels: [String]?
  /// Where several parameters move together: `values` are then an index, and these the parameters.
  public var auxiliary: [AuxiliaryCoordinate]

  /// A dimension; plain numbers without labels if nothing else is said.
  public init(
    name: String, unit: String, longName: String, comment: String = "", values: [Double],
    labels: [String]? = nil,
    auxiliary: [AuxiliaryCoordinate] = []
  ) {
    self.name = name
    self.unit = unit
    self.longName = longName
    self.comment = comment
    self.values = values
    self.labels = labels
    self.auxiliary = auxiliary
  }
}

/// How the numbers of a quantity are stored.
public enum StoredType: UInt8, Sendable, CaseIterable {
  /// 64-bit floating point; NaN where there is no value.
  case float64 = 0
  /// Bytes; 0 where there is no value.
  case uint8 = 1

  /// Bytes a number takes in the file.
  var size: Int { self == .float64 ? 8 : 1 }
}

/// An array of results: the axes of the grid, followed by dimensions of its own.
public struct QuantityLayout: Sendable, Equatable {
  /// Name of the dataset.
  public var name: String
  /// Unit of the values.
  public var unit: String
  /// Short label, for axes and pictures.
  public var longName: String
  /// Meaning in one sentence; empty where the label says it all.
  public var comment: String
  /// Paper and equation.
  public var source: String
  /// Names of its own dimensions, which `StoreLayout.dimensions` describes.
  public var dimensions: [String]
  /// Where a NaN at a point that is done means "not defined there"; nil if that does not happen.
  public var undefinedWhere: String?
  /// How the numbers are stored.
  public var type: StoredType

  /// A quantity; one number a point if nothing else is said.
  public init(
    name: String, unit: String, longName: String, comment: String = "", source: String,
    dimensions: [String] = [],
    undefinedWhere: String? = nil, type: StoredType = .float64
  ) {
    self.name = name
    self.unit = unit
    self.longName = longName
    self.comment = comment
    self.source = source
    self.dimensions = dimensions
    self.undefinedWhere = undefinedWhere
    self.type = type
  }
}

extension QuantityLayout {
  /// The meaning, or the label where there is nothing else.
  public var meaning: String { comment.isEmpty ? longName : comment }
}

/// An attribute of the whole file.
public struct StoreAttribute: Sendable, Equatable {
  /// A text or a number.
  public enum Value: Sendable, Equatable {
    /// UTF-8 text.
    case text(String)
    /// A whole number.
    case integer(Int)
    /// A number; its unit is known to those who know the name.
    case real(Double)
  }

  /// Name of the attribute.
  public var name: String
  /// Its value.
  public var value: Value

  /// An attribute of any kind.
  public init(_ name: String, _ value: Value) {
    self.name = name
    self.value = value
  }

  /// A text.
  public init(_ name: String, _ text: String) { self.init(name, .text(text)) }

  /// An integer.
  public init(_ name: String, _ integer: Int) { self.init(name, .integer(integer)) }
}

/// Everything about a file of results but the results.
public struct StoreLayout: Sendable, Equatable {
  /// Attributes of the whole file.
  public var attributes: [StoreAttribute]
  /// The axes of the grid, slowest first; none for a single point.
  public var axes: [DimensionLayout]
  /// The quantities' own dimensions.
  public var dimensions: [DimensionLayout]
  /// The quantities, in the order in which a `RecordBatch` holds them.
  public var quantities: [QuantityLayout]
  /// Tables that follow from the results.
  public var tables: [StoredTable] = []
  /// Bytes kept for the message of a failed point, with a terminating null.
  public var messageLength: Int

  /// A layout; messages of failed points get 128 bytes if nothing else is said.
  public init(
    attributes: [StoreAttribute] = [], axes: [DimensionLayout],
    dimensions: [DimensionLayout] = [], quantities: [QuantityLayout], messageLength: Int = 128
  ) {
    self.attributes = attributes
    self.axes = axes
    self.dimensions = dimensions
    self.quantities = quantities
    self.messageLength = messageLength
  }

  /// Extents of the grid, slowest axis first.
  public var gridShape: [Int] { axes.map(\.values.count) }

  /// Number of points of the grid.
  public var pointCount: Int { gridShape.reduce(1, *) }

  /// Extents of a quantity's own dimensions. Names without a dimension are left out; a layout that
  /// has such is refused when a file is created.
  public func ownShape(of quantity: QuantityLayout) -> [Int] {
    quantity.dimensions.compactMap { name in
      dimensions.first { $0.name == name }?.values.count
    }
  }

  /// How many numbers of each quantity a point has, as `RecordBatch` wants them.
  public var quantitySizes: [Int] {
    quantities.map { ownShape(of: $0).reduce(1, *) }
  }

  /// A checksum of all coordinates.
  var coordinatesChecksum: Int {
    let lists = allDimensions.flatMap { [$0.values] + $0.auxiliary.map(\.values) }
    return Int(bitPattern: UInt(RecordChecksums.checksum(of: lists.joined())))
  }

  /// Axes and own dimensions.
  var allDimensions: [DimensionLayout] { axes + dimensions }
}
