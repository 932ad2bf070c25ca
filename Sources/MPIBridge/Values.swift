import CMPI

// Values of any shape, for what ranks tell each other now and then. Large arrays of numbers travel
// faster by the calls of `Collectives.swift`.
extension Communicator {
  /// The value that `root` gives, of any `Codable` type; what other ranks give does not count.
  /// Collective: `MPI_Bcast` (MPI 3.1, 5.4).
  ///
  /// Numbers keep their bits. With a type that may be nil, `root` can also tell that there is none:
  ///
  ///     struct Plan: Codable { var path: String; var weights: [Double] }
  ///     let plan: Plan? = world.isRoot ? readPlan() : nil
  ///     guard let plan = try world.broadcast(encoding: plan) else { return }
  ///
  /// - Throws: `MPIError` if MPI fails; and on every rank if `encode(to:)` of the value throws, or
  ///   where `init(from:)` does. The compiler's own versions of these never do.
  public func broadcast<Value: Codable>(
    encoding value: Value, from root: Int = 0
  ) throws(MPIError) -> Value {
    var mine: [UInt8] = []
    // A byte in front, since nil has none: no bytes at all say that there is no value to be had.
    if rank == root, let bytes = try? CodedBytes.encode(value) { mine = [1] + bytes }
    let bytes = try broadcast(ofAnyLength: mine, from: root)
    if rank == root, !bytes.isEmpty { return value }
    guard !bytes.isEmpty,
      let value = try? CodedBytes.decode(Value.self, from: Array(bytes.dropFirst()))
    else {
      throw MPIError(
        call: "MPI_Bcast", code: swift_MPI_ERR_TYPE(),
        reason: "\(Value.self) cannot be told to other ranks"
      )
    }
    return value
  }

  /// What the ranks agree on after each has done its share: the failure of the lowest rank that has
  /// one, on every rank, or nil if none has. Collective: `MPI_Allreduce` (MPI 3.1, 5.9.6), and
  /// `MPI_Bcast` after a failure.
  ///
  ///     var failure: MyError?
  ///     do throws(MyError) { try doMyShare() } catch { failure = error }
  ///     if let failure = try world.agree(on: failure) { throw failure }
  ///
  /// - Throws: `MPIError` as `broadcast(encoding:from:)`.
  public func agree<Failure: Error & Codable>(
    on failure: Failure?
  ) throws(MPIError) -> Failure? {
    let failing = try allReduce(failure == nil ? size : rank, .minimum)
    return failing == size ? nil : try broadcast(encoding: failure, from: failing)
  }
}
