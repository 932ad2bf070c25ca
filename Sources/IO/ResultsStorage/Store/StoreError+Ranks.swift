import HDF5
import MPIBridge

extension Communicator {
  /// Throws the error of the lowest rank that has one, on every rank. Collective.
  func throwEverywhere(_ failure: StoreError?) throws(StoreError) {
    let first = try mpi { () throws(MPIError) in try agree(on: failure) }
    if let first { throw first }
  }

  /// Does something on rank 0 alone; an error of it is thrown on every rank. Collective.
  func onRoot(_ body: () throws(StoreError) -> Void) throws(StoreError) {
    var failure: StoreError?
    if isRoot {
      do { try body() } catch { failure = error }
    }
    try throwEverywhere(failure)
  }
}

/// Makes the store's error of one of MPI.
func mpi<Result: ~Copyable>(
  _ body: () throws(MPIError) -> Result
) throws(StoreError) -> Result {
  do { return try body() } catch { throw .mpi(error) }
}

/// Makes the store's error of one of HDF5.
func hdf5<Result: ~Copyable>(
  _ path: String, _ body: () throws(HDF5Error) -> Result
) throws(StoreError) -> Result {
  do { return try body() } catch { throw .hdf5(path: path, error) }
}
