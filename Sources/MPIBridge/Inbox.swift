import CMPI

extension Communicator {
  /// Opens an inbox for the values that come under a tag: `MPI_Recv_init` (MPI 3.1, 3.9).
  ///
  /// - Throws: `MPIError`.
  public func openInbox<Value: BitwiseCopyable>(
    for type: Value.Type = Value.self, tag: Int
  ) throws(MPIError) -> Inbox<Value> {
    try unsafe Inbox(tag: tag, over: handle)
  }
}

/// Where values of one size arrive under one tag, from any rank.
///
/// A receive is always under way, so that a look at what has arrived takes one call, and the next
/// message finds its place without being kept in between: a persistent receive (MPI 3.1, 3.9). An
/// inbox that is dropped takes it back; messages that arrive later stay where they are.
public struct Inbox<Value: BitwiseCopyable>: ~Copyable {
  @usableFromInline
  let slot: Slot

  init(tag: Int, over handle: MPI_Comm) throws(MPIError) {
    slot = try unsafe Slot(
      size: MemoryLayout<Value>.size, alignment: MemoryLayout<Value>.alignment,
      tag: try cTag("MPI_Recv_init", tag), over: handle)
  }

  /// The next value, if one has arrived; does not wait: `MPI_Test` and `MPI_Start` (3.7.3, 3.9).
  ///
  /// - Throws: `MPIError`, also if the message has another size than the value.
  @inlinable
  public mutating func next() throws(MPIError) -> Message<Value>? {
    guard let envelope = try slot.arrival() else { return nil }
    let value = unsafe slot.bytes.load(as: Value.self)
    try slot.start()
    return Message(value: value, envelope: envelope)
  }

  /// Waits for the next value by `next()`; the core is free for others meanwhile.
  ///
  /// - Parameters:
  ///   - duration: how long to wait at most; nil to wait for ever.
  ///   - keepWaiting: asked between two looks (every 50 µs or so); false gives up.
  /// - Returns: the value, or nil when it gave up.
  /// - Throws: `MPIError`, also if the message has another size than the value.
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
/// A class, since the compiler (6.3) fails on a noncopyable structure with a `deinit` here, in a
/// type whose methods are inlined elsewhere.
@safe
@usableFromInline
final class Slot {
  @usableFromInline
  let bytes: UnsafeMutableRawBufferPointer
  private var operation: PendingOperation

  @unsafe init(
    size: Int, alignment: Int, tag: Int32, over handle: MPI_Comm
  ) throws(MPIError) {
    let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: alignment)
    unsafe self.bytes = bytes
    operation = try unsafe PendingOperation("MPI_Recv_init") { (request) throws(MPIError) in
      unsafe MPI_Recv_init(
        bytes.baseAddress, Int32(size), swift_MPI_BYTE(), swift_MPI_ANY_SOURCE(), tag, handle,
        &request.handle)
    }
    try operation.restart()
  }

  deinit {
    defer { unsafe bytes.deallocate() }
    if MPIEnvironment.isFinalized { return }
    if !operation.isHarmless() { operation.cancel() }
    operation.abandon()
  }

  @usableFromInline
  func start() throws(MPIError) { try operation.restart() }

  /// Who sent what is in the place now; nil as long as nothing is.
  @usableFromInline
  func arrival() throws(MPIError) -> Envelope? {
    try operation.arrival(byteCount: unsafe bytes.count)
  }
}
