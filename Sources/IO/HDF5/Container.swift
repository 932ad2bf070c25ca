import CHDF5

/// A file or group: something that holds datasets and groups.
public protocol HDF5Container: HDF5Object, ~Copyable {}

extension HDF5Container where Self: ~Copyable {
  /// Creates a group.
  public func createGroup(_ name: String) throws(HDF5Error) -> Group {
    let creation = try PropertyList.groupCreation()
    let raw = H5Gcreate2(
      handle, name, swift_H5P_DEFAULT(), creation.identifier.raw, swift_H5P_DEFAULT())
    return Group(try Identifier("H5Gcreate2", name, raw), name: name)
  }

  /// Opens a group.
  public func group(_ name: String) throws(HDF5Error) -> Group {
    Group(
      try Identifier("H5Gopen2", name, H5Gopen2(handle, name, swift_H5P_DEFAULT())), name: name)
  }

  /// Creates a dataset of numbers; no extents make a single value.
  public func createDataset<Scalar: HDF5Scalar>(
    _ name: String, of type: Scalar.Type, shape: [Int], fillValue: Double? = nil
  ) throws(HDF5Error) -> Dataset {
    try createDataset(name, type: Scalar.storedType, shape: shape, fillValue: fillValue)
  }

  /// Creates a dataset of fixed-length UTF-8 texts of up to `capacity` − 1 bytes.
  public func createDataset(
    _ name: String, ofTextsWithCapacity capacity: Int, shape: [Int]
  ) throws(HDF5Error) -> Dataset {
    let type = try TextType(capacity: capacity)
    return try createDataset(name, type: type.identifier.raw, shape: shape, fillValue: nil)
  }

  private func createDataset(
    _ name: String, type: hid_t, shape: [Int], fillValue: Double?
  ) throws(HDF5Error) -> Dataset {
    let space = try Dataspace(shape: shape)
    let creation = try PropertyList.datasetCreation(fillValue: fillValue)
    let raw = H5Dcreate2(
      handle, name, type, space.identifier.raw, swift_H5P_DEFAULT(), creation.identifier.raw,
      swift_H5P_DEFAULT())
    return Dataset(try Identifier("H5Dcreate2", name, raw), name: name, shape: shape)
  }

  /// Opens a dataset.
  public func dataset(_ name: String) throws(HDF5Error) -> Dataset {
    let raw = H5Dopen2(handle, name, swift_H5P_DEFAULT())
    let identifier = try Identifier("H5Dopen2", name, raw)
    let shape = try Dataspace(of: identifier.raw, name).shape()
    return Dataset(identifier, name: name, shape: shape)
  }

  /// Whether a link of this name exists.
  public func contains(_ name: String) throws(HDF5Error) -> Bool {
    try check("H5Lexists", name, H5Lexists(handle, name, swift_H5P_DEFAULT())) > 0
  }

  /// Names of the datasets, in the order they were created if the file knows it, else sorted.
  public func datasetNames() throws(HDF5Error) -> [String] {
    var info = H5G_info_t()
    try check("H5Gget_info", name, H5Gget_info(handle, &info))
    var names: [String] = []
    for index in 0..<info.nlinks {
      let link = try linkName(index)
      let object = try Identifier(
        "H5Oopen", link, H5Oopen(handle, link, swift_H5P_DEFAULT()))
      if H5Iget_type(object.raw) == H5I_DATASET { names.append(link) }
    }
    return names
  }

  private func linkName(_ index: hsize_t) throws(HDF5Error) -> String {
    for order in [H5_INDEX_CRT_ORDER, H5_INDEX_NAME] {
      let length = H5Lget_name_by_idx(
        handle, ".", order, H5_ITER_INC, index, nil, 0, swift_H5P_DEFAULT())
      if length < 0 { continue }
      return String(unsafeUninitializedCapacity: length + 1) { text in
        text.withMemoryRebound(to: CChar.self) {
          _ = H5Lget_name_by_idx(
            handle, ".", order, H5_ITER_INC, index, $0.baseAddress, length + 1,
            swift_H5P_DEFAULT())
        }
        return length
      }
    }
    throw HDF5Error(failed: "H5Lget_name_by_idx", object: name)
  }
}
