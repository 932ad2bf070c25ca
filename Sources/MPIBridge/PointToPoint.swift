import CMPI

/// Who sent a message, under which tag and how long it is (MPI 3.1, 3.2.5).
public struct Envelope: Sendable, Equatable {
  /// Rank of the sender.
  public let source: Int
  /// Tag of the message.
  public let tag: Int
  /// Length in bytes: `MPI_Get_count`.
  public let byteCount: Int

  init(_ status: borrowing MPI_Status) throws(MPIError) {
    var status = copy status
    var count: Int32 = 0
    try unsafe check("MPI_Get_count", MPI_Get_count(&status, swift_MPI_BYTE(), &count))
    source = Int(status.MPI_SOURCE)
    tag = Int(status.MPI_TAG)
    byteCount = Int(count)
  }

  /// The envelope itself, if the message is as long as expected.
  func checked(_ call: StaticString, byteCount expected: Int) throws(MPIError) -> Envelope {
    if byteCount == expected { return self }
    throw MPIError(
      call: "\(call)", code: swift_MPI_ERR_TRUNCATE(),
      reason: "a message of \(byteCount) bytes where \(expected) were expected "
        + "(from rank \(source), tag \(tag))")
  }
}

/// A value that has arrived.
public struct Message<Value: BitwiseCopyable> {
  /// What was sent.
  public let value: Value
  /// Who sent it.
  public let envelope: Envelope

  @usableFromInline
  init(value: Value, envelope: Envelope) {
    self.value = value
    self.envelope = envelope
  }
}

extension Message: Sendable where Value: Sendable {}

// Values without references travel as bytes: the ranks of a run share one program and so one
// layout. The generic methods are inlined where they are called: as calls they would look types up
// at run time, which takes longer than a message.
extension Communicator {
  /// Sends a value of fixed size; returns when it may be changed again: `MPI_Send` (MPI 3.1,
  /// 3.2.1).
  ///
  /// - Throws: `MPIError`.
  @inlinable
  public func send<Value: BitwiseCopyable>(
    _ value: Value, to destination: Int, tag: Int
  ) throws(MPIError) {
    try unsafe withUnsafeBytes(of: value) { (bytes) throws(MPIError) in
      try unsafe send(bytes: bytes, to: destination, tag: tag)
    }
  }

  @usableFromInline
  func send(bytes: UnsafeRawBufferPointer, to destination: Int, tag: Int) throws(MPIError) {
    let destination = try cInt("MPI_Send", destination)
    let tag = try cInt("MPI_Send", tag)
    let count = try cInt("MPI_Send", bytes.count)
    try unsafe check(
      "MPI_Send", MPI_Send(bytes.baseAddress, count, swift_MPI_BYTE(), destination, tag, handle))
  }

  /// Waits for a value and takes it; nil means any sender or any tag: `MPI_Recv` (3.2.4).
  ///
  /// - Throws: `MPIError`, also if the message has another size than the value.
  @inlinable
  public func receive<Value: BitwiseCopyable>(
    _ type: Value.Type = Value.self, from source: Int? = nil, tag: Int? = nil
  ) throws(MPIError) -> Message<Value> {
    try unsafe withUnsafeTemporaryAllocation(
      byteCount: MemoryLayout<Value>.size, alignment: MemoryLayout<Value>.alignment
    ) { (bytes) throws(MPIError) in
      let envelope = try unsafe receive(into: bytes, from: source, tag: tag)
      return Message(value: unsafe bytes.loadUnaligned(as: Value.self), envelope: envelope)
    }
  }

  /// Waits for a message that fills `bytes` exactly.
  @usableFromInline
  func receive(
    into bytes: UnsafeMutableRawBufferPointer, from source: Int?, tag: Int?
  ) throws(MPIError) -> Envelope {
    let source = try cSource("MPI_Recv", source)
    let tag = try cTag("MPI_Recv", tag)
    let size = try cInt("MPI_Recv", bytes.count)
    var status = MPI_Status()
    try unsafe check(
      "MPI_Recv",
      MPI_Recv(bytes.baseAddress, size, swift_MPI_BYTE(), source, tag, handle, &status))
    return try Envelope(status).checked("MPI_Recv", byteCount: bytes.count)
  }

  /// Starts to send a value of fixed size. The request owns the bytes until they are sent:
  /// `MPI_Isend` (3.7.2).
  ///
  /// - Throws: `MPIError`.
  public func startSending<Value: BitwiseCopyable>(
    _ value: Value, to destination: Int, tag: Int
  ) throws(MPIError) -> SendRequest<Value> {
    try unsafe SendRequest(
      value, to: try cInt("MPI_Isend", destination), tag: try cInt("MPI_Isend", tag), over: handle)
  }

  /// Starts to receive a value of fixed size; nil means any sender or any tag: `MPI_Irecv` (3.7.2).
  ///
  /// - Throws: `MPIError`.
  public func startReceiving<Value: BitwiseCopyable>(
    _ type: Value.Type = Value.self, from source: Int? = nil, tag: Int? = nil
  ) throws(MPIError) -> ReceiveRequest<Value> {
    try unsafe ReceiveRequest(
      from: try cSource("MPI_Irecv", source), tag: try cTag("MPI_Irecv", tag), over: handle)
  }

  /// Waits, on a busy core, for a message and leaves it to be received: `MPI_Probe` (3.8.1).
  ///
  /// - Throws: `MPIError`.
  public func probe(from source: Int? = nil, tag: Int? = nil) throws(MPIError) -> Envelope {
    let source = try cSource("MPI_Probe", source)
    let tag = try cTag("MPI_Probe", tag)
    var status = MPI_Status()
    try unsafe check("MPI_Probe", MPI_Probe(source, tag, handle, &status))
    return try Envelope(status)
  }

  /// The message that waits to be received, if there is one: `MPI_Iprobe` (3.8.1).
  ///
  /// - Throws: `MPIError`.
  public func immediateProbe(
    from source: Int? = nil, tag: Int? = nil
  ) throws(MPIError) -> Envelope? {
    let source = try cSource("MPI_Iprobe", source)
    let tag = try cTag("MPI_Iprobe", tag)
    var found: Int32 = 0
    var status = MPI_Status()
    try unsafe check("MPI_Iprobe", MPI_Iprobe(source, tag, handle, &found, &status))
    return found != 0 ? try Envelope(status) : nil
  }
}

func cSource(_ call: StaticString, _ source: Int?) throws(MPIError) -> Int32 {
  guard let source else { return swift_MPI_ANY_SOURCE() }
  return try cInt(call, source)
}

func cTag(_ call: StaticString, _ tag: Int?) throws(MPIError) -> Int32 {
  guard let tag else { return swift_MPI_ANY_TAG() }
  return try cInt(call, tag)
}
