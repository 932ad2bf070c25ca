import CHDF5

/// The one owner of an HDF5 handle, which it closes.
///
/// All handles of a file opened on several ranks have to be gone before MPI ends.
struct Identifier: ~Copyable {
  let raw: hid_t

  /// Takes over the handle that a call returned.
  init(
    _ call: StaticString, _ object: @autoclosure () -> String, _ raw: hid_t
  ) throws(HDF5Error) {
    self.raw = try check(call, object(), raw)
  }

  deinit { H5Idec_ref(raw) }

  /// Closes the handle now, so that an error of it is seen.
  consuming func close(_ call: StaticString, _ object: String) throws(HDF5Error) {
    let code = H5Idec_ref(raw)
    discard self
    try check(call, object, code)
  }
}
