import CHDF5
import MPIBridge

/// How something in HDF5 is created, opened or transferred (`H5Pcreate`).
///
/// Every method throws `HDF5Error` where a call of HDF5 that it names fails.
public struct PropertyList: ~Copyable {
  let identifier: Identifier

  private init(_ kind: hid_t) throws(HDF5Error) {
    _ = HDF5Library.isQuiet
    identifier = try Identifier("H5Pcreate", "property list", H5Pcreate(kind))
  }

  private func set(_ call: StaticString, _ code: herr_t) throws(HDF5Error) {
    try check(call, "property list", code)
  }

  /// How a file is opened: by this process alone, in the format of HDF5 1.8
  /// (`H5Pset_libver_bounds`, `H5Pset_file_locking`, `H5Pset_fclose_degree`).
  ///
  /// HDF5's own file locks are off. They fail on file systems without locks, and would keep readers
  /// out of a file that is being written.
  public static func fileAccess() throws(HDF5Error) -> PropertyList {
    let list = try PropertyList(swift_H5P_FILE_ACCESS())
    // The format of HDF5 1.8: every reader understands it, and nothing later is needed.
    try list.set(
      "H5Pset_libver_bounds",
      H5Pset_libver_bounds(list.identifier.raw, H5F_LIBVER_V18, H5F_LIBVER_V18))
    try list.set("H5Pset_file_locking", H5Pset_file_locking(list.identifier.raw, false, true))
    // Closing the file closes what is open in it, so that an error cannot leave it half open.
    try list.set(
      "H5Pset_fclose_degree", H5Pset_fclose_degree(list.identifier.raw, H5F_CLOSE_STRONG))
    return list
  }

  /// How a file is opened: by all ranks of a communicator together (`H5Pset_fapl_mpio`).
  /// Collective.
  public static func fileAccess(
    on communicator: borrowing Communicator
  ) throws(HDF5Error) -> PropertyList {
    let list = try fileAccess()
    try unsafe list.set(
      "H5Pset_fapl_mpio",
      swift_H5Pset_fapl_mpio(list.identifier.raw, communicator.handle))
    return list
  }

  /// How a file is created: links and attributes are listed in the order they are made
  /// (`H5Pset_link_creation_order`, `H5Pset_attr_creation_order`, `H5Pset_attr_phase_change`).
  ///
  /// - Parameter largeAttributes: whether attributes of the root may exceed 64 KiB.
  public static func fileCreation(largeAttributes: Bool = false) throws(HDF5Error) -> PropertyList {
    let list = try PropertyList(swift_H5P_FILE_CREATE())
    try list.keepOrderOfLinks()
    try list.keepOrderOfAttributes()
    if largeAttributes {
      // Attributes in a heap of their own from the first one on, instead of in the object's header.
      try list.set(
        "H5Pset_attr_phase_change", H5Pset_attr_phase_change(list.identifier.raw, 0, 0))
    }
    return list
  }

  /// How a group is created: links are listed in the order they are made
  /// (`H5Pset_link_creation_order`).
  public static func groupCreation() throws(HDF5Error) -> PropertyList {
    let list = try PropertyList(swift_H5P_GROUP_CREATE())
    try list.keepOrderOfLinks()
    return list
  }

  /// How a dataset is created: one block of the file, reserved at once and filled by nobody
  /// (`H5Pset_layout`, `H5Pset_alloc_time`, `H5Pset_fill_time`).
  ///
  /// Nothing but raw data is written to such a dataset later, so that a crash cannot leave a file
  /// that does not open.
  ///
  /// - Parameter fillValue: what readers are told stands for "nothing written", in the unit of the
  ///   numbers (`H5Pset_fill_value`).
  public static func datasetCreation(fillValue: Double? = nil) throws(HDF5Error) -> PropertyList {
    let list = try contiguousDataset()
    try list.set(
      "H5Pset_alloc_time", H5Pset_alloc_time(list.identifier.raw, H5D_ALLOC_TIME_EARLY))
    try list.set("H5Pset_fill_time", H5Pset_fill_time(list.identifier.raw, H5D_FILL_TIME_NEVER))
    if var fillValue {
      try unsafe list.set(
        "H5Pset_fill_value",
        H5Pset_fill_value(list.identifier.raw, swift_H5T_NATIVE_DOUBLE(), &fillValue))
    }
    return list
  }

  /// How a dataset is created that takes no room before something is written: one block of the file
  /// then. Not for files that several ranks have opened, where HDF5 makes room at once.
  public static func lateDatasetCreation() throws(HDF5Error) -> PropertyList {
    let list = try contiguousDataset()
    try list.set("H5Pset_alloc_time", H5Pset_alloc_time(list.identifier.raw, H5D_ALLOC_TIME_LATE))
    // What is not there reads as zeros; with "never" it would read as whatever was in memory.
    try list.set("H5Pset_fill_time", H5Pset_fill_time(list.identifier.raw, H5D_FILL_TIME_IFSET))
    return list
  }

  private static func contiguousDataset() throws(HDF5Error) -> PropertyList {
    let list = try PropertyList(swift_H5P_DATASET_CREATE())
    try list.set("H5Pset_layout", H5Pset_layout(list.identifier.raw, H5D_CONTIGUOUS))
    // Without times the same data makes the same bytes.
    try list.set("H5Pset_obj_track_times", H5Pset_obj_track_times(list.identifier.raw, false))
    try list.keepOrderOfAttributes()
    return list
  }

  /// How data is transferred: by every rank on its own, or by all together (then every rank has to
  /// make the call, with an empty selection if it has nothing): `H5Pset_dxpl_mpio`.
  public static func transfer(_ mode: TransferMode) throws(HDF5Error) -> PropertyList {
    let list = try PropertyList(swift_H5P_DATASET_XFER())
    if mode == .collective {
      try list.set(
        "H5Pset_dxpl_mpio", H5Pset_dxpl_mpio(list.identifier.raw, H5FD_MPIO_COLLECTIVE))
    }
    return list
  }

  /// Whether a transfer with this list involves all ranks.
  var isCollective: Bool {
    var mode = H5FD_MPIO_INDEPENDENT
    return unsafe H5Pget_dxpl_mpio(identifier.raw, &mode) >= 0 && mode == H5FD_MPIO_COLLECTIVE
  }

  private func keepOrderOfLinks() throws(HDF5Error) {
    let order = UInt32(H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED)
    try set(
      "H5Pset_link_creation_order", H5Pset_link_creation_order(identifier.raw, order))
  }

  private func keepOrderOfAttributes() throws(HDF5Error) {
    let order = UInt32(H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED)
    try set(
      "H5Pset_attr_creation_order", H5Pset_attr_creation_order(identifier.raw, order))
  }
}

/// Who takes part in a transfer of data.
public enum TransferMode: Sendable {
  /// Each rank on its own.
  case independent
  /// All ranks together, in one call.
  case collective
}
