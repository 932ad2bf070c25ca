import HDF5

extension StoreLayout {
  /// Creates a file with everything in it but the results: groups, arrays, attributes, coordinates.
  ///
  /// One process does this without MPI: there is nothing to gain from many, and calls that must be
  /// alike on all ranks cannot be out of step.
  func createFile(at path: String) throws(HDF5Error) {
    // HDF5 keeps attributes of up to 64 KiB in an object's header; a job file may be longer.
    let isLarge = attributes.contains {
      if case .text(let text) = $0.value { text.utf8.count > 60_000 } else { false }
    }
    let file = try File(creating: path, largeAttributes: isLarge)
    for attribute in attributes {
      switch attribute.value {
      case .text(let text): try file.setAttribute(attribute.name, text)
      case .integer(let number): try file.setAttribute(attribute.name, number)
      case .real(let number): try file.setAttribute(attribute.name, number)
      }
    }
    if (allDimensions.map(\.name) + quantities.map(\.name)).contains(where: SumsGroup.contains) {
      _ = try file.createGroup(SumsGroup.name)
    }
    for dimension in allDimensions { try create(dimension, in: file) }
    for quantity in quantities { try create(quantity, in: file) }
    for table in tables { try table.create(in: file) }
    try createRunGroup(in: file)
    try file.close()
  }

  private func create(
    _ dimension: DimensionLayout, in file: borrowing File
  ) throws(HDF5Error) {
    let scale = try createCoordinate(
      AuxiliaryCoordinate(
        name: dimension.name, unit: dimension.unit, longName: dimension.longName,
        comment: dimension.comment, values: dimension.values, labels: dimension.labels), in: file)
    try scale.makeScale()
    for coordinate in dimension.auxiliary {
      let dataset = try createCoordinate(coordinate, in: file)
      try dataset.attach(scale, toDimension: 0)
    }
  }

  private func createCoordinate(
    _ coordinate: AuxiliaryCoordinate, in file: borrowing File
  ) throws(HDF5Error) -> Dataset {
    guard let labels = coordinate.labels else {
      let dataset = try file.createDataset(
        coordinate.name, of: Double.self, shape: [coordinate.values.count])
      try describe(dataset, coordinate.unit, coordinate.longName, coordinate.comment)
      try dataset.write(coordinate.values)
      return dataset
    }
    let words = labels.map { label in
      String(label.map { $0.isWhitespace ? "_" : $0 })
    }
    // A flag is a small integer, by the CF conventions; more than a byte holds only if need be.
    return labels.count <= Int(Int8.max) + 1
      ? try createFlags(coordinate, coordinate.values.map { Int8($0) }, words, in: file)
      : try createFlags(coordinate, coordinate.values.map { Int32($0) }, words, in: file)
  }

  private func createFlags<Flag: HDF5Scalar & FixedWidthInteger>(
    _ coordinate: AuxiliaryCoordinate, _ values: [Flag], _ words: [String],
    in file: borrowing File
  ) throws(HDF5Error) -> Dataset {
    let dataset = try file.createDataset(coordinate.name, of: Flag.self, shape: [values.count])
    try describe(dataset, coordinate.unit, coordinate.longName, coordinate.comment)
    try dataset.setFlags(words.indices.map { Flag($0) }, meaning: words)
    if words == ["false", "true"] { try dataset.setAttribute(AttributeName.dataType, "bool") }
    try dataset.write(values)
    return dataset
  }

  private func describe(
    _ dataset: borrowing Dataset, _ unit: String, _ longName: String, _ comment: String = ""
  ) throws(HDF5Error) {
    try dataset.setAttribute(AttributeName.unit, unit)
    try dataset.setAttribute(AttributeName.longName, longName)
    if !comment.isEmpty { try dataset.setAttribute(AttributeName.comment, comment) }
  }

  private func create(_ quantity: QuantityLayout, in file: borrowing File) throws(HDF5Error) {
    let shape = gridShape + ownShape(of: quantity)
    let dataset =
      switch quantity.type {
      case .float64:
        try file.createDataset(quantity.name, of: Double.self, shape: shape, fillValue: .nan)
      case .uint8: try file.createDataset(quantity.name, of: UInt8.self, shape: shape)
      }
    try describe(dataset, quantity.unit, quantity.longName, quantity.comment)
    try dataset.setAttribute(AttributeName.source, quantity.source)
    if let undefinedWhere = quantity.undefinedWhere {
      try dataset.setAttribute(AttributeName.undefinedWhere, undefinedWhere)
    }
    let names = axes.map(\.name) + quantity.dimensions
    let auxiliary = allDimensions.filter { names.contains($0.name) }.flatMap(\.auxiliary)
    if !auxiliary.isEmpty {
      let list = auxiliary.map(\.name).joined(separator: " ")
      try dataset.setAttribute(AttributeName.coordinates, list)
    }
    if quantity.type == .float64 {
      try dataset.setAttribute(AttributeName.fillValue, list: [Double.nan])
    }
    try attachScales(names, to: dataset, in: file)
  }

  private func attachScales(
    _ names: [String], to dataset: borrowing Dataset, in file: borrowing File
  ) throws(HDF5Error) {
    for (index, name) in names.enumerated() {
      let scale = try file.dataset(name)
      try dataset.attach(scale, toDimension: index)
    }
  }

  private func createRunGroup(in file: borrowing File) throws(HDF5Error) {
    let run = try file.createGroup(RunGroup.name)
    try run.setAttribute(RunGroup.versionAttribute, RunGroup.version)
    try run.setAttribute(RunGroup.coordinatesChecksum, coordinatesChecksum)
    try StoredNames(self).write(to: run)
    let names = axes.map(\.name)

    let status = try run.createDataset(RunGroup.status, of: UInt8.self, shape: gridShape)
    try status.setAttribute(AttributeName.longName, "what has become of the point")
    try status.setFlags(
      PointStatus.allCases.map(\.rawValue), meaning: PointStatus.allCases.map(\.label))
    try attachScales(names, to: status, in: file)

    let seconds = try run.createDataset(
      RunGroup.seconds, of: Double.self, shape: gridShape, fillValue: .nan)
    try describe(seconds, "s", "time the point took")
    try seconds.setAttribute(AttributeName.fillValue, list: [Double.nan])
    try attachScales(names, to: seconds, in: file)

    let rank = try run.createDataset(
      RunGroup.rank, of: Int32.self, shape: gridShape, fillValue: -1)
    try rank.setAttribute(AttributeName.longName, "rank that computed the point")
    try attachScales(names, to: rank, in: file)

    let characters = try run.createDataset(
      RunGroup.messageLength, of: UInt8.self, shape: [messageLength])
    try characters.makeScaleWithoutValues()
    let message = try run.createDataset(
      RunGroup.message, ofCharactersInShape: gridShape + [messageLength])
    try message.setAttribute(AttributeName.longName, "why the point failed, or why it is doubtful")
    try message.setAttribute(AttributeName.encoding, "utf-8")
    try attachScales(names, to: message, in: file)
    try message.attach(characters, toDimension: names.count)

    let checksum = try run.createDataset(RunGroup.checksum, of: Int.self, shape: gridShape)
    try checksum.setAttribute(AttributeName.longName, "checksum of the results of the point")
    try attachScales(names, to: checksum, in: file)
  }
}

extension Dataset {
  fileprivate func setFlags<Flag: HDF5Scalar>(
    _ values: [Flag], meaning words: [String]
  ) throws(HDF5Error) {
    try setAttribute(AttributeName.flagValues, list: values)
    try setAttribute(AttributeName.flagMeanings, words.joined(separator: " "))
  }
}
