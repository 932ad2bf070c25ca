import CMPI
import Glibc

/// An operation of MPI that is under way. Its memory must stay where it is until it is over.
@safe
struct PendingOperation {
  private let call: StaticString
  private var request: swift_MPI_Request

  /// Starts an operation: `start` calls MPI with the place for the request.
  init(
    _ call: StaticString, _ start: (inout swift_MPI_Request) throws(MPIError) -> Int32
  ) throws(MPIError) {
    self.call = call
    unsafe request = swift_MPI_REQUEST_NULL()
    try unsafe check(call, start(&request))
  }

  /// Starts a persistent operation anew, once it is over.
  mutating func restart() throws(MPIError) {
    try unsafe check("MPI_Start", MPI_Start(&request.handle))
  }

  /// Whether it is over; does not wait.
  mutating func isOver() throws(MPIError) -> Bool {
    var done: Int32 = 0
    try unsafe check("MPI_Test", MPI_Test(&request.handle, &done, swift_MPI_STATUS_IGNORE()))
    return done != 0
  }

  /// Waits until it is over, leaving the core to others meanwhile.
  mutating func waitRestfully() throws(MPIError) {
    var patience = Patience()
    while try !isOver() { patience.wait() }
  }

  /// What has arrived, which must be as many bytes as expected; nil as long as nothing has.
  mutating func arrival(byteCount: Int) throws(MPIError) -> Envelope? {
    var done: Int32 = 0
    var status = MPI_Status()
    try unsafe check("MPI_Test", MPI_Test(&request.handle, &done, &status))
    return done == 0 ? nil : try Envelope(status).checked(call, byteCount: byteCount)
  }

  /// Whether nothing is under way any more, or MPI has ended.
  mutating func isHarmless() -> Bool {
    if MPIEnvironment.isFinalized { return true }
    var done: Int32 = 0
    let code = unsafe MPI_Test(&request.handle, &done, swift_MPI_STATUS_IGNORE())
    return code == swift_MPI_SUCCESS() && done != 0
  }

  /// Takes back a receive that nothing has answered.
  mutating func cancel() {
    unsafe MPI_Cancel(&request.handle)
    unsafe MPI_Wait(&request.handle, swift_MPI_STATUS_IGNORE())
  }

  /// Leaves the operation and its memory to MPI.
  mutating func abandon() {
    unsafe MPI_Request_free(&request.handle)
  }
}

/// A value on its way to another rank: `MPI_Isend` (MPI 3.1, 3.7.2).
///
/// Owns the bytes, so that they cannot go away under the message. A request that is dropped early
/// leaves them to MPI for good rather than wait for the receiver.
@safe
public struct SendRequest<Value: BitwiseCopyable>: ~Copyable {
  private let buffer: UnsafeMutablePointer<Value>
  private var operation: PendingOperation

  init(_ value: Value, to rank: Int32, tag: Int32, over handle: MPI_Comm) throws(MPIError) {
    let buffer = UnsafeMutablePointer<Value>.allocate(capacity: 1)
    unsafe buffer.initialize(to: value)
    operation = try unsafe PendingOperation("MPI_Isend") { (request) throws(MPIError) in
      let size = Int32(MemoryLayout<Value>.size)
      return unsafe MPI_Isend(buffer, size, swift_MPI_BYTE(), rank, tag, handle, &request.handle)
    }
    unsafe self.buffer = buffer
  }

  deinit {
    var operation = operation
    if operation.isHarmless() { unsafe buffer.deallocate() } else { operation.abandon() }
  }

  /// Whether the message has left; does not wait: `MPI_Test` (3.7.3).
  ///
  /// - Throws: `MPIError` if the message cannot be sent.
  public mutating func isComplete() throws(MPIError) -> Bool { try operation.isOver() }

  /// Waits until the message has left, leaving the core to others meanwhile: `MPI_Test` (3.7.3).
  ///
  /// - Throws: `MPIError` if the message cannot be sent.
  public consuming func wait() throws(MPIError) { try operation.waitRestfully() }
}

/// A value that is expected from another rank: `MPI_Irecv` (MPI 3.1, 3.7.2).
///
/// Owns the bytes that it arrives in. A request that is dropped early is canceled (3.8.4).
@safe
public struct ReceiveRequest<Value: BitwiseCopyable>: ~Copyable {
  private let buffer: UnsafeMutablePointer<Value>
  private var operation: PendingOperation
  private var envelope: Envelope?

  init(from rank: Int32, tag: Int32, over handle: MPI_Comm) throws(MPIError) {
    let buffer = UnsafeMutablePointer<Value>.allocate(capacity: 1)
    operation = try unsafe PendingOperation("MPI_Irecv") { (request) throws(MPIError) in
      let size = Int32(MemoryLayout<Value>.size)
      return unsafe MPI_Irecv(buffer, size, swift_MPI_BYTE(), rank, tag, handle, &request.handle)
    }
    unsafe self.buffer = buffer
  }

  deinit {
    var operation = operation
    if !operation.isHarmless() { operation.cancel() }
    unsafe buffer.deallocate()
  }

  /// The value, if it has arrived; does not wait: `MPI_Test` (3.7.3).
  ///
  /// - Throws: `MPIError`, also if the message has another size than the value.
  public mutating func value() throws(MPIError) -> Message<Value>? {
    if envelope == nil {
      envelope = try operation.arrival(byteCount: MemoryLayout<Value>.size)
    }
    return envelope.map { Message(value: unsafe buffer.pointee, envelope: $0) }
  }

  /// Waits for the value, leaving the core to others meanwhile: `MPI_Test` (3.7.3).
  ///
  /// - Throws: `MPIError`, also if the message has another size than the value.
  public consuming func wait() throws(MPIError) -> Message<Value> {
    var patience = Patience()
    while true {
      if let message = try value() { return message }
      patience.wait()
    }
  }
}

/// How to wait: at first on the core, then with naps that leave it to others.
///
/// A rank that spins takes the core from one that works: on shared cores naps were 14 times faster.
/// They cost at most one nap a message.
@usableFromInline
struct Patience {
  private var emptyLooks = 0

  @usableFromInline
  init() {}

  @usableFromInline
  mutating func wait() {
    emptyLooks += 1
    if emptyLooks > 200 { nap(50) }
  }
}

/// Sleeps for some microseconds.
func nap(_ microseconds: UInt32) {
  usleep(microseconds)
}
