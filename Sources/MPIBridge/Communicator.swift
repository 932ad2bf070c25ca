public import CMPI

/// A group of ranks that talk to each other, apart from all other groups (MPI 3.1, 6.2).
///
/// All calls belong on the thread that created the `MPIEnvironment`. Methods that every rank of the
/// group has to call are marked *collective*.
@safe
public struct Communicator: ~Copyable {
  /// MPI's handle, for calls that this module does not wrap: a pointer or a number, as the MPI
  /// library has it.
  @unsafe public var handle: MPI_Comm { unsafe place.handle }
  private let place: swift_MPI_Comm
  /// Number of this process in the group, from 0: `MPI_Comm_rank` (6.4.1).
  public let rank: Int
  /// Number of processes in the group: `MPI_Comm_size` (6.4.1).
  public let size: Int
  private let isOwned: Bool

  /// Wraps a handle; `owned` ones are freed with the communicator.
  init(_ place: swift_MPI_Comm, owned: Bool) throws(MPIError) {
    guard unsafe swift_isNull(place) == 0 else {
      throw MPIError(call: "MPI_Comm_rank", code: swift_MPI_ERR_COMM())
    }
    var rank: Int32 = 0
    var size: Int32 = 0
    try unsafe check("MPI_Comm_rank", MPI_Comm_rank(place.handle, &rank))
    try unsafe check("MPI_Comm_size", MPI_Comm_size(place.handle, &size))
    unsafe self.place = place
    self.rank = Int(rank)
    self.size = Int(size)
    self.isOwned = owned
  }

  deinit {
    guard isOwned, !MPIEnvironment.isFinalized else { return }
    var place = unsafe place
    unsafe MPI_Comm_free(&place.handle)
  }

  /// Whether this is rank 0.
  public var isRoot: Bool { rank == 0 }

  /// A group of the same ranks whose messages never meet those of this one. Collective:
  /// `MPI_Comm_dup` (6.4.2).
  ///
  /// - Throws: `MPIError`.
  public func duplicate() throws(MPIError) -> Communicator {
    var copy = unsafe swift_MPI_COMM_NULL()
    try unsafe check("MPI_Comm_dup", MPI_Comm_dup(handle, &copy.handle))
    return try unsafe Communicator(copy, owned: true)
  }

  /// The group of all ranks that name the same `color` (non-negative), ordered by `key` and then by
  /// rank; nil for a rank that names none. Collective: `MPI_Comm_split` (6.4.2).
  ///
  /// - Throws: `MPIError`.
  public func split(color: Int?, key: Int = 0) throws(MPIError) -> Communicator? {
    var part = unsafe swift_MPI_COMM_NULL()
    let color = try color.map { (color) throws(MPIError) in try cInt("MPI_Comm_split", color) }
    let key = try cInt("MPI_Comm_split", key)
    try unsafe check(
      "MPI_Comm_split", MPI_Comm_split(handle, color ?? swift_MPI_UNDEFINED(), key, &part.handle))
    guard unsafe swift_isNull(part) == 0 else { return nil }
    return try unsafe Communicator(part, owned: true)
  }

  /// The group of the ranks on this node. Collective: `MPI_Comm_split_type` (6.4.2).
  ///
  /// - Throws: `MPIError`.
  public func splitByNode() throws(MPIError) -> Communicator {
    var part = unsafe swift_MPI_COMM_NULL()
    let code = unsafe MPI_Comm_split_type(
      handle, swift_MPI_COMM_TYPE_SHARED(), Int32(rank), swift_MPI_INFO_NULL(), &part.handle)
    try check("MPI_Comm_split_type", code)
    return try unsafe Communicator(part, owned: true)
  }

  /// Ends all ranks of the program at once with an exit code. For a rank that cannot go on while
  /// others may wait for it: `MPI_Abort` (8.7).
  public func abort(_ code: Int32) -> Never {
    unsafe MPI_Abort(handle, code)
    // MPI_Abort does not come back; the loop says so to the compiler.
    while true { nap(50) }
  }
}
