import HDF5

extension StoreLayout {
  /// The layout that a file was created with.
  init(reading file: borrowing File, _ run: borrowing Group) throws(HDF5Error) {
    let status = try run.dataset(RunGroup.status)
    var scales: [String] = []
    var others: [String] = []
    for name in try file.datasetNames() {
      if try file.dataset(name).isScale() { scales.append(name) } else { others.append(name) }
    }
    let attachments = try ScaleAttachments(of: scales, in: file)
    let axisNames = try attachments.dimensionNames(of: status)
    var listed: Set<String> = []
    for name in others {
      let list = try file.dataset(name).text(AttributeName.coordinates) ?? ""
      listed.formUnion(list.split(separator: " ").map(String.init))
    }
    let auxiliary = others.filter { listed.contains($0) }

    self.init(
      attributes: try readAttributes(of: file),
      axes: try axisNames.map { (name) throws(HDF5Error) in
        try readDimension(name, auxiliary, attachments, in: file)
      },
      dimensions: try scales.filter { !axisNames.contains($0) }.map { (name) throws(HDF5Error) in
        try readDimension(name, auxiliary, attachments, in: file)
      },
      quantities: try others.filter { !listed.contains($0) }.map { (name) throws(HDF5Error) in
        try readQuantity(name, gridRank: axisNames.count, attachments, in: file)
      },
      messageLength: try run.dataset(RunGroup.message).elementSize())
    if let checksum = try run.numbers(RunGroup.coordinatesChecksum, as: Int.self)?.first,
      checksum != coordinatesChecksum
    {
      throw HDF5Error(
        call: "H5Dread", object: file.name, reason: "its coordinates are not what was written")
    }
  }
}

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

extension ScaleAttachments {
  /// Names of the coordinates along each dimension of a dataset.
  fileprivate func dimensionNames(of dataset: borrowing Dataset) throws(HDF5Error) -> [String] {
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

private func readDimension(
  _ name: String, _ auxiliary: [String], _ attachments: ScaleAttachments, in file: borrowing File
) throws(HDF5Error) -> DimensionLayout {
  let dataset = try file.dataset(name)
  var coordinates: [AuxiliaryCoordinate] = []
  for other in auxiliary {
    let coordinate = try file.dataset(other)
    guard try attachments.scale(of: coordinate, dimension: 0) == name else { continue }
    coordinates.append(
      AuxiliaryCoordinate(
        name: other, unit: try coordinate.text(AttributeName.unit) ?? "",
        longName: try coordinate.text(AttributeName.longName) ?? "",
        values: try coordinate.read(), labels: try labels(of: coordinate)))
  }
  return DimensionLayout(
    name: name, unit: try dataset.text(AttributeName.unit) ?? "",
    longName: try dataset.text(AttributeName.longName) ?? "", values: try dataset.read(),
    labels: try labels(of: dataset), auxiliary: coordinates)
}

private func labels(of dataset: borrowing Dataset) throws(HDF5Error) -> [String]? {
  try dataset.text(AttributeName.flagMeanings)?.split(separator: " ").map(String.init)
}

private func readQuantity(
  _ name: String, gridRank: Int, _ attachments: ScaleAttachments, in file: borrowing File
) throws(HDF5Error) -> QuantityLayout {
  let dataset = try file.dataset(name)
  return QuantityLayout(
    name: name, unit: try dataset.text(AttributeName.unit) ?? "",
    longName: try dataset.text(AttributeName.longName) ?? "",
    source: try dataset.text(AttributeName.source) ?? "",
    dimensions: Array(try attachments.dimensionNames(of: dataset).dropFirst(gridRank)),
    undefinedWhere: try dataset.text(AttributeName.undefinedWhere),
    type: try dataset.holdsIntegers() ? .uint8 : .float64)
}
