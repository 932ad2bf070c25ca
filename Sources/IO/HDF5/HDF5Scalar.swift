public import CHDF5

/// A number that HDF5 stores.
public protocol HDF5Scalar: BitwiseCopyable, Sendable {
  /// The type in memory; the type in files is the little-endian one of the same width.
  static var memoryType: hid_t { get }
  /// The type in files.
  static var storedType: hid_t { get }
  /// The value that buffers start from.
  static var zero: Self { get }
}

extension Double: HDF5Scalar {
  public static var memoryType: hid_t { swift_H5T_NATIVE_DOUBLE() }
  public static var storedType: hid_t { swift_H5T_IEEE_F64LE() }
}
extension Float: HDF5Scalar {
  public static var memoryType: hid_t { swift_H5T_NATIVE_FLOAT() }
  public static var storedType: hid_t { swift_H5T_IEEE_F32LE() }
}
extension Int8: HDF5Scalar {
  public static var memoryType: hid_t { swift_H5T_NATIVE_INT8() }
  public static var storedType: hid_t { swift_H5T_STD_I8LE() }
}
extension UInt8: HDF5Scalar {
  public static var memoryType: hid_t { swift_H5T_NATIVE_UINT8() }
  public static var storedType: hid_t { swift_H5T_STD_U8LE() }
}
extension Int32: HDF5Scalar {
  public static var memoryType: hid_t { swift_H5T_NATIVE_INT32() }
  public static var storedType: hid_t { swift_H5T_STD_I32LE() }
}
extension Int: HDF5Scalar {
  public static var memoryType: hid_t { swift_H5T_NATIVE_INT64() }
  public static var storedType: hid_t { swift_H5T_STD_I64LE() }
}

/// The type of fixed-length, null-terminated UTF-8 text.
///
/// Text of variable length would live in a heap that grows with every write.
struct TextType: ~Copyable {
  package let identifier: Identifier

  /// For text of up to `capacity` − 1 bytes.
  init(capacity: Int) throws(HDF5Error) {
    _ = HDF5Library.isQuiet
    let type = try Identifier("H5Tcopy", "text", H5Tcopy(swift_H5T_C_S1()))
    try check("H5Tset_size", "text", H5Tset_size(type.raw, max(capacity, 1)))
    try check("H5Tset_strpad", "text", H5Tset_strpad(type.raw, H5T_STR_NULLTERM))
    try check("H5Tset_cset", "text", H5Tset_cset(type.raw, H5T_CSET_UTF8))
    identifier = type
  }
}

/// The longest beginning of a text that fits into `capacity` bytes with its terminating null and
/// does not cut a character in two.
package func fittingBytes(of text: String, capacity: Int) -> [UInt8] {
  let bytes = Array(text.utf8)
  if bytes.count < capacity { return bytes }
  var end = max(capacity - 1, 0)
  // The bytes of a UTF-8 character after its first are 10xxxxxx.
  while end > 0, bytes[end] & 0b1100_0000 == 0b1000_0000 { end -= 1 }
  return Array(bytes[..<end])
}

/// The text in a fixed-length field: up to the first null.
package func text<Bytes: Sequence<UInt8>>(inField bytes: Bytes) -> String {
  String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
}
