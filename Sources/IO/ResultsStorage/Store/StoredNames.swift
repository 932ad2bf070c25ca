import HDF5

/// Names of the arrays that belong to the sweep of a file, by what they are. Whatever else is in
/// the file is its user's.
struct StoredNames {
  /// The axes of the grid, slowest first.
  var axes: [String]
  /// The quantities' own dimensions.
  var dimensions: [String]
  /// Further coordinates along an axis or a dimension.
  var auxiliary: [String]
  /// The quantities, in the order of a batch's columns.
  var quantities: [String]
  /// Groups of tables that follow from the results.
  var tables: [String] = []

  /// Those of a layout.
  init(_ layout: StoreLayout) {
    axes = layout.axes.map(\.name)
    dimensions = layout.dimensions.map(\.name)
    auxiliary = layout.allDimensions.flatMap(\.auxiliary).map(\.name)
    quantities = layout.quantities.map(\.name)
    tables = layout.tables.map(\.name)
  }

  /// Those that the file lists; nil for files of versions that listed none.
  private init?(listedIn run: borrowing Group) throws(HDF5Error) {
    guard let axes = try run.words(Attribute.axes),
      let dimensions = try run.words(Attribute.dimensions),
      let auxiliary = try run.words(Attribute.auxiliary),
      let quantities = try run.words(Attribute.quantities)
    else { return nil }
    self.axes = axes
    self.dimensions = dimensions
    self.auxiliary = auxiliary
    self.quantities = quantities
    tables = try run.words(Attribute.tables) ?? []
  }

  /// Those of a file of a version that listed none: what was made before the group of the points,
  /// by what it is.
  private init(
    guessedFrom file: borrowing File, _ run: borrowing Group
  ) throws(HDF5Error) {
    let links = try file.links()
    // That group was made last. A file that another program has written anew does not know that.
    let candidates = links.isInOrder ? links.names.prefix { $0 != RunGroup.name } : links.names[...]
    var scales: [String] = []
    var others: [String] = []
    for name in candidates where try file.containsDataset(name) {
      if try file.dataset(name).isScale() { scales.append(name) } else { others.append(name) }
    }
    let attachments = try ScaleAttachments(of: scales, in: file)
    let axes = try attachments.dimensionNames(of: run.dataset(RunGroup.status))
    var listed: Set<String> = []
    for name in others {
      listed.formUnion(try file.dataset(name).words(AttributeName.coordinates) ?? [])
    }
    self.axes = axes
    dimensions = scales.filter { !axes.contains($0) }
    auxiliary = others.filter { listed.contains($0) }
    quantities = others.filter { !listed.contains($0) }
  }

  /// Those of a file.
  ///
  /// - Throws: `HDF5Error` if the file cannot be read, or does not have all of them any more.
  init(of file: borrowing File, _ run: borrowing Group) throws(HDF5Error) {
    if let listed = try StoredNames(listedIn: run) {
      self = listed
    } else {
      self = try StoredNames(guessedFrom: file, run)
    }
    for (names, kind) in [
      (axes, "axis"), (dimensions, "dimension"), (auxiliary, "coordinate"),
      (quantities, "quantity"),
    ] {
      for name in names where try !file.containsDataset(name) {
        throw HDF5Error(
          call: "H5Oopen", object: name,
          reason: try file.contains(name)
            ? "its \(kind) '\(name)' is no array any more"
            : "its \(kind) '\(name)' has been removed")
      }
    }
  }

  /// All of them.
  var all: [String] { axes + dimensions + auxiliary + quantities }

  /// Writes the list into the group of the points.
  func write(to run: borrowing Group) throws(HDF5Error) {
    for (name, words) in [
      (Attribute.axes, axes), (Attribute.dimensions, dimensions),
      (Attribute.auxiliary, auxiliary), (Attribute.quantities, quantities),
    ] + (tables.isEmpty ? [] : [(Attribute.tables, tables)]) {
      try run.setAttribute(name, words.joined(separator: " "))
    }
  }

  /// Names of the attributes that hold the lists.
  private enum Attribute {
    static let axes = "axes"
    static let dimensions = "dimensions"
    static let auxiliary = "auxiliary_coordinates"
    static let quantities = "quantities"
    static let tables = "tables"
  }
}

extension HDF5Object where Self: ~Copyable {
  /// The words of a text attribute; nil if there is none.
  fileprivate func words(_ attribute: String) throws(HDF5Error) -> [String]? {
    try text(attribute)?.split(separator: " ").map(String.init)
  }
}

extension ScaleAttachments {
  /// Names of the coordinates along each dimension of a dataset.
  func dimensionNames(of dataset: borrowing Dataset) throws(HDF5Error) -> [String] {
    var names: [String] = []
    for dimension in dataset.shape.indices {
      guard let name = try scale(of: dataset, dimension: dimension) else {
        throw HDF5Error(
          call: "H5Aread", object: dataset.name,
          reason: "dimension \(dimension) of '\(dataset.name)' has no coordinates")
      }
      names.append(name)
    }
    return names
  }
}
