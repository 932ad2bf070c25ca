import CMPI

/// A value on its way to another rank.
///
/// Owns the bytes, so that they cannot go away under the message. A request that is dropped early
/// leaves them to MPI for good rather than wait for the receiver.
public struct SendRequest<Value: BitwiseCopyable>: ~Copyable {
  private let buffer: UnsafeMutablePointer<Value>
  private var request: MPI_Request?

  init(_ value: Value, to rank: Int32, tag: Int32, over handle: MPI_Comm) throws(MPIError) {
    buffer = .allocate(capacity: 1)
    buffer.initialize(to: value)
    request = swift_MPI_REQUEST_NULL()
    let size = Int32(MemoryLayout<Value>.size)
    let code = MPI_Isend(buffer, size, swift_MPI_BYTE(), rank, tag, handle, &request)
    try check("MPI_Isend", code)
  }

  deinit {
    var request = request
    if finish(&request) { buffer.deallocate() } else { MPI_Request_free(&request) }
  }

  /// Whether the message has left; does not wait.
  public mutating func isComplete() throws(MPIError) -> Bool {
    var done: Int32 = 0
    try check("MPI_Test", MPI_Test(&request, &done, swift_MPI_STATUS_IGNORE()))
    return done != 0
  }

  /// Waits until the message has left, leaving the core to others meanwhile.
  public consuming func wait() throws(MPIError) {
    var patience = Patience()
    while try !isComplete() { patience.wait() }
  }
}

/// A value that is expected from another rank.
///
/// Owns the bytes that it arrives in. A request that is dropped early is cancelled.
public struct ReceiveRequest<Value: BitwiseCopyable>: ~Copyable {
  private let buffer: UnsafeMutablePointer<Value>
  private var request: MPI_Request?
  private var envelope: Envelope?

  init(from rank: Int32, tag: Int32, over handle: MPI_Comm) throws(MPIError) {
    buffer = .allocate(capacity: 1)
    request = swift_MPI_REQUEST_NULL()
    let size = Int32(MemoryLayout<Value>.size)
    let code = MPI_Irecv(buffer, size, swift_MPI_BYTE(), rank, tag, handle, &request)
    try check("MPI_Irecv", code)
  }

  deinit {
    var request = request
    if !finish(&request) {
      MPI_Cancel(&request)
      MPI_Wait(&request, swift_MPI_STATUS_IGNORE())
    }
    buffer.deallocate()
  }

  /// The value, if it has arrived; does not wait.
  ///
  /// A message of another size than the value's is an error.
  public mutating func value() throws(MPIError) -> Message<Value>? {
    if envelope == nil {
      var done: Int32 = 0
      var status = MPI_Status()
      try check("MPI_Test", MPI_Test(&request, &done, &status))
      if done == 0 { return nil }
      envelope = try Envelope(status)
    }
    guard let envelope else { return nil }
    let size = MemoryLayout<Value>.size
    guard envelope.byteCount == size else {
      throw wrongSize("MPI_Irecv", expected: size, envelope)
    }
    return Message(value: buffer.pointee, envelope: envelope)
  }

  /// Waits for the value, leaving the core to others meanwhile.
  public consuming func wait() throws(MPIError) -> Message<Value> {
    var patience = Patience()
    while true {
      if let message = try value() { return message }
      patience.wait()
    }
  }
}

/// Whether nothing is under way any more: the request is complete, or MPI is over.
private func finish(_ request: inout MPI_Request?) -> Bool {
  var finalized: Int32 = 0
  MPI_Finalized(&finalized)
  if finalized != 0 { return true }
  var done: Int32 = 0
  return MPI_Test(&request, &done, swift_MPI_STATUS_IGNORE()) == MPI_SUCCESS && done != 0
}
