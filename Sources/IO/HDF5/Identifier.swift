public import CHDF5

/// The one owner of an HDF5 handle, which it closes.
///
/// All handles of a file opened on several ranks have to be gone before MPI ends.
struct Identifier: ~Copyable {
  package let raw: hid_t

  /// Takes over the handle that a call returned.
  init(
    _ call: StaticString, _ object: @autoclosure () -> String, _ raw: hid_t
  ) throws(HDF5Error) {
    self.raw = try check(call, object(), raw)
  }

  deinit { H5Idec_ref(raw) }

  /// Closes the handle now, so that an error of it is seen.
  package consuming func close(_ call: StaticString, _ object: String) throws(HDF5Error) {
    let code = H5Idec_ref(raw)
    discard self
    try check(call, object, code)
  }
}

/// Something in an HDF5 file that has a name and attributes.
public protocol HDF5Object: ~Copyable {
  /// HDF5's handle, for calls that this module does not wrap.
  var handle: hid_t { get }
  /// Path of the file or name of the object, for messages.
  var name: String { get }
}
