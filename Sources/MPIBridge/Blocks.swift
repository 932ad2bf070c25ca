import CMPI

// MPI counts in `int`: longer blocks go in pieces of this many bytes.
private let pieceLength = 1 << 30

/// A part of a buffer that another rank sends or receives.
public struct Block: Sendable, Equatable {
  /// The other rank.
  public let rank: Int
  /// Numbers of the bytes in the buffer.
  public let bytes: Range<Int>

  /// The bytes with these numbers, from or to a rank.
  public init(rank: Int, bytes: Range<Int>) {
    self.rank = rank
    self.bytes = bytes
  }

  /// The block in pieces that MPI can count.
  var pieces: [Range<Int>] {
    if bytes.count <= pieceLength { return [bytes] }
    return stride(from: bytes.lowerBound, to: bytes.upperBound, by: pieceLength).map {
      $0..<min(bytes.upperBound, $0 + pieceLength)
    }
  }
}

extension Communicator {
  /// Sends blocks of one buffer and receives blocks into another, all at the same time, while
  /// `work` is done, and waits for all of them: `MPI_Isend`, `MPI_Irecv` (MPI 3.1, 3.7.2) and
  /// `MPI_Waitall` (3.7.5).
  ///
  /// Blocks between two ranks are matched in order, and must have equal lengths. Received blocks
  /// must not overlap.
  ///
  /// - Throws: `MPIError`, also where a block of another length arrives than was expected.
  public func exchange(
    sending outgoing: [Block], of source: RawSpan, receiving incoming: [Block],
    into destination: inout MutableRawSpan, tag: Int, meanwhile work: () -> Void
  ) throws(MPIError) {
    try unsafe source.withUnsafeBytes { (source) throws(MPIError) in
      try unsafe destination.withUnsafeMutableBytes { (destination) throws(MPIError) in
        try unsafe exchange(outgoing, source, incoming, destination, tag, meanwhile: work)
      }
    }
  }

  /// As `exchange(sending:of:receiving:into:tag:meanwhile:)` within one buffer; received blocks
  /// must not overlap sent ones either.
  ///
  /// - Throws: `MPIError`, also where a block of another length arrives than was expected.
  public func exchange(
    sending outgoing: [Block], receiving incoming: [Block], in buffer: inout MutableRawSpan,
    tag: Int
  ) throws(MPIError) {
    try unsafe buffer.withUnsafeMutableBytes { (buffer) throws(MPIError) in
      try unsafe exchange(
        outgoing, UnsafeRawBufferPointer(buffer), incoming, buffer, tag, meanwhile: {})
    }
  }

  private func exchange(
    _ outgoing: [Block], _ source: UnsafeRawBufferPointer,
    _ incoming: [Block], _ destination: UnsafeMutableRawBufferPointer,
    _ tag: Int, meanwhile work: () -> Void
  ) throws(MPIError) {
    let tag = try cInt("MPI_Isend", tag)
    var requests = unsafe [swift_MPI_Request]()
    var expected: [Int] = []
    // Receives first, so that what arrives early needs no buffer in between.
    for block in incoming {
      let rank = try cInt("MPI_Irecv", block.rank)
      for piece in block.pieces {
        let bytes = unsafe UnsafeMutableRawBufferPointer(rebasing: destination[piece])
        var request = unsafe swift_MPI_REQUEST_NULL()
        try unsafe check(
          "MPI_Irecv",
          MPI_Irecv(
            bytes.baseAddress, Int32(bytes.count), swift_MPI_BYTE(), rank, tag, handle,
            &request.handle))
        unsafe requests.append(request)
        expected.append(piece.count)
      }
    }
    for block in outgoing {
      let rank = try cInt("MPI_Isend", block.rank)
      for piece in block.pieces {
        let bytes = unsafe UnsafeRawBufferPointer(rebasing: source[piece])
        var request = unsafe swift_MPI_REQUEST_NULL()
        try unsafe check(
          "MPI_Isend",
          MPI_Isend(
            bytes.baseAddress, Int32(bytes.count), swift_MPI_BYTE(), rank, tag, handle,
            &request.handle))
        unsafe requests.append(request)
      }
    }
    work()
    let count = Int32(expected.count + outgoing.reduce(0) { $0 + $1.pieces.count })
    var statuses = [MPI_Status](repeating: MPI_Status(), count: Int(count))
    try unsafe check("MPI_Waitall", swift_MPI_Waitall(count, &requests, &statuses))
    for (status, count) in zip(statuses, expected) {
      _ = try Envelope(status).checked("MPI_Waitall", byteCount: count)
    }
  }

  /// Gives every rank the blocks of all. Collective: `MPI_Allgatherv` (MPI 3.1, 5.7).
  ///
  /// - Parameters:
  ///   - blocks: the bytes of `buffer` that each rank has, in the order of ranks; the same on all.
  ///   - buffer: with this rank's own block filled.
  ///   - tag: of the messages, where there are too many bytes for one call.
  /// - Throws: `MPIError`.
  public func allGather(
    _ blocks: [Range<Int>], in buffer: inout MutableRawSpan, tag: Int
  ) throws(MPIError) {
    guard buffer.byteCount <= Int(Int32.max) else {
      // Displacements do not fit MPI's int.
      let others = blocks.indices.filter { $0 != rank }
      return try exchange(
        sending: others.map { Block(rank: $0, bytes: blocks[rank]) },
        receiving: others.map { Block(rank: $0, bytes: blocks[$0]) }, in: &buffer, tag: tag)
    }
    let counts = blocks.map { Int32($0.count) }
    let displacements = blocks.map { Int32($0.lowerBound) }
    try unsafe buffer.withUnsafeMutableBytes { (buffer) throws(MPIError) in
      try unsafe check(
        "MPI_Allgatherv",
        MPI_Allgatherv(
          swift_MPI_IN_PLACE(), 0, swift_MPI_BYTE(), buffer.baseAddress, counts, displacements,
          swift_MPI_BYTE(), handle))
    }
  }

  /// Gives every rank the bytes of `root`; all give buffers of the same length. Collective:
  /// `MPI_Bcast` (MPI 3.1, 5.4).
  ///
  /// - Throws: `MPIError`.
  public func broadcast(_ buffer: inout MutableRawSpan, from root: Int) throws(MPIError) {
    let root = try cInt("MPI_Bcast", root)
    try unsafe buffer.withUnsafeMutableBytes { (buffer) throws(MPIError) in
      for piece in Block(rank: 0, bytes: 0..<buffer.count).pieces {
        let bytes = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[piece])
        try unsafe check(
          "MPI_Bcast",
          MPI_Bcast(bytes.baseAddress, Int32(bytes.count), swift_MPI_BYTE(), root, handle))
      }
    }
  }
}
