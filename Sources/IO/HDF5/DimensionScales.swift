import CHDF5

// Dimension scales are HDF5's way to say which dataset holds the coordinates of a dimension; with
// them a file is a netCDF-4 file, and xarray shows named coordinates.
extension Dataset {
  /// Declares that this one-dimensional dataset holds coordinates (`H5DSset_scale`).
  public func makeScale() throws(HDF5Error) {
    try unsafe check("H5DSset_scale", name, H5DSset_scale(handle, name))
  }

  /// Declares that this one-dimensional dataset only gives a dimension its name and extent, by the
  /// convention of netCDF (`H5DSset_scale`).
  public func makeScaleWithoutValues() throws(HDF5Error) {
    let digits = "\(count)"
    let padding = String(repeating: " ", count: max(0, 10 - digits.count))
    let text = "This is a netCDF dimension but not a netCDF variable.\(padding)\(digits)"
    try unsafe check("H5DSset_scale", name, H5DSset_scale(handle, text))
  }

  /// Whether this dataset holds coordinates (`H5DSis_scale`).
  public func isScale() throws(HDF5Error) -> Bool {
    try check("H5DSis_scale", name, H5DSis_scale(handle)) > 0
  }

  /// Declares where the coordinates of a dimension are (`H5DSattach_scale`).
  public func attach(_ scale: borrowing Dataset, toDimension dimension: Int) throws(HDF5Error) {
    try check(
      "H5DSattach_scale", name, H5DSattach_scale(handle, scale.handle, UInt32(dimension)))
  }

  /// Where this dataset's header is in the file, which is what references to it hold.
  fileprivate func address() throws(HDF5Error) -> UInt64 {
    var address: haddr_t = 0
    try unsafe check("H5Oget_info", name, swift_getAddress(handle, &address))
    return UInt64(address)
  }

  /// The dimensions of datasets that this scale is attached to.
  fileprivate func uses() throws(HDF5Error) -> [ScaleUse] {
    let attribute = "REFERENCE_LIST"
    guard try hasAttribute(attribute) else { return [] }
    let object = "\(name):\(attribute)"
    let opened = try unsafe Identifier(
      "H5Aopen", object, H5Aopen(handle, attribute, swift_H5P_DEFAULT()))
    let type = try Identifier(
      "H5Tcreate", object, H5Tcreate(H5T_COMPOUND, MemoryLayout<ScaleUse>.stride))
    try unsafe check(
      "H5Tinsert", object, H5Tinsert(type.raw, "dataset", 0, swift_H5T_STD_REF_OBJ()))
    try unsafe check(
      "H5Tinsert", object,
      H5Tinsert(
        type.raw, "dimension", MemoryLayout<UInt64>.stride, swift_H5T_NATIVE_INT32()))
    let space = try Dataspace(ofAttribute: opened.raw, object)
    var uses = [ScaleUse](repeating: ScaleUse(), count: try space.selectedCount())
    try unsafe check("H5Aread", object, H5Aread(opened.raw, type.raw, &uses))
    return uses
  }
}

/// One entry of a scale's REFERENCE_LIST, as HDF5 lays it out in memory.
private struct ScaleUse: Hashable {
  /// The address of the dataset.
  var dataset: UInt64 = 0
  /// The dimension of it.
  var dimension: Int32 = 0
}

/// Which scale is attached to which dimension of which dataset, as the scales themselves say.
///
/// Datasets say it too (DIMENSION_LIST, what `H5DSiterate_scales` reads), but in lists of variable
/// length: these are in the file's global heap, and HDF5 1.10 reads some damaged heaps without end.
public struct ScaleAttachments {
  private var scales: [ScaleUse: String] = [:]

  /// Reads what the scales of these names are attached to (`H5Aread` of `REFERENCE_LIST`).
  ///
  /// - Throws: `HDF5Error` if there is no such scale, or its list cannot be read.
  public init(of names: [String], in file: borrowing File) throws(HDF5Error) {
    for name in names {
      for use in try file.dataset(name).uses() { scales[use] = name }
    }
  }

  /// Name of the scale along a dimension, if one is attached (`H5Oget_info`).
  ///
  /// - Throws: `HDF5Error` if the dataset's header cannot be read.
  public func scale(
    of dataset: borrowing Dataset, dimension: Int
  ) throws(HDF5Error) -> String? {
    scales[ScaleUse(dataset: try dataset.address(), dimension: Int32(dimension))]
  }
}
