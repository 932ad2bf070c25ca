import CMPI

// MPI counts in `int`: longer arrays go in blocks of this many elements.
private let blockLength = 1 << 30

extension Communicator {
  /// Waits until every rank has come here. Collective.
  public func barrier() throws(MPIError) {
    try check("MPI_Barrier", MPI_Barrier(handle))
  }

  /// As `barrier()`, but the cores of ranks that wait are free for others, at the cost of some 50 µs.
  /// For waits that may be long. Collective.
  public func restfulBarrier() throws(MPIError) {
    var request = swift_MPI_REQUEST_NULL()
    try check("MPI_Ibarrier", MPI_Ibarrier(handle, &request))
    try waitRestfully(for: &request)
  }

  /// The largest of one value a rank, on every rank; as `restfulBarrier()`, for waits that may be
  /// long. Collective.
  public func restfulMaximum<Scalar: MPIScalar>(_ value: Scalar) throws(MPIError) -> Scalar {
    try withUnsafeTemporaryAllocation(of: Scalar.self, capacity: 1) { (place) throws(MPIError) in
      place.initialize(repeating: value)
      var request = swift_MPI_REQUEST_NULL()
      try check(
        "MPI_Iallreduce",
        MPI_Iallreduce(
          swift_MPI_IN_PLACE(), place.baseAddress, 1, Scalar.datatype,
          Reduction.maximum.operation, handle, &request))
      try waitRestfully(for: &request)
      return place[0]
    }
  }

  private func waitRestfully(for request: inout MPI_Request?) throws(MPIError) {
    var patience = Patience()
    while true {
      var done: Int32 = 0
      try check("MPI_Test", MPI_Test(&request, &done, swift_MPI_STATUS_IGNORE()))
      if done != 0 { return }
      patience.wait()
    }
  }

  /// Replaces `values` on every rank by those of `root`; all ranks give arrays of the same length.
  /// Collective.
  public func broadcast<Scalar: MPIScalar>(
    _ values: inout [Scalar], from root: Int = 0
  ) throws(MPIError) {
    let root = try cInt("MPI_Bcast", root)
    let code = values.withUnsafeMutableBufferPointer { buffer in
      var start = 0
      while start < buffer.count {
        let length = min(blockLength, buffer.count - start)
        let block = buffer.baseAddress?.advanced(by: start)
        let code = MPI_Bcast(block, Int32(length), Scalar.datatype, root, handle)
        if code != MPI_SUCCESS { return code }
        start += length
      }
      return MPI_SUCCESS
    }
    try check("MPI_Bcast", code)
  }

  /// The value that `root` gives. Collective.
  public func broadcast<Scalar: MPIScalar>(
    _ value: Scalar, from root: Int = 0
  ) throws(MPIError) -> Scalar {
    var values = [value]
    try broadcast(&values, from: root)
    return values[0]
  }

  /// The array that `root` gives, whatever its length; other ranks give nil or anything. Collective.
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
  /// Collective.
  public func allReduce<Scalar: MPIScalar>(
    _ values: [Scalar], _ reduction: Reduction
  ) throws(MPIError) -> [Scalar] {
    var result = values
    let count = try cInt("MPI_Allreduce", values.count)
    let code = result.withUnsafeMutableBufferPointer {
      MPI_Allreduce(
        swift_MPI_IN_PLACE(), $0.baseAddress, count, Scalar.datatype, reduction.operation, handle)
    }
    try check("MPI_Allreduce", code)
    return result
  }

  /// The reduction of one value a rank, on every rank. Collective.
  public func allReduce<Scalar: MPIScalar>(
    _ value: Scalar, _ reduction: Reduction
  ) throws(MPIError) -> Scalar {
    try allReduce([value], reduction)[0]
  }

  /// Element by element, the reduction over all ranks, on `root`; nil on the others. Collective.
  public func reduce<Scalar: MPIScalar>(
    _ values: [Scalar], _ reduction: Reduction, to root: Int = 0
  ) throws(MPIError) -> [Scalar]? {
    var result = [Scalar](repeating: .zero, count: rank == root ? values.count : 0)
    let count = try cInt("MPI_Reduce", values.count)
    let rootRank = try cInt("MPI_Reduce", root)
    let code = result.withUnsafeMutableBufferPointer { result in
      values.withUnsafeBufferPointer {
        MPI_Reduce(
          $0.baseAddress, result.baseAddress, count, Scalar.datatype, reduction.operation,
          rootRank, handle)
      }
    }
    try check("MPI_Reduce", code)
    return rank == root ? result : nil
  }

  /// The arrays of all ranks, one after the other in the order of ranks, on `root`; nil on the
  /// others. All give arrays of the same length. Collective.
  public func gather<Scalar: MPIScalar>(
    _ values: [Scalar], to root: Int = 0
  ) throws(MPIError) -> [Scalar]? {
    var result = [Scalar](repeating: .zero, count: rank == root ? values.count * size : 0)
    let count = try cInt("MPI_Gather", values.count)
    let rootRank = try cInt("MPI_Gather", root)
    let code = result.withUnsafeMutableBufferPointer { result in
      values.withUnsafeBufferPointer {
        MPI_Gather(
          $0.baseAddress, count, Scalar.datatype, result.baseAddress, count, Scalar.datatype,
          rootRank, handle)
      }
    }
    try check("MPI_Gather", code)
    return rank == root ? result : nil
  }

  /// One value a rank, in the order of ranks, on `root`; nil on the others. Collective.
  public func gather<Scalar: MPIScalar>(
    _ value: Scalar, to root: Int = 0
  ) throws(MPIError) -> [Scalar]? {
    try gather([value], to: root)
  }

  /// The arrays of all ranks, one after the other, on every rank. All give arrays of the same
  /// length. Collective.
  public func allGather<Scalar: MPIScalar>(_ values: [Scalar]) throws(MPIError) -> [Scalar] {
    var result = [Scalar](repeating: .zero, count: values.count * size)
    let count = try cInt("MPI_Allgather", values.count)
    let code = result.withUnsafeMutableBufferPointer { result in
      values.withUnsafeBufferPointer {
        MPI_Allgather(
          $0.baseAddress, count, Scalar.datatype, result.baseAddress, count, Scalar.datatype,
          handle)
      }
    }
    try check("MPI_Allgather", code)
    return result
  }
}
