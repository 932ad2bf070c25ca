import CMPI

extension Communicator {
  /// Opens an inbox for the values that come under a tag.
  public func openInbox<Value: BitwiseCopyable>(
    for type: Value.Type = Value.self, tag: Int
  ) throws(MPIError) -> Inbox<Value> {
    try Inbox(tag: tag, over: handle)
  }
}

/// Where values of one size arrive under one tag, from any rank.
///
/// A receive is always under way, so that a look at what has arrived takes one call, and the next
/// message finds its place without being kept in between. An inbox that is dropped takes back the
/// receive; messages that arrive later stay where they are.
public struct Inbox<Value: BitwiseCopyable>: ~Copyable {
  @usableFromInline
  let slot: Slot

  init(tag: Int, over handle: MPI_Comm) throws(MPIError) {
    slot = try Slot(
      size: MemoryLayout<Value>.size, alignment: MemoryLayout<Value>.alignment,
      tag: try cTag("MPI_Recv_init", tag), over: handle)
  }

  /// The next value, if one has arrived; does not wait.
  ///
  /// A message of another size than the value's is an error.
  @inlinable
  public mutating func next() throws(MPIError) -> Message<Value>? {
    guard let envelope = try slot.arrival() else { return nil }
    let value = slot.bytes.load(as: Value.self)
    try slot.start()
    return Message(value: value, envelope: envelope)
  }

  /// Waits for the next value; the core is free for others meanwhile.
  ///
  /// - Parameters:
  ///   - duration: how long to wait at most; nil to wait for ever.
  ///   - keepWaiting: asked between two looks (every 50 µs or so); false gives up.
  /// - Returns: the value, or nil when it gave up.
  @inlinable
  public mutating func next(
    waitingAtMost duration: Duration?, while keepWaiting: () -> Bool = { true }
  ) throws(MPIError) -> Message<Value>? {
    // What is there already need not know the time.
    if let message = try next() { return message }
    let deadline = duration.map { ContinuousClock.now + $0 }
    var patience = Patience()
    while keepWaiting() {
      if let deadline, ContinuousClock.now >= deadline { return nil }
      patience.wait()
      if let message = try next() { return message }
    }
    return nil
  }
}

/// The place of one message, whatever its type, and the receive that fills it.
///
/// A class, since the compiler (6.3) fails on a noncopyable structure with a `deinit` here, in a type whose
/// methods are inlined elsewhere.
@usableFromInline
final class Slot {
  @usableFromInline
  let bytes: UnsafeMutableRawBufferPointer
  private var request: MPI_Request?

  init(size: Int, alignment: Int, tag: Int32, over handle: MPI_Comm) throws(MPIError) {
    bytes = .allocate(byteCount: size, alignment: alignment)
    request = swift_MPI_REQUEST_NULL()
    try check(
      "MPI_Recv_init",
      MPI_Recv_init(
        bytes.baseAddress, Int32(size), swift_MPI_BYTE(), MPI_ANY_SOURCE, tag, handle, &request))
    try start()
  }

  deinit {
    defer { bytes.deallocate() }
    var finalized: Int32 = 0
    guard MPI_Finalized(&finalized) == MPI_SUCCESS, finalized == 0 else { return }
    var done: Int32 = 0
    if MPI_Test(&request, &done, swift_MPI_STATUS_IGNORE()) != MPI_SUCCESS || done == 0 {
      MPI_Cancel(&request)
      MPI_Wait(&request, swift_MPI_STATUS_IGNORE())
    }
    MPI_Request_free(&request)
  }

  @usableFromInline
  func start() throws(MPIError) {
    try check("MPI_Start", MPI_Start(&request))
  }

  /// Who sent what is in the place now; nil as long as nothing is.
  @usableFromInline
  func arrival() throws(MPIError) -> Envelope? {
    var done: Int32 = 0
    var status = MPI_Status()
    try check("MPI_Test", MPI_Test(&request, &done, &status))
    if done == 0 { return nil }
    let envelope = try Envelope(status)
    guard envelope.byteCount == bytes.count else {
      throw wrongSize("MPI_Recv_init", expected: bytes.count, envelope)
    }
    return envelope
  }
}
