import CHDF5

// Dimension scales are HDF5's way to say which dataset holds the coordinates of a dimension; with
// them a file is a netCDF-4 file, and xarray shows named coordinates.
extension Dataset {
  /// Declares that this one-dimensional dataset holds coordinates.
  public func makeScale() throws(HDF5Error) {
    try check("H5DSset_scale", name, H5DSset_scale(handle, name))
  }

  /// Whether this dataset holds coordinates.
  public func isScale() throws(HDF5Error) -> Bool {
    try check("H5DSis_scale", name, H5DSis_scale(handle)) > 0
  }

  /// Declares where the coordinates of a dimension are.
  public func attach(_ scale: borrowing Dataset, toDimension dimension: Int) throws(HDF5Error) {
    try check(
      "H5DSattach_scale", name, H5DSattach_scale(handle, scale.handle, UInt32(dimension)))
  }

  /// Path of the dataset that holds the coordinates of a dimension, if one is attached.
  public func scalePath(ofDimension dimension: Int) throws(HDF5Error) -> String? {
    var path: String?
    let code = withUnsafeMutablePointer(to: &path) { path in
      H5DSiterate_scales(
        handle, UInt32(dimension), nil,
        { _, _, scale, context in
          let length = H5Iget_name(scale, nil, 0)
          if length < 0 { return -1 }
          context?.assumingMemoryBound(to: String?.self).pointee =
            String(unsafeUninitializedCapacity: length + 1) { text in
              text.withMemoryRebound(to: CChar.self) {
                _ = H5Iget_name(scale, $0.baseAddress, length + 1)
              }
              return length
            }
          return 1
        }, path)
    }
    try check("H5DSiterate_scales", name, code)
    return path
  }
}
