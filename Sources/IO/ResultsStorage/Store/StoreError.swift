public import Base
public import HDF5
public import MPIBridge

/// Why results cannot be stored or read. What several ranks do together throws the same error on
/// all of them.
public enum StoreError: Error, Equatable, Codable {
  /// There is a file of this name already.
  case exists(path: String)
  /// There is no file of this name.
  case missing(path: String)
  /// The folder that the file should be in does not exist.
  case missingFolder(path: String)
  /// The file or its folder may not be written.
  case readOnly(path: String)
  /// The file may not be read.
  case unreadable(path: String, SystemError)
  /// The file is no HDF5 file, or not one of this program.
  case notResults(path: String, reason: String, cause: HDF5Error? = nil)
  /// The file is one of this program but incomplete or inconsistent.
  case damaged(path: String, reason: String, cause: HDF5Error? = nil)
  /// Another program has stored an array anew, so that results can no longer be written in place.
  case rearranged(path: String, name: String)
  /// The file has been removed while it was being written.
  case vanished(path: String)
  /// Another run writes the file.
  case locked(path: String, holder: LockHolder)
  /// The disk is too small; bytes.
  case noSpace(path: String, needed: Int, available: Int)
  /// The file would exceed the largest size that is allowed; bytes.
  case tooLarge(path: String, needed: Int)
  /// The results cannot be stored as they are described.
  case badLayout(path: String, reason: String)
  /// No quantity of this name is in the file.
  case unknownQuantity(path: String, name: String)
  /// The MPI library reports success for writes that fail.
  case silentWrites(path: String, library: String)
  /// The file was not made, since the program is to stop.
  case interrupted(path: String)
  /// A call to the operating system failed.
  case system(path: String, SystemError)
  /// A call to HDF5 failed.
  case hdf5(path: String, HDF5Error)
  /// A call to MPI failed.
  case mpi(MPIError)
}

extension StoreError {
  /// The error of a layer below that is behind this one, if there is one.
  public var cause: (any Error)? {
    switch self {
    case .unreadable(_, let error), .system(_, let error): error
    case .notResults(_, _, let error), .damaged(_, _, let error): error
    case .hdf5(_, let error): error
    case .mpi(let error): error
    default: nil
    }
  }
}

extension StoreError: CustomStringConvertible {
  /// One sentence for the user.
  public var description: String {
    switch self {
    case .exists(let path): "\(path) exists already"
    case .missing(let path): "\(path) does not exist"
    case .missingFolder(let path): "the folder of \(path) does not exist"
    case .readOnly(let path): "\(path) cannot be written: permission denied"
    case .unreadable(let path, let error): "\(path) cannot be read: \(error.reason)"
    case .notResults(let path, let reason, _): "\(path) is not a SpinSweep file: \(reason)"
    case .damaged(let path, let reason, _): "\(path) is damaged: \(reason)"
    case .rearranged(let path, let name):
      "\(path) cannot be continued: another program has stored '\(name)' in chunks or compressed "
        + "(`h5repack -l CONTI -f NONE OLD NEW` undoes that)"
    case .vanished(let path): "\(path) has been removed while it was being written"
    case .locked(let path, let holder): "\(path) is being written by another run (\(holder))"
    case .noSpace(let path, let needed, let available):
      "no space for \(path): it needs \(Format.bytes(needed)), "
        + "the disk has \(Format.bytes(available)) left"
    case .tooLarge(let path, let needed):
      "\(path) would need \(Format.bytes(needed)), more than the largest file that is allowed here"
    case .badLayout(let path, let reason): "\(path) cannot be written: \(reason)"
    case .unknownQuantity(let path, let name): "\(path) holds no quantity '\(name)'"
    case .silentWrites(let path, let library):
      "\(path) is not written: \(library) reports success for writes that fail there, so results "
        + "could be lost unseen; use another MPI library or folder"
    case .interrupted(let path):
      "\(path) was being made when the program was told to stop; start again"
    case .system(let path, let error): "\(path): \(error)"
    case .hdf5(let path, let error): "\(path): \(error)"
    case .mpi(let error): "\(error)"
    }
  }
}
