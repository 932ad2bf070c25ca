import CHDF5
import CMPI

extension Dataset {
  /// Turns the return code of a transfer into an error, and makes up for what HDF5 leaves out then.
  ///
  /// A collective transfer makes MPI look at the part of the file it is about. HDF5 1.10 undoes that
  /// afterwards, which is again collective, but not on a rank where the transfer failed. The other
  /// ranks would wait for it for ever, and whatever it writes next (closing the file writes, too)
  /// would end up elsewhere in the file.
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
    guard H5Fget_mpi_atomicity(file, &atomicity) >= 0,
      H5Fget_vfd_handle(file, swift_H5P_DEFAULT(), &pointer) >= 0,
      let file = pointer?.assumingMemoryBound(to: MPI_File?.self).pointee
    else { return }
    MPI_File_set_view(file, 0, swift_MPI_BYTE(), swift_MPI_BYTE(), "native", swift_MPI_INFO_NULL())
  }
}
