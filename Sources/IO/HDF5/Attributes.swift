public import CHDF5

/// Something in an HDF5 file that has a name and attributes.
///
/// Every method throws `HDF5Error` where the call of HDF5 that it names fails. In a file that
/// several ranks have opened, attributes are added collectively.
public protocol HDF5Object: ~Copyable {
  /// HDF5's handle, for calls that this module does not wrap.
  var handle: hid_t { get }
  /// Path of the file or name of the object, for messages.
  var name: String { get }
}

extension HDF5Object where Self: ~Copyable {
  /// Adds an attribute: fixed-length, null-terminated UTF-8 text (`H5Acreate2`, `H5Awrite`).
  public func setAttribute(_ attribute: String, _ text: String) throws(HDF5Error) {
    let bytes = Array(text.utf8) + [0]
    let type = try TextType(capacity: bytes.count)
    try unsafe createAttribute(attribute, type.identifier.raw, shape: [], bytes.span.bytes)
  }

  /// Adds an attribute: one number (`H5Acreate2`, `H5Awrite`).
  public func setAttribute<Scalar: HDF5Scalar>(
    _ attribute: String, _ value: Scalar
  ) throws(HDF5Error) {
    try unsafe createAttribute(attribute, Scalar.storedType, shape: [], [value].span.bytes)
  }

  /// Adds an attribute: a list of numbers (`H5Acreate2`, `H5Awrite`).
  public func setAttribute<Scalar: HDF5Scalar>(
    _ attribute: String, list values: [Scalar]
  ) throws(HDF5Error) {
    try unsafe createAttribute(
      attribute, Scalar.storedType, shape: [values.count], values.span.bytes)
  }

  private func createAttribute(
    _ attribute: String, _ type: hid_t, shape: [Int], _ bytes: RawSpan
  ) throws(HDF5Error) {
    let space = try Dataspace(shape: shape)
    let identifier = try Identifier(
      "H5Acreate2", "\(name):\(attribute)",
      unsafe H5Acreate2(
        handle, attribute, type, space.identifier.raw, swift_H5P_DEFAULT(), swift_H5P_DEFAULT()))
    let code = unsafe bytes.withUnsafeBytes {
      unsafe H5Awrite(identifier.raw, type, $0.baseAddress)
    }
    try check("H5Awrite", "\(name):\(attribute)", code)
  }

  /// Whether there is an attribute of this name (`H5Aexists`).
  public func hasAttribute(_ attribute: String) throws(HDF5Error) -> Bool {
    try check("H5Aexists", "\(name):\(attribute)", unsafe H5Aexists(handle, attribute)) > 0
  }

  /// Names of the attributes, in the order they were made if the file knows it, else sorted
  /// (`H5Aget_name_by_idx`).
  public func attributeNames() throws(HDF5Error) -> [String] {
    var count: hsize_t = 0
    try unsafe check("H5Oget_info", name, swift_countAttributes(handle, &count))
    var names: [String] = []
    for index in 0..<count { names.append(try attributeName(index)) }
    return names
  }

  private func attributeName(_ index: hsize_t) throws(HDF5Error) -> String {
    for order in [H5_INDEX_CRT_ORDER, H5_INDEX_NAME] {
      let length = unsafe H5Aget_name_by_idx(
        handle, ".", order, H5_ITER_INC, index, nil, 0, swift_H5P_DEFAULT())
      if length < 0 { continue }
      return unsafe String(unsafeUninitializedCapacity: length + 1) { text in
        unsafe text.withMemoryRebound(to: CChar.self) {
          _ = unsafe H5Aget_name_by_idx(
            handle, ".", order, H5_ITER_INC, index, $0.baseAddress, length + 1,
            swift_H5P_DEFAULT())
        }
        return length
      }
    }
    throw HDF5Error(failed: "H5Aget_name_by_idx", object: name)
  }

  /// The value of a text attribute; nil if there is none or it holds numbers or several texts
  /// (`H5Aread`).
  public func text(_ attribute: String) throws(HDF5Error) -> String? {
    guard try hasAttribute(attribute) else { return nil }
    let object = "\(name):\(attribute)"
    let opened = try OpenAttribute(attribute, of: handle, object)
    guard opened.kind == H5T_STRING, try opened.elementCount(object) == 1 else { return nil }
    if H5Tis_variable_str(opened.type.raw) > 0 {
      // Not written here, but other tools that edit attributes write these.
      var pointer: UnsafeMutablePointer<CChar>?
      try unsafe check("H5Aread", object, H5Aread(opened.identifier.raw, opened.type.raw, &pointer))
      defer { unsafe H5free_memory(pointer) }
      return unsafe pointer.map { unsafe String(cString: $0) } ?? ""
    }
    var bytes = [UInt8](repeating: 0, count: H5Tget_size(opened.type.raw))
    try unsafe check("H5Aread", object, H5Aread(opened.identifier.raw, opened.type.raw, &bytes))
    return FixedText.text(in: bytes)
  }

  /// The numbers of an attribute, row by row, converted to the type wanted; nil if there is none or
  /// it holds text (`H5Aread`).
  public func numbers<Scalar: HDF5Scalar>(
    _ attribute: String, as scalar: Scalar.Type = Scalar.self
  ) throws(HDF5Error) -> [Scalar]? {
    guard try hasAttribute(attribute) else { return nil }
    let object = "\(name):\(attribute)"
    let opened = try OpenAttribute(attribute, of: handle, object)
    guard opened.kind == H5T_INTEGER || opened.kind == H5T_FLOAT else { return nil }
    var values = [Scalar](repeating: .zero, count: try opened.elementCount(object))
    if values.isEmpty { return [] }
    try unsafe check("H5Aread", object, H5Aread(opened.identifier.raw, Scalar.memoryType, &values))
    return values
  }

  /// Reads everything that describes the object, down to what nobody needs before the file is
  /// changed (`H5Oget_info`).
  ///
  /// - Throws: `HDF5Error` if something of it is damaged.
  public func checkDescription() throws(HDF5Error) {
    try check("H5Oget_info", name, swift_readWholeDescription(handle))
  }

  /// Whether an attribute, which must be there, holds integers (`H5Aget_type`).
  public func holdsInteger(_ attribute: String) throws(HDF5Error) -> Bool {
    let opened = try OpenAttribute(attribute, of: handle, "\(name):\(attribute)")
    return opened.kind == H5T_INTEGER
  }
}

/// An attribute and the type of its value in the file.
private struct OpenAttribute: ~Copyable {
  let identifier: Identifier
  let type: Identifier

  init(_ attribute: String, of object: hid_t, _ path: String) throws(HDF5Error) {
    let opened = try unsafe Identifier(
      "H5Aopen", path, H5Aopen(object, attribute, swift_H5P_DEFAULT()))
    type = try Identifier("H5Aget_type", path, H5Aget_type(opened.raw))
    identifier = opened
  }

  var kind: H5T_class_t { H5Tget_class(type.raw) }

  /// Number of values that the attribute has.
  func elementCount(_ path: String) throws(HDF5Error) -> Int {
    try Dataspace(ofAttribute: identifier.raw, path).selectedCount()
  }
}
