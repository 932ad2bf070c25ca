import CMPI

// MPI counts in `int`: longer blocks go in pieces of this many bytes.
private let pieceLength = 1 << 30

/// A block of memory at this rank, and the rank that sends or receives it.
///
/// The memory must stay where it is until the call that got the block has come back.
public struct OutgoingBlock {
  let destination: Int
  let bytes: UnsafeRawBufferPointer

  public init(to destination: Int, _ bytes: UnsafeRawBufferPointer) {
    self.destination = destination
    self.bytes = bytes
  }
}

/// Room for a block of another rank.
public struct IncomingBlock {
  let source: Int
  let bytes: UnsafeMutableRawBufferPointer

  public init(from source: Int, _ bytes: UnsafeMutableRawBufferPointer) {
    self.source = source
    self.bytes = bytes
  }
}

extension Communicator {
  /// Sends and receives blocks, all at the same time, while `work` is done, and waits for all of them.
  ///
  /// Blocks between two ranks are matched in order. A block of another length than the one that was
  /// expected is an error on the receiving rank.
  public func exchange(
    _ outgoing: [OutgoingBlock], _ incoming: [IncomingBlock], tag: Int, meanwhile work: () -> Void
  ) throws(MPIError) {
    let tag = try cInt("MPI_Isend", tag)
    var requests: [MPI_Request?] = []
    var expected: [Int32] = []
    // Receives first, so that what arrives early needs no buffer in between.
    for block in incoming {
      let source = try cInt("MPI_Irecv", block.source)
      for piece in pieces(of: block.bytes.count) {
        var request = swift_MPI_REQUEST_NULL()
        try check(
          "MPI_Irecv",
          MPI_Irecv(
            block.bytes.baseAddress?.advanced(by: piece.lowerBound), Int32(piece.count),
            swift_MPI_BYTE(), source, tag, handle, &request))
        requests.append(request)
        expected.append(Int32(piece.count))
      }
    }
    for block in outgoing {
      let destination = try cInt("MPI_Isend", block.destination)
      for piece in pieces(of: block.bytes.count) {
        var request = swift_MPI_REQUEST_NULL()
        try check(
          "MPI_Isend",
          MPI_Isend(
            block.bytes.baseAddress?.advanced(by: piece.lowerBound), Int32(piece.count),
            swift_MPI_BYTE(), destination, tag, handle, &request))
        requests.append(request)
      }
    }
    work()
    var statuses = [MPI_Status](repeating: MPI_Status(), count: requests.count)
    try check("MPI_Waitall", MPI_Waitall(Int32(requests.count), &requests, &statuses))
    for (status, count) in zip(statuses, expected) {
      let envelope = try Envelope(status)
      guard envelope.byteCount == count else {
        throw wrongSize("MPI_Waitall", expected: Int(count), envelope)
      }
    }
  }

  /// Gives every rank the blocks of all. Collective.
  ///
  /// - Parameters:
  ///   - blocks: the bytes of `buffer` that each rank has; the same on all ranks.
  ///   - buffer: with this rank's own block filled.
  public func allGather(
    _ blocks: [Range<Int>], in buffer: UnsafeMutableRawBufferPointer, tag: Int
  ) throws(MPIError) {
    guard buffer.count <= Int(Int32.max) else {
      // Displacements do not fit MPI's int.
      let own = UnsafeRawBufferPointer(rebasing: buffer[blocks[rank]])
      let others = (0..<size).filter { $0 != rank }
      return try exchange(
        others.map { OutgoingBlock(to: $0, own) },
        others.map {
          IncomingBlock(from: $0, UnsafeMutableRawBufferPointer(rebasing: buffer[blocks[$0]]))
        }, tag: tag, meanwhile: {})
    }
    let counts = blocks.map { Int32($0.count) }
    let displacements = blocks.map { Int32($0.lowerBound) }
    try check(
      "MPI_Allgatherv",
      MPI_Allgatherv(
        swift_MPI_IN_PLACE(), 0, swift_MPI_BYTE(), buffer.baseAddress, counts, displacements,
        swift_MPI_BYTE(), handle))
  }

  /// Gives every rank the bytes of `root`. Collective.
  public func broadcast(
    _ buffer: UnsafeMutableRawBufferPointer, from root: Int
  ) throws(MPIError) {
    let root = try cInt("MPI_Bcast", root)
    for piece in pieces(of: buffer.count) {
      try check(
        "MPI_Bcast",
        MPI_Bcast(
          buffer.baseAddress?.advanced(by: piece.lowerBound), Int32(piece.count),
          swift_MPI_BYTE(), root, handle))
    }
  }
}

private func pieces(of count: Int) -> [Range<Int>] {
  if count <= pieceLength { return [0..<count] }
  return stride(from: 0, to: count, by: pieceLength).map { $0..<min(count, $0 + pieceLength) }
}
