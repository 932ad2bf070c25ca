import HDF5

extension StoreLayout {
  /// What is wrong with the layout, in one sentence; nil if it can be stored.
  package var defect: String? {
    let names =
      allDimensions.flatMap { [$0.name] + $0.auxiliary.map(\.name) }
      + quantities.map(\.name) + [RunGroup.name, SumsGroup.name] + tables.map(\.name)
    var seen: Set<String> = []
    for name in names {
      // Lists of names have blanks between them.
      let own = SumsGroup.ownName(of: name)
      if own.isEmpty || own.contains("/") || own.contains(" ") || own == "." {
        return "'\(name)' cannot be the name of an array"
      }
      if !seen.insert(name).inserted {
        return "the name '\(name)' would stand for two different arrays"
      }
    }
    for dimension in allDimensions {
      let extent = dimension.values.count
      if extent == 0 { return "the dimension '\(dimension.name)' has no values" }
      if let labels = dimension.labels, labels.count != extent {
        return "the dimension '\(dimension.name)' has \(extent) values but \(labels.count) labels"
      }
      for coordinate in dimension.auxiliary where coordinate.values.count != extent {
        return "'\(coordinate.name)' has \(coordinate.values.count) values for the \(extent) "
          + "of '\(dimension.name)'"
      }
    }
    for quantity in quantities {
      for name in quantity.dimensions where !dimensions.contains(where: { $0.name == name }) {
        return "the quantity '\(quantity.name)' has an unknown dimension '\(name)'"
      }
      if Set(quantity.dimensions).count != quantity.dimensions.count {
        return "the quantity '\(quantity.name)' has a dimension twice, which xarray refuses"
      }
    }
    return messageLength < 2 ? "messages of failed points need at least 2 bytes" : nil
  }

  /// Size in bytes of the file as it is created, without messages. The results are counted exactly;
  /// what describes them is estimated, to some KiB.
  public var fileSize: Int {
    let values = zip(quantities, quantitySizes).reduce(0) { $0 + $1.0.type.size * $1.1 }
    let coordinates = allDimensions.reduce(0) { sum, dimension in
      sum + dimension.values.count * 8 * (1 + dimension.auxiliary.count)
    }
    let tableBytes = tables.reduce(0) { $0 + $1.byteCount }
    return tableBytes + pointCount * (values + RunGroup.bytesPerPoint) + coordinates
      + descriptionSize
  }

  private var descriptionSize: Int {
    let rootText = attributes.reduce(0) { sum, attribute in
      guard case .text(let text) = attribute.value else { return sum + 64 }
      return sum + 64 + text.utf8.count
    }
    let dimensionText = allDimensions.reduce(0) { sum, dimension in
      sum + (dimension.labels ?? []).reduce(0) { $0 + $1.utf8.count + 2 }
        + dimension.longName.utf8.count + dimension.comment.utf8.count
    }
    let quantityText = quantities.reduce(0) {
      $0 + $1.longName.utf8.count + $1.comment.utf8.count + $1.source.utf8.count
    }
    let objects =
      quantities.count + allDimensions.reduce(0) { $0 + 1 + $1.auxiliary.count }
      + RunGroup.datasets.count
    // An object's header with its attributes, measured, and 4 KiB that every file has.
    return rootText + dimensionText + quantityText + objects * 1100 + 4096
  }
}

/// The group that says what became of each point.
enum RunGroup {
  static let name = "run"
  static let status = "status"
  static let seconds = "seconds"
  static let rank = "rank"
  static let message = "message"
  /// The dimension of the characters of a message.
  static let messageLength = "message_length"
  static let checksum = "checksum"
  /// Attribute of the group: which version of this layout the file has.
  static let versionAttribute = "format_version"
  static let version = 4
  /// The first version with random numbers by what a point is and exact sums over trajectories; in
  /// version 3, which was never released, the sums had other bits.
  static let firstByIdentity = 4
  /// Attribute of the group: a checksum of all coordinates.
  static let coordinatesChecksum = "coordinates_checksum"
  /// Everything in it.
  static let datasets = [status, seconds, rank, message, messageLength, checksum]
  /// Status, seconds, rank and checksum.
  static let bytesPerPoint = 1 + 8 + 4 + 8
}

/// Names of the attributes that the store writes and reads.
enum AttributeName {
  static let unit = "units"
  static let longName = "long_name"
  static let comment = "comment"
  /// How xarray is told that numbers are true and false.
  static let dataType = "dtype"
  static let source = "source"
  static let fillValue = "_FillValue"
  /// How xarray and netCDF4-python are told that characters are UTF-8.
  static let encoding = "_Encoding"
  static let flagValues = "flag_values"
  static let flagMeanings = "flag_meanings"
  static let coordinates = "coordinates"
  static let undefinedWhere = "undefined_where"
}
