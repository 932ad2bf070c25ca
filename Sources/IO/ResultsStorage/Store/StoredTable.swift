import HDF5

/// A table in a group of its own, which follows from the results, such as a border: written when
/// the file is made, and not changed after that.
public struct StoredTable: Sendable, Equatable {
  /// Numbers along one of the table's dimensions.
  public struct Column: Sendable, Equatable {
    /// Whole numbers or others.
    public enum Values: Sendable, Equatable {
      /// In the column's unit.
      case numbers([Double])
      /// Numbers of something, from 0.
      case indices([Int32])
    }

    /// Name of the dataset.
    public var name: String
    /// Unit of the numbers.
    public var unit: String
    /// Short label.
    public var longName: String
    /// Meaning in one sentence; empty where the label says it all.
    public var comment: String
    /// The name of its dimension.
    public var dimension: String
    /// A second dimension, and its extent; nil for one number a row.
    public var across: Across?
    /// In row-major order.
    public var values: Values

    /// A column.
    public init(
      _ name: String, unit: String = "1", longName: String, comment: String = "",
      dimension: String, across: Across? = nil, _ values: Values
    ) {
      self.name = name
      self.unit = unit
      self.longName = longName
      self.comment = comment
      self.dimension = dimension
      self.across = across
      self.values = values
    }

    /// The values as numbers.
    public var numbers: [Double] {
      switch values {
      case .numbers(let numbers): numbers
      case .indices(let indices): indices.map(Double.init)
      }
    }
  }

  /// A second dimension of a column.
  public struct Across: Sendable, Equatable {
    /// Name of the dimension.
    public var name: String
    /// Its extent.
    public var count: Int

    /// A dimension.
    public init(_ name: String, count: Int) {
      self.name = name
      self.count = count
    }
  }

  /// Name of the group.
  public var name: String
  /// What it is, in one sentence.
  public var comment: String
  /// Its columns.
  public var columns: [Column]

  /// A table.
  public init(_ name: String, comment: String, columns: [Column]) {
    self.name = name
    self.comment = comment
    self.columns = columns
  }

  /// The column of a name; nil if there is none.
  public func column(_ name: String) -> Column? { columns.first { $0.name == name } }
}

extension StoredTable {
  private static let columnsAttribute = "columns"

  func create(in file: borrowing File) throws(HDF5Error) {
    let group = try file.createGroup(name)
    try group.setAttribute(AttributeName.comment, comment)
    try group.setAttribute(
      Self.columnsAttribute, columns.map(\.name).joined(separator: " "))
    var extents: [(name: String, count: Int)] = []
    for column in columns {
      let across = column.across?.count ?? 1
      for (name, count) in [(column.dimension, column.numbers.count / across)]
        + (column.across.map { [($0.name, $0.count)] } ?? [])
      where !extents.contains(where: { $0.name == name }) {
        extents.append((name, count))
      }
    }
    for (name, count) in extents {
      let scale = try group.createDataset(name, of: UInt8.self, shape: [count])
      try scale.makeScaleWithoutValues()
    }
    for column in columns { try create(column, in: group) }
  }

  private func create(_ column: Column, in group: borrowing Group) throws(HDF5Error) {
    let across = column.across.map { [$0.count] } ?? []
    let shape = [column.numbers.count / (across.first ?? 1)] + across
    let dataset: Dataset
    switch column.values {
    case .numbers(let numbers):
      dataset = try group.createDataset(column.name, of: Double.self, shape: shape)
      if !numbers.isEmpty { try dataset.write(numbers) }
    case .indices(let indices):
      dataset = try group.createDataset(column.name, of: Int32.self, shape: shape)
      if !indices.isEmpty { try dataset.write(indices) }
    }
    try dataset.setAttribute(AttributeName.unit, column.unit)
    try dataset.setAttribute(AttributeName.longName, column.longName)
    if !column.comment.isEmpty { try dataset.setAttribute(AttributeName.comment, column.comment) }
    let names = [column.dimension] + (column.across.map { [$0.name] } ?? [])
    for (index, name) in names.enumerated() {
      let scale = try group.dataset(name)
      try dataset.attach(scale, toDimension: index)
    }
  }

  /// Reads a table that `create` has made.
  init(reading file: borrowing File, _ name: String) throws(HDF5Error) {
    let group = try file.group(name)
    let names = try group.text(Self.columnsAttribute)?.split(separator: " ").map(String.init) ?? []
    var found: [Column] = []
    for column in names {
      let dataset = try group.dataset(column)
      let isReal = try dataset.stores(Double.self)
      let isIndex = try dataset.stores(Int32.self)
      guard dataset.count < 1 << 28, isReal || isIndex else {
        throw HDF5Error(
          call: "H5Dget_type", object: column,
          reason: "'\(name)/\(column)' has been replaced by something of another type or extent")
      }
      let values: Column.Values =
        if dataset.count == 0 {
          isReal ? .numbers([]) : .indices([])
        } else if isReal { .numbers(try dataset.read()) } else { .indices(try dataset.read()) }
      found.append(
        Column(
          column, unit: try dataset.text(AttributeName.unit) ?? "1",
          longName: try dataset.text(AttributeName.longName) ?? "",
          comment: try dataset.text(AttributeName.comment) ?? "", dimension: "",
          across: dataset.shape.count > 1 ? Across("", count: dataset.shape[1]) : nil, values))
    }
    self.init(name, comment: try group.text(AttributeName.comment) ?? "", columns: found)
  }

  /// Bytes of its numbers.
  var byteCount: Int {
    columns.reduce(0) { sum, column in
      switch column.values {
      case .numbers(let numbers): sum + 8 * numbers.count
      case .indices(let indices): sum + 4 * indices.count
      }
    } + columns.count * 1500
  }
}
