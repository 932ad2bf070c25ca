public import CHDF5

/// An array in a file.
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

  /// Bytes an element takes in the file.
  public func elementSize() throws(HDF5Error) -> Int {
    let type = try Identifier("H5Dget_type", name, H5Dget_type(handle))
    return H5Tget_size(type.raw)
  }

  /// Whether the elements are integers.
  public func holdsIntegers() throws(HDF5Error) -> Bool {
    let type = try Identifier("H5Dget_type", name, H5Dget_type(handle))
    return H5Tget_class(type.raw) == H5T_INTEGER
  }

  /// All elements in row-major order, converted to the type wanted.
  public func read<Scalar: HDF5Scalar>(
    as type: Scalar.Type = Scalar.self
  ) throws(HDF5Error) -> [Scalar] {
    let space = try Dataspace(shape: shape)
    return try read(from: space)
  }

  /// The selected elements of `space` (of this dataset's shape), converted to the type wanted.
  public func read<Scalar: HDF5Scalar>(
    as type: Scalar.Type = Scalar.self, from space: borrowing Dataspace
  ) throws(HDF5Error) -> [Scalar] {
    var values = [Scalar](repeating: .zero, count: try space.selectedCount())
    let memory = try Dataspace(shape: [values.count])
    let code = values.withUnsafeMutableBytes {
      H5Dread(
        handle, Scalar.memoryType, memory.identifier.raw, space.identifier.raw,
        swift_H5P_DEFAULT(), $0.baseAddress)
    }
    try check("H5Dread", name, code)
    return values
  }

  /// The selected texts.
  public func readTexts(from space: borrowing Dataspace) throws(HDF5Error) -> [String] {
    let type = try Identifier("H5Dget_type", name, H5Dget_type(handle))
    let capacity = H5Tget_size(type.raw)
    var bytes = [UInt8](repeating: 0, count: try space.selectedCount() * capacity)
    let memory = try Dataspace(shape: [bytes.count / capacity])
    let code = bytes.withUnsafeMutableBytes {
      H5Dread(
        handle, type.raw, memory.identifier.raw, space.identifier.raw, swift_H5P_DEFAULT(),
        $0.baseAddress)
    }
    try check("H5Dread", name, code)
    return stride(from: 0, to: bytes.count, by: capacity).map {
      HDF5.text(inField: bytes[$0..<$0 + capacity])
    }
  }

  /// Writes all elements in row-major order.
  public func write<Scalar: HDF5Scalar>(_ values: [Scalar]) throws(HDF5Error) {
    let space = try Dataspace(shape: shape)
    let transfer = try PropertyList.transfer(.independent)
    try write(values.span, to: space, transfer)
  }

  /// Writes the selected elements of `space` (of this dataset's shape), as many as there are values.
  public func write<Scalar: HDF5Scalar>(
    _ values: Span<Scalar>, to space: borrowing Dataspace, _ transfer: borrowing PropertyList
  ) throws(HDF5Error) {
    let memory = try Dataspace(shape: [values.count])
    let code = values.withUnsafeBytes {
      H5Dwrite(
        handle, Scalar.memoryType, memory.identifier.raw, space.identifier.raw,
        transfer.identifier.raw, $0.baseAddress)
    }
    try checkTransfer("H5Dwrite", code, transfer)
  }

  /// Writes texts to the selected elements; what does not fit is cut off between two characters.
  public func write(
    texts: [String], to space: borrowing Dataspace, _ transfer: borrowing PropertyList
  ) throws(HDF5Error) {
    let type = try Identifier("H5Dget_type", name, H5Dget_type(handle))
    let capacity = H5Tget_size(type.raw)
    var bytes = [UInt8](repeating: 0, count: texts.count * capacity)
    for (index, text) in texts.enumerated() {
      let field = fittingBytes(of: text, capacity: capacity)
      bytes.replaceSubrange(index * capacity..<index * capacity + field.count, with: field)
    }
    let memory = try Dataspace(shape: [texts.count])
    let code = bytes.withUnsafeBytes {
      H5Dwrite(
        handle, type.raw, memory.identifier.raw, space.identifier.raw, transfer.identifier.raw,
        $0.baseAddress)
    }
    try checkTransfer("H5Dwrite", code, transfer)
  }
}
