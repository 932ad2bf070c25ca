import HDF5

extension StoreLayout {
  /// The layout that a file was created with.
  ///
  /// - Throws: `HDF5Error` if the file cannot be read, or is not as it was created: it may have
  ///   been damaged, or edited with another program.
  init(
    reading file: borrowing File, _ run: borrowing Group, _ names: StoredNames
  ) throws(HDF5Error) {
    let extents = try StoredExtents(names, file, run)
    let attachments = try ScaleAttachments(of: names.axes + names.dimensions, in: file)
    self.init(
      attributes: try readAttributes(of: file),
      axes: try names.axes.map { (name) throws(HDF5Error) in
        try readDimension(name, names.auxiliary, extents, attachments, in: file)
      },
      dimensions: try names.dimensions.map { (name) throws(HDF5Error) in
        try readDimension(name, names.auxiliary, extents, attachments, in: file)
      },
      quantities: try names.quantities.map { (name) throws(HDF5Error) in
        try readQuantity(name, extents, attachments, in: file)
      },
      messageLength: try StoredMessages(in: run).capacity)
    for name in names.tables { tables.append(try StoredTable(reading: file, name)) }
    if let checksum = try run.numbers(RunGroup.coordinatesChecksum, as: Int.self)?.first,
      checksum != coordinatesChecksum
    {
      throw HDF5Error(
        call: "H5Dread", object: file.name, reason: "its coordinates are not what was written")
    }
  }
}

/// Extents of the dimensions of a file, and whether its arrays have them: looked at before anything
/// is read, since another program may have put something else in the place of an array.
private struct StoredExtents {
  private let extents: [String: Int]
  private let axes: [String]
  private let grid: [Int]
  /// Where the file ends, in bytes.
  private let end: Int

  init(_ names: StoredNames, _ file: borrowing File, _ run: borrowing Group) throws(HDF5Error) {
    end = FileSystem.size(of: file.name)
    var extents: [String: Int] = [:]
    for name in names.axes + names.dimensions {
      let dataset = try file.dataset(name)
      guard dataset.shape.count == 1, dataset.count > 0 else { throw Self.replaced(name) }
      extents[name] = dataset.count
      try Self.checkCoordinate(dataset, count: dataset.count, end: end)
    }
    grid = names.axes.compactMap { extents[$0] }
    var points = 1
    for extent in grid {
      let (product, overflow) = points.multipliedReportingOverflow(by: extent)
      guard !overflow, product <= Int(UInt32.max) else {
        throw HDF5Error(
          call: "H5Sget_simple_extent_dims", object: file.name,
          reason: "its grid has more points than can be")
      }
      points = product
    }
    axes = names.axes
    self.extents = extents
    try check(run.dataset(RunGroup.status), UInt8.self)
    try check(run.dataset(RunGroup.seconds), Double.self)
    try check(run.dataset(RunGroup.rank), Int32.self)
    if try run.contains(RunGroup.checksum) { try check(run.dataset(RunGroup.checksum), Int.self) }
    try check(messages: run.dataset(RunGroup.message))
  }

  /// Checks an array of messages, of this format or an earlier one.
  private func check(messages: borrowing Dataset) throws(HDF5Error) {
    let length = try messages.elementSize()
    let shape = length > 1 ? grid : grid + [messages.shape.last ?? 0]
    let isText = try messages.storesFixedTexts()
    let capacity = length > 1 ? length : shape.last ?? 0
    guard isText, messages.shape == shape, (2...1 << 16).contains(capacity) else {
      throw Self.replaced("\(RunGroup.name)/\(messages.name)")
    }
    // Without messages there is no place for them.
    if length > 1 || messages.storedByteCount > 0 { try Self.checkSize(of: messages, end: end) }
  }

  /// The own dimensions of a quantity, whose array is as it was created.
  func ownDimensions(
    of quantity: borrowing Dataset, _ attachments: ScaleAttachments
  ) throws(HDF5Error) -> [String] {
    let names = try attachments.dimensionNames(of: quantity)
    guard names.starts(with: axes), quantity.shape == names.compactMap({ extents[$0] }) else {
      throw Self.replaced(quantity.name)
    }
    try Self.checkSize(of: quantity, end: end)
    return Array(names.dropFirst(axes.count))
  }

  private func check<Scalar: HDF5Scalar>(
    _ dataset: borrowing Dataset, _ type: Scalar.Type
  ) throws(HDF5Error) {
    guard dataset.shape == grid, try dataset.stores(type) else {
      throw Self.replaced("\(RunGroup.name)/\(dataset.name)")
    }
    try Self.checkSize(of: dataset, end: end)
  }

  /// Checks an array of as many coordinates as there should be.
  func checkCoordinate(_ dataset: borrowing Dataset, count: Int) throws(HDF5Error) {
    try Self.checkCoordinate(dataset, count: count, end: end)
  }

  private static func checkCoordinate(
    _ dataset: borrowing Dataset, count: Int, end: Int
  ) throws(HDF5Error) {
    var isNumber = try dataset.stores(Double.self)
    // Labels are numbered by small integers.
    if !isNumber { isNumber = try dataset.stores(Int8.self) }
    if !isNumber { isNumber = try dataset.stores(Int32.self) }
    guard dataset.shape == [count], isNumber else { throw replaced(dataset.name) }
    try checkSize(of: dataset, end: end)
  }

  /// Refuses an array that is far larger than what the file has of it: nobody could keep it in
  /// memory. No compression makes numbers more than a thousand times smaller. Refuses one beyond
  /// the end of the file, too.
  private static func checkSize(of dataset: borrowing Dataset, end: Int) throws(HDF5Error) {
    if try dataset.isContiguous(), let offset = dataset.fileOffset,
      offset > end - min(end, dataset.storedByteCount)
    {
      throw HDF5Error(
        call: "H5Dget_offset", object: dataset.name,
        reason: "'\(dataset.name)' is not where the file says that it is")
    }
    guard try dataset.count / 2048 * dataset.elementSize() <= dataset.storedByteCount else {
      throw HDF5Error(
        call: "H5Dget_storage_size", object: dataset.name,
        reason: "most of '\(dataset.name)' is not in the file")
    }
  }

  static func replaced(_ name: String) -> HDF5Error {
    HDF5Error(
      call: "H5Dget_type", object: name,
      reason: "'\(name)' has been replaced by something of another type or extent")
  }
}

/// The attributes of the file that are one text or number; others are its user's.
private func readAttributes(of file: borrowing File) throws(HDF5Error) -> [StoreAttribute] {
  var attributes: [StoreAttribute] = []
  for name in try file.attributeNames() {
    if let text = try file.text(name) {
      attributes.append(StoreAttribute(name, text))
    } else if try file.holdsInteger(name), let number = try file.numbers(name, as: Int.self)?.first
    {
      attributes.append(StoreAttribute(name, number))
    } else if let number = try file.numbers(name, as: Double.self)?.first {
      attributes.append(StoreAttribute(name, .real(number)))
    }
  }
  return attributes
}

private func readDimension(
  _ name: String, _ auxiliary: [String], _ extents: StoredExtents, _ attachments: ScaleAttachments,
  in file: borrowing File
) throws(HDF5Error) -> DimensionLayout {
  let dataset = try file.dataset(name)
  var coordinates: [AuxiliaryCoordinate] = []
  for other in auxiliary {
    let coordinate = try file.dataset(other)
    guard try attachments.scale(of: coordinate, dimension: 0) == name else { continue }
    try extents.checkCoordinate(coordinate, count: dataset.count)
    coordinates.append(
      AuxiliaryCoordinate(
        name: other, unit: try coordinate.text(AttributeName.unit) ?? "",
        longName: try coordinate.text(AttributeName.longName) ?? "",
        comment: try coordinate.text(AttributeName.comment) ?? "",
        values: try coordinate.read(), labels: try labels(of: coordinate)))
  }
  return DimensionLayout(
    name: name, unit: try dataset.text(AttributeName.unit) ?? "",
    longName: try dataset.text(AttributeName.longName) ?? "",
    comment: try dataset.text(AttributeName.comment) ?? "", values: try dataset.read(),
    labels: try labels(of: dataset), auxiliary: coordinates)
}

private func labels(of dataset: borrowing Dataset) throws(HDF5Error) -> [String]? {
  try dataset.text(AttributeName.flagMeanings)?.split(separator: " ").map(String.init)
}

private func readQuantity(
  _ name: String, _ extents: StoredExtents, _ attachments: ScaleAttachments,
  in file: borrowing File
) throws(HDF5Error) -> QuantityLayout {
  let dataset = try file.dataset(name)
  let type: StoredType
  if try dataset.stores(Double.self) {
    type = .float64
  } else if try dataset.stores(UInt8.self) {
    type = .uint8
  } else {
    throw StoredExtents.replaced(name)
  }
  return QuantityLayout(
    name: name, unit: try dataset.text(AttributeName.unit) ?? "",
    longName: try dataset.text(AttributeName.longName) ?? "",
    comment: try dataset.text(AttributeName.comment) ?? "",
    source: try dataset.text(AttributeName.source) ?? "",
    dimensions: try extents.ownDimensions(of: dataset, attachments),
    undefinedWhere: try dataset.text(AttributeName.undefinedWhere), type: type)
}
