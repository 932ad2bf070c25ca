public import CHDF5
public import MPIBridge

/// An HDF5 file, opened by one process or by all ranks of a communicator.
///
/// Every method throws `HDF5Error` where the call of HDF5 that it names fails.
///
/// With several ranks, everything that changes more than raw data (creating, attributes, closing)
/// is collective: all ranks make the same calls in the same order.
public struct File: ~Copyable, HDF5Container {
  /// Whether data may be written.
  public enum Mode: Sendable {
    /// Data may be read only.
    case read
    /// Data may be read and written.
    case readWrite
  }

  /// Path of the file.
  public let name: String
  let identifier: Identifier
  /// HDF5's handle, for calls that this module does not wrap.
  public var handle: hid_t { identifier.raw }

  /// Creates a file, replacing what has its name (`H5Fcreate`).
  ///
  /// - Parameters:
  ///   - path: of the file.
  ///   - largeAttributes: whether attributes of the root may exceed 64 KiB.
  public init(creating path: String, largeAttributes: Bool = false) throws(HDF5Error) {
    let access = try PropertyList.fileAccess()
    try self.init(creating: path, largeAttributes: largeAttributes, access)
  }

  /// Creates a file on all ranks, replacing what has its name (`H5Fcreate`). Collective.
  ///
  /// - Parameters:
  ///   - path: of the file, the same on all ranks.
  ///   - largeAttributes: whether attributes of the root may exceed 64 KiB.
  ///   - communicator: the ranks; HDF5 keeps a duplicate of it.
  public init(
    creating path: String, largeAttributes: Bool = false, on communicator: borrowing Communicator
  ) throws(HDF5Error) {
    let access = try PropertyList.fileAccess(on: communicator)
    try self.init(creating: path, largeAttributes: largeAttributes, access)
  }

  /// Opens a file (`H5Fopen`).
  public init(opening path: String, _ mode: Mode = .read) throws(HDF5Error) {
    let access = try PropertyList.fileAccess()
    try self.init(opening: path, mode, access)
  }

  /// Opens a file on all ranks (`H5Fopen`). Collective.
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

  /// Lets the file own everything up to its end on the disk, so that nothing is put there twice: a
  /// process that died may have made room without saying so (`H5Fincrement_filesize`).
  public func claimToItsEnd() throws(HDF5Error) {
    try check("H5Fincrement_filesize", name, H5Fincrement_filesize(handle, 0))
  }

  /// Closes the file, after everything that was opened in it (`H5Idec_ref`). Collective on several
  /// ranks.
  public consuming func close() throws(HDF5Error) {
    try identifier.close("H5Fclose", name)
  }
}

/// A group of datasets and groups in a file; it is closed with its owner.
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
