public import CHDF5
public import MPIBridge

/// An HDF5 file, opened by one process or by all ranks of a communicator.
///
/// With several ranks, everything that changes more than raw data (creating, attributes, closing) is
/// collective: all ranks make the same calls in the same order.
public struct File: ~Copyable, HDF5Container {
  /// Whether data may be written.
  public enum Mode: Sendable {
    case read, readWrite
  }

  /// Path of the file.
  public let name: String
  let identifier: Identifier
  /// HDF5's handle, for calls that this module does not wrap.
  public var handle: hid_t { identifier.raw }

  /// Creates a file, replacing what has its name.
  public init(creating path: String, largeAttributes: Bool = false) throws(HDF5Error) {
    let access = try PropertyList.fileAccess()
    try self.init(creating: path, largeAttributes: largeAttributes, access)
  }

  /// Creates a file on all ranks, replacing what has its name. Collective.
  public init(
    creating path: String, largeAttributes: Bool = false, on communicator: borrowing Communicator
  ) throws(HDF5Error) {
    let access = try PropertyList.fileAccess(on: communicator)
    try self.init(creating: path, largeAttributes: largeAttributes, access)
  }

  /// Opens a file.
  public init(opening path: String, _ mode: Mode = .read) throws(HDF5Error) {
    let access = try PropertyList.fileAccess()
    try self.init(opening: path, mode, access)
  }

  /// Opens a file on all ranks. Collective.
  public init(
    opening path: String, _ mode: Mode, on communicator: borrowing Communicator
  ) throws(HDF5Error) {
    let access = try PropertyList.fileAccess(on: communicator)
    try self.init(opening: path, mode, access)
  }

  private init(
    creating path: String, largeAttributes: Bool, _ access: borrowing PropertyList
  ) throws(HDF5Error) {
    let creation = try PropertyList.fileCreation(largeAttributes: largeAttributes)
    let raw = unsafe H5Fcreate(
      path, swift_H5F_ACC_TRUNC(), creation.identifier.raw, access.identifier.raw)
    identifier = try Identifier("H5Fcreate", path, raw)
    name = path
  }

  private init(
    opening path: String, _ mode: Mode, _ access: borrowing PropertyList
  ) throws(HDF5Error) {
    let flags = mode == .read ? swift_H5F_ACC_RDONLY() : swift_H5F_ACC_RDWR()
    identifier = try unsafe Identifier("H5Fopen", path, H5Fopen(path, flags, access.identifier.raw))
    name = path
  }

  /// Closes the file, after everything that was opened in it. Collective on several ranks.
  public consuming func close() throws(HDF5Error) {
    try identifier.close("H5Fclose", name)
  }
}

/// A group of datasets and groups in a file.
public struct Group: ~Copyable, HDF5Container {
  /// Name of the group.
  public let name: String
  let identifier: Identifier
  /// HDF5's handle, for calls that this module does not wrap.
  public var handle: hid_t { identifier.raw }

  init(_ identifier: consuming Identifier, name: String) {
    self.identifier = identifier
    self.name = name
  }
}
