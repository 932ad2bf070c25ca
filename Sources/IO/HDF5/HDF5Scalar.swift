public import CHDF5

/// A number that HDF5 stores: as little-endian, whatever the machine's own order is.
public protocol HDF5Scalar: BitwiseCopyable, Sendable {
  /// HDF5's handle of the type in memory.
  static var memoryType: hid_t { get }
  /// HDF5's handle of the type in files: the little-endian one of the same width.
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
