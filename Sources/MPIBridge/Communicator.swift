public import CMPI

/// A group of ranks that talk to each other, apart from all other groups.
///
/// All calls belong on the thread that created the `MPIEnvironment`. Methods that every rank of the
/// group has to call are marked *collective*.
public struct Communicator: ~Copyable {
  /// MPI's handle, for calls that this module does not wrap.
  public let handle: MPI_Comm
  /// Number of this process in the group, from 0.
  public let rank: Int
  /// Number of processes in the group.
  public let size: Int
  private let isOwned: Bool

  /// Wraps a handle; `owned` ones are freed with the communicator.
  init(_ handle: MPI_Comm, owned: Bool) throws(MPIError) {
    var rank: Int32 = 0
    var size: Int32 = 0
    try check("MPI_Comm_rank", MPI_Comm_rank(handle, &rank))
    try check("MPI_Comm_size", MPI_Comm_size(handle, &size))
    self.handle = handle
    self.rank = Int(rank)
    self.size = Int(size)
    self.isOwned = owned
  }

  deinit {
    var finalized: Int32 = 0
    guard isOwned, MPI_Finalized(&finalized) == MPI_SUCCESS, finalized == 0 else { return }
    var handle: MPI_Comm? = handle
    MPI_Comm_free(&handle)
  }

  /// Whether this is rank 0.
  public var isRoot: Bool { rank == 0 }

  /// A group of the same ranks whose messages never meet those of this one. Collective.
  public func duplicate() throws(MPIError) -> Communicator {
    var copy = swift_MPI_COMM_NULL()
    try check("MPI_Comm_dup", MPI_Comm_dup(handle, &copy))
    guard let copy else { throw MPIError(call: "MPI_Comm_dup", code: MPI_ERR_COMM) }
    return try Communicator(copy, owned: true)
  }

  /// The group of all ranks that name the same `color` (non-negative), ordered by `key` and then by
  /// rank; nil for a rank that names none. Collective.
  public func split(color: Int?, key: Int = 0) throws(MPIError) -> Communicator? {
    var part = swift_MPI_COMM_NULL()
    let color = try color.map { (color) throws(MPIError) in try cInt("MPI_Comm_split", color) }
    let key = try cInt("MPI_Comm_split", key)
    try check("MPI_Comm_split", MPI_Comm_split(handle, color ?? MPI_UNDEFINED, key, &part))
    guard let part, part != swift_MPI_COMM_NULL() else { return nil }
    return try Communicator(part, owned: true)
  }

  /// The group of the ranks on this node. Collective.
  public func splitByNode() throws(MPIError) -> Communicator {
    var part = swift_MPI_COMM_NULL()
    let code = MPI_Comm_split_type(
      handle, swift_MPI_COMM_TYPE_SHARED(), Int32(rank), swift_MPI_INFO_NULL(), &part)
    try check("MPI_Comm_split_type", code)
    guard let part else { throw MPIError(call: "MPI_Comm_split_type", code: MPI_ERR_COMM) }
    return try Communicator(part, owned: true)
  }

  /// Ends all ranks of the program at once with an exit code. For a rank that cannot go on while
  /// others may wait for it.
  public func abort(_ code: Int32) -> Never {
    MPI_Abort(handle, code)
    // MPI_Abort does not come back; the loop says so to the compiler.
    while true { nap(50) }
  }
}
