import CMPI

// MPI counts in `int`: longer arrays go in blocks of this many elements.
private let blockLength = 1 << 30

extension Communicator {
  /// Waits until every rank has come here. Collective: `MPI_Barrier` (MPI 3.1, 5.3).
  ///
  /// - Throws: `MPIError`.
  public func barrier() throws(MPIError) {
    try unsafe check("MPI_Barrier", MPI_Barrier(handle))
  }

  /// As `barrier()`, but the cores of ranks that wait are free for others, at the cost of some 50
  /// µs. For waits that may be long. Collective: `MPI_Ibarrier` (5.12.1).
  ///
  /// - Throws: `MPIError`.
  public func restfulBarrier() throws(MPIError) {
    var operation = try unsafe PendingOperation("MPI_Ibarrier") {
      unsafe MPI_Ibarrier(handle, &$0.handle)
    }
    try operation.waitRestfully()
  }

  /// The largest of one value a rank, on every rank; as `restfulBarrier()`, for waits that may be
  /// long. Collective: `MPI_Iallreduce` (5.12.8).
  ///
  /// - Throws: `MPIError`.
  public func restfulMaximum<Scalar: MPIScalar>(_ value: Scalar) throws(MPIError) -> Scalar {
    try unsafe withUnsafeTemporaryAllocation(of: Scalar.self, capacity: 1) {
      (place) throws(MPIError) in
      unsafe place.initialize(repeating: value)
      var operation = try unsafe PendingOperation("MPI_Iallreduce") { (request) throws(MPIError) in
        unsafe MPI_Iallreduce(
          swift_MPI_IN_PLACE(), place.baseAddress, 1, Scalar.datatype,
          Reduction.maximum.operation, handle, &request.handle)
      }
      try operation.waitRestfully()
      return unsafe place[0]
    }
  }

  /// Replaces `values` on every rank by those of `root`; all ranks give arrays of the same length.
  /// Collective: `MPI_Bcast` (5.4).
  ///
  /// - Throws: `MPIError`.
  public func broadcast<Scalar: MPIScalar>(
    _ values: inout [Scalar], from root: Int = 0
  ) throws(MPIError) {
    let root = try cInt("MPI_Bcast", root)
    try unsafe values.withUnsafeMutableBufferPointer { (buffer) throws(MPIError) in
      for start in stride(from: 0, to: buffer.count, by: blockLength) {
        let block = unsafe buffer[start..<min(start + blockLength, buffer.count)]
        try unsafe check(
          "MPI_Bcast",
          MPI_Bcast(
            UnsafeMutableBufferPointer(rebasing: block).baseAddress, Int32(block.count),
            Scalar.datatype, root, handle))
      }
    }
  }

  /// The value that `root` gives. Collective: `MPI_Bcast` (5.4).
  ///
  /// - Throws: `MPIError`.
  public func broadcast<Scalar: MPIScalar>(
    _ value: Scalar, from root: Int = 0
  ) throws(MPIError) -> Scalar {
    var values = [value]
    try broadcast(&values, from: root)
    return values[0]
  }

  /// The array that `root` gives, whatever its length; other ranks give nil or anything.
  /// Collective: `MPI_Bcast` (5.4), of the length and of the numbers.
  ///
  /// - Throws: `MPIError`.
  public func broadcast<Scalar: MPIScalar>(
    ofAnyLength values: [Scalar]?, from root: Int = 0
  ) throws(MPIError) -> [Scalar] {
    let mine = rank == root ? values ?? [] : []
    let length = try broadcast(mine.count, from: root)
    var all = rank == root ? mine : [Scalar](repeating: .zero, count: length)
    try broadcast(&all, from: root)
    return all
  }

  /// Element by element, the reduction over all ranks; all give arrays of the same length.
  /// Collective: `MPI_Allreduce` (5.9.6).
  ///
  /// - Throws: `MPIError`.
  public func allReduce<Scalar: MPIScalar>(
    _ values: [Scalar], _ reduction: Reduction
  ) throws(MPIError) -> [Scalar] {
    var result = values
    let count = try cInt("MPI_Allreduce", values.count)
    let code = unsafe result.withUnsafeMutableBufferPointer {
      unsafe MPI_Allreduce(
        swift_MPI_IN_PLACE(), $0.baseAddress, count, Scalar.datatype, reduction.operation, handle)
    }
    try check("MPI_Allreduce", code)
    return result
  }

  /// The reduction of one value a rank, on every rank. Collective: `MPI_Allreduce` (5.9.6).
  ///
  /// - Throws: `MPIError`.
  public func allReduce<Scalar: MPIScalar>(
    _ value: Scalar, _ reduction: Reduction
  ) throws(MPIError) -> Scalar {
    try allReduce([value], reduction)[0]
  }

  /// Element by element, the reduction over all ranks, on `root`; nil on the others. Collective:
  /// `MPI_Reduce` (5.9.1).
  ///
  /// - Throws: `MPIError`.
  public func reduce<Scalar: MPIScalar>(
    _ values: [Scalar], _ reduction: Reduction, to root: Int = 0
  ) throws(MPIError) -> [Scalar]? {
    var result = [Scalar](repeating: .zero, count: rank == root ? values.count : 0)
    let count = try cInt("MPI_Reduce", values.count)
    let rootRank = try cInt("MPI_Reduce", root)
    let code = unsafe result.withUnsafeMutableBufferPointer { result in
      unsafe values.withUnsafeBufferPointer {
        unsafe MPI_Reduce(
          $0.baseAddress, result.baseAddress, count, Scalar.datatype, reduction.operation,
          rootRank, handle)
      }
    }
    try check("MPI_Reduce", code)
    return rank == root ? result : nil
  }

  /// The arrays of all ranks, one after the other in the order of ranks, on `root`; nil on the
  /// others. All give arrays of the same length. Collective: `MPI_Gather` (5.5).
  ///
  /// - Throws: `MPIError`.
  public func gather<Scalar: MPIScalar>(
    _ values: [Scalar], to root: Int = 0
  ) throws(MPIError) -> [Scalar]? {
    var result = [Scalar](repeating: .zero, count: rank == root ? values.count * size : 0)
    let count = try cInt("MPI_Gather", values.count)
    let rootRank = try cInt("MPI_Gather", root)
    let code = unsafe result.withUnsafeMutableBufferPointer { result in
      unsafe values.withUnsafeBufferPointer {
        unsafe MPI_Gather(
          $0.baseAddress, count, Scalar.datatype, result.baseAddress, count, Scalar.datatype,
          rootRank, handle)
      }
    }
    try check("MPI_Gather", code)
    return rank == root ? result : nil
  }

  /// One value a rank, in the order of ranks, on `root`; nil on the others. Collective:
  /// `MPI_Gather` (5.5).
  ///
  /// - Throws: `MPIError`.
  public func gather<Scalar: MPIScalar>(
    _ value: Scalar, to root: Int = 0
  ) throws(MPIError) -> [Scalar]? {
    try gather([value], to: root)
  }

  /// The arrays of all ranks, one after the other, on every rank. All give arrays of the same
  /// length. Collective: `MPI_Allgather` (5.7).
  ///
  /// - Throws: `MPIError`.
  public func allGather<Scalar: MPIScalar>(_ values: [Scalar]) throws(MPIError) -> [Scalar] {
    var result = [Scalar](repeating: .zero, count: values.count * size)
    let count = try cInt("MPI_Allgather", values.count)
    let code = unsafe result.withUnsafeMutableBufferPointer { result in
      unsafe values.withUnsafeBufferPointer {
        unsafe MPI_Allgather(
          $0.baseAddress, count, Scalar.datatype, result.baseAddress, count, Scalar.datatype,
          handle)
      }
    }
    try check("MPI_Allgather", code)
    return result
  }
}
