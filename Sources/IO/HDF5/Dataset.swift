public import CHDF5

/// An array in a file.
///
/// Every method throws `HDF5Error` where the call of HDF5 that it names fails.
public struct Dataset: ~Copyable, HDF5Object {
  /// Name of the dataset.
  public let name: String
  /// The extents; none for a single value.
  public let shape: [Int]
  let identifier: Identifier
  /// HDF5's handle, for calls that this module does not wrap.
  public var handle: hid_t { identifier.raw }

  init(_ identifier: consuming Identifier, name: String, shape: [Int]) {
    self.identifier = identifier
    self.name = name
    self.shape = shape
  }

  /// Number of elements.
  public var count: Int { shape.reduce(1, *) }

  /// Bytes an element takes in the file (`H5Tget_size`).
  public func elementSize() throws(HDF5Error) -> Int {
    let type = try Identifier("H5Dget_type", name, H5Dget_type(handle))
    return H5Tget_size(type.raw)
  }

  /// Whether the elements are numbers of this type, as this module stores them (`H5Tequal`).
  public func stores<Scalar: HDF5Scalar>(_ type: Scalar.Type) throws(HDF5Error) -> Bool {
    let stored = try Identifier("H5Dget_type", name, H5Dget_type(handle))
    return try check("H5Tequal", name, H5Tequal(stored.raw, Scalar.storedType)) > 0
  }

  /// Whether the elements are texts of fixed length (`H5Tget_class`).
  public func storesFixedTexts() throws(HDF5Error) -> Bool {
    let type = try Identifier("H5Dget_type", name, H5Dget_type(handle))
    return H5Tget_class(type.raw) == H5T_STRING && H5Tis_variable_str(type.raw) == 0
  }

  /// Whether the elements stand in one block of the file, as this module makes them, and not in
  /// chunks or compressed, as other programs may store them anew (`H5Pget_layout`).
  public func isContiguous() throws(HDF5Error) -> Bool {
    let list = try Identifier("H5Dget_create_plist", name, H5Dget_create_plist(handle))
    return H5Pget_layout(list.raw) == H5D_CONTIGUOUS
      && H5Pget_external_count(list.raw) == 0
  }

  /// Where the elements begin in the file, in bytes; nil for what is in chunks or nowhere yet
  /// (`H5Dget_offset`).
  public var fileOffset: Int? {
    let offset = H5Dget_offset(handle)
    return offset == swift_HADDR_UNDEF() ? nil : Int(clamping: offset)
  }

  /// Bytes that the elements take in the file, compressed if they are (`H5Dget_storage_size`).
  public var storedByteCount: Int { Int(clamping: H5Dget_storage_size(handle)) }

  /// All elements in row-major order, converted to the type wanted (`H5Dread`).
  public func read<Scalar: HDF5Scalar>(
    as type: Scalar.Type = Scalar.self
  ) throws(HDF5Error) -> [Scalar] {
    let space = try Dataspace(shape: shape)
    return try read(from: space)
  }

  /// The selected elements of `space` (of this dataset's shape), converted to the type wanted
  /// (`H5Dread`).
  public func read<Scalar: HDF5Scalar>(
    as type: Scalar.Type = Scalar.self, from space: borrowing Dataspace
  ) throws(HDF5Error) -> [Scalar] {
    let count = try space.selectedCount()
    let memory = try Dataspace(shape: [count])
    var code: herr_t = -1
    let values = unsafe [Scalar](unsafeUninitializedCapacity: count) { buffer, initializedCount in
      unsafe code = H5Dread(
        handle, Scalar.memoryType, memory.identifier.raw, space.identifier.raw,
        swift_H5P_DEFAULT(), buffer.baseAddress)
      initializedCount = code < 0 ? 0 : count
    }
    try check("H5Dread", name, code)
    return values
  }

  /// The selected texts, of UTF-8 that a null ends (`H5Dread`).
  ///
  /// - Parameters:
  ///   - space: which elements: texts of fixed length, or characters whose last dimension makes the
  ///     texts.
  ///   - length: bytes that a text has in the file.
  public func readTexts(
    from space: borrowing Dataspace, length: Int
  ) throws(HDF5Error) -> [String] {
    let type = try Identifier("H5Dget_type", name, H5Dget_type(handle))
    let selected = try space.selectedCount()
    var bytes = [UInt8](repeating: 0, count: selected * H5Tget_size(type.raw))
    let memory = try Dataspace(shape: [selected])
    let code = unsafe bytes.withUnsafeMutableBytes {
      unsafe H5Dread(
        handle, type.raw, memory.identifier.raw, space.identifier.raw, swift_H5P_DEFAULT(),
        $0.baseAddress)
    }
    try check("H5Dread", name, code)
    return stride(from: 0, to: bytes.count, by: max(length, 1)).map {
      FixedText.text(in: bytes[$0..<min($0 + length, bytes.count)])
    }
  }

  /// Writes all elements in row-major order, by this process alone (`H5Dwrite`).
  public func write<Scalar: HDF5Scalar>(_ values: [Scalar]) throws(HDF5Error) {
    let space = try Dataspace(shape: shape)
    let transfer = try PropertyList.transfer(.independent)
    try write(values.span, to: space, transfer)
  }

  /// Writes the selected elements of `space` (of this dataset's shape), as many as there are values
  /// (`H5Dwrite`).
  ///
  /// - Parameters:
  ///   - values: in the order of the selection.
  ///   - space: which elements.
  ///   - transfer: alone or with all ranks, see `PropertyList.transfer`.
  public func write<Scalar: HDF5Scalar>(
    _ values: Span<Scalar>, to space: borrowing Dataspace, _ transfer: borrowing PropertyList
  ) throws(HDF5Error) {
    let memory = try Dataspace(shape: [values.count])
    let code = unsafe values.withUnsafeBytes {
      unsafe H5Dwrite(
        handle, Scalar.memoryType, memory.identifier.raw, space.identifier.raw,
        transfer.identifier.raw, $0.baseAddress)
    }
    try checkTransfer("H5Dwrite", code, transfer)
  }

  /// Writes texts to the selected elements; what does not fit is cut off between two characters,
  /// see `FixedText` (`H5Dwrite`).
  ///
  /// - Parameters:
  ///   - texts: in the order of the selection.
  ///   - length: bytes that a text has in the file, as for `readTexts`.
  ///   - space: which elements.
  ///   - transfer: alone or with all ranks, see `PropertyList.transfer`.
  public func write(
    texts: [String], length: Int, to space: borrowing Dataspace,
    _ transfer: borrowing PropertyList
  ) throws(HDF5Error) {
    let type = try Identifier("H5Dget_type", name, H5Dget_type(handle))
    var bytes = [UInt8](repeating: 0, count: texts.count * length)
    for (index, text) in texts.enumerated() {
      let field = FixedText.bytes(of: text, capacity: length)
      bytes.replaceSubrange(index * length..<index * length + field.count, with: field)
    }
    let memory = try Dataspace(shape: [bytes.count / max(H5Tget_size(type.raw), 1)])
    let code = unsafe bytes.withUnsafeBytes {
      unsafe H5Dwrite(
        handle, type.raw, memory.identifier.raw, space.identifier.raw, transfer.identifier.raw,
        $0.baseAddress)
    }
    try checkTransfer("H5Dwrite", code, transfer)
  }
}

extension Dataset {
  /// Turns the return code of a transfer into an error, and makes up for what HDF5 leaves out then.
  ///
  /// A collective transfer makes MPI look at the part of the file it is about. HDF5 1.10 undoes
  /// that afterward, which is again collective, but not on a rank where the transfer failed. The
  /// other ranks would wait for it for ever, and whatever it writes next (closing the file writes,
  /// too) would end up elsewhere in the file.
  func checkTransfer(
    _ call: StaticString, _ code: herr_t, _ transfer: borrowing PropertyList
  ) throws(HDF5Error) {
    if code >= 0 { return }
    // First of all, since further calls replace HDF5's error.
    let error = HDF5Error(failed: "\(call)", object: name)
    if transfer.isCollective { lookAtWholeFile() }
    throw error
  }

  /// If this fails as well there is nothing left to try: the caller throws already.
  private func lookAtWholeFile() {
    let file = H5Iget_file_id(handle)
    defer { H5Idec_ref(file) }
    // Only files that are opened over MPI know an atomicity. Asking for the driver would be
    // collective, since it duplicates the communicator.
    var atomicity = false
    var pointer: UnsafeMutableRawPointer?
    guard unsafe H5Fget_mpi_atomicity(file, &atomicity) >= 0,
      unsafe H5Fget_vfd_handle(file, swift_H5P_DEFAULT(), &pointer) >= 0,
      unsafe pointer != nil
    else { return }
    _ = unsafe swift_lookAtWholeFile(pointer)
  }
}
