import CHDF5

/// A block of an array: where it starts and how far it reaches along each dimension.
public struct Box: Sendable, Equatable {
  /// Index of the first element along each dimension.
  public var start: [Int]
  /// Number of elements along each dimension.
  public var count: [Int]

  /// A block of `count` elements from `start` on, along each dimension.
  public init(start: [Int], count: [Int]) {
    self.start = start
    self.count = count
  }
}

/// A shape and which of its elements a read or write is about (all of them at first).
///
/// Every method throws `HDF5Error` where the call of HDF5 that it names fails.
public struct Dataspace: ~Copyable {
  let identifier: Identifier

  /// An array of the given extents, slowest first; no extents make a single value
  /// (`H5Screate_simple`, `H5Screate`).
  public init(shape: [Int]) throws(HDF5Error) {
    _ = HDF5Library.isQuiet
    let extents = shape.map { hsize_t($0) }
    identifier = try Identifier(
      "H5Screate", "\(shape)",
      unsafe shape.isEmpty
        ? H5Screate(H5S_SCALAR) : H5Screate_simple(Int32(extents.count), extents, nil))
  }

  init(of dataset: hid_t, _ name: String) throws(HDF5Error) {
    identifier = try Identifier("H5Dget_space", name, H5Dget_space(dataset))
  }

  init(ofAttribute attribute: hid_t, _ name: String) throws(HDF5Error) {
    identifier = try Identifier("H5Aget_space", name, H5Aget_space(attribute))
  }

  /// The extents; none for a single value (`H5Sget_simple_extent_dims`).
  ///
  /// - Throws: `HDF5Error` also for what holds no value, and for more elements than can be counted:
  ///   other programs may make such arrays.
  public func shape() throws(HDF5Error) -> [Int] { try shape(of: "dataspace") }

  func shape(of object: String) throws(HDF5Error) -> [Int] {
    let rank = try check(
      "H5Sget_simple_extent_ndims", object, H5Sget_simple_extent_ndims(identifier.raw))
    guard H5Sget_simple_extent_type(identifier.raw) != H5S_NULL else {
      throw HDF5Error(
        call: "H5Sget_simple_extent_type", object: object, reason: "'\(object)' holds no value")
    }
    var extents = [hsize_t](repeating: 0, count: Int(rank))
    if rank > 0 {
      try unsafe check(
        "H5Sget_simple_extent_dims", object,
        H5Sget_simple_extent_dims(identifier.raw, &extents, nil))
    }
    // In bytes of the widest numbers, so that no product of extents overflows.
    var bytes: hsize_t = 16
    for extent in extents {
      let (product, overflow) = bytes.multipliedReportingOverflow(by: max(extent, 1))
      guard !overflow, product <= hsize_t(Int.max) else {
        throw HDF5Error(
          call: "H5Sget_simple_extent_dims", object: object,
          reason: "the extents of '\(object)' are beyond all counting")
      }
      bytes = product
    }
    return extents.map { Int($0) }
  }

  /// Number of selected elements (`H5Sget_select_npoints`).
  public func selectedCount() throws(HDF5Error) -> Int {
    Int(
      try check(
        "H5Sget_select_npoints", "dataspace", H5Sget_select_npoints(identifier.raw)))
  }

  /// Selects nothing: for ranks that only join a collective call (`H5Sselect_none`).
  public borrowing func selectNone() throws(HDF5Error) {
    try check("H5Sselect_none", "dataspace", H5Sselect_none(identifier.raw))
  }

  /// Selects every element (`H5Sselect_all`).
  public borrowing func selectAll() throws(HDF5Error) {
    try check("H5Sselect_all", "dataspace", H5Sselect_all(identifier.raw))
  }

  /// Selects the union of boxes; its elements are read and written in row-major order
  /// (`H5Sselect_hyperslab`).
  public borrowing func select(_ boxes: [Box]) throws(HDF5Error) {
    if boxes.isEmpty { return try selectNone() }
    var mode = H5S_SELECT_SET
    for box in boxes {
      let start = box.start.map { hsize_t($0) }
      let count = box.count.map { hsize_t($0) }
      try unsafe check(
        "H5Sselect_hyperslab", "dataspace",
        H5Sselect_hyperslab(identifier.raw, mode, start, nil, count, nil))
      mode = H5S_SELECT_OR
    }
  }

  /// Selects single elements, read and written in the order given (`H5Sselect_elements`).
  ///
  /// - Parameter coordinates: the indices of the first element along every dimension, then those of
  ///   the second, and so on.
  public borrowing func select(elements coordinates: [UInt64]) throws(HDF5Error) {
    let rank = try shape().count
    if coordinates.isEmpty || rank == 0 { return try selectNone() }
    let code = unsafe coordinates.withUnsafeBufferPointer { numbers in
      // hsize_t is an unsigned 64-bit integer under another C name.
      unsafe numbers.withMemoryRebound(to: hsize_t.self) {
        unsafe H5Sselect_elements(
          identifier.raw, H5S_SELECT_SET, coordinates.count / rank, $0.baseAddress)
      }
    }
    try check("H5Sselect_elements", "dataspace", code)
  }
}
