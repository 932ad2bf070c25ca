import HDF5
import MPIBridge

// An error that one rank meets is thrown on all: it travels as a list of texts.
extension StoreError {
  package var fields: [String] {
    switch self {
    case .exists(let path): ["exists", path]
    case .missing(let path): ["missing", path]
    case .missingFolder(let path): ["missingFolder", path]
    case .readOnly(let path): ["readOnly", path]
    case .unreadable(let path, let reason): ["unreadable", path, reason]
    case .notResults(let path, let reason): ["notResults", path, reason]
    case .damaged(let path, let reason): ["damaged", path, reason]
    case .vanished(let path): ["vanished", path]
    case .locked(let path, let holder): ["locked", path, holder.text]
    case .noSpace(let path, let needed, let available):
      ["noSpace", path, String(needed), String(available)]
    case .tooLarge(let path, let needed): ["tooLarge", path, String(needed)]
    case .badLayout(let path, let reason): ["badLayout", path, reason]
    case .unknownQuantity(let path, let name): ["unknownQuantity", path, name]
    case .interrupted(let path): ["interrupted", path]
    case .system(let path, let call, let reason): ["system", path, call, reason]
    case .hdf5(let path, let error): ["hdf5", path, error.call, error.object, error.reason]
    case .mpi(let error): ["mpi", error.call, String(error.code), error.reason]
    }
  }

  package init?(fields: [String]) {
    guard let kind = fields.first else { return nil }
    switch (kind, fields.count) {
    case ("exists", 2): self = .exists(path: fields[1])
    case ("missing", 2): self = .missing(path: fields[1])
    case ("missingFolder", 2): self = .missingFolder(path: fields[1])
    case ("readOnly", 2): self = .readOnly(path: fields[1])
    case ("unreadable", 3): self = .unreadable(path: fields[1], reason: fields[2])
    case ("notResults", 3): self = .notResults(path: fields[1], reason: fields[2])
    case ("damaged", 3): self = .damaged(path: fields[1], reason: fields[2])
    case ("vanished", 2): self = .vanished(path: fields[1])
    case ("locked", 3): self = .locked(path: fields[1], holder: LockHolder(text: fields[2]))
    case ("noSpace", 4):
      guard let needed = Int(fields[2]), let available = Int(fields[3]) else { return nil }
      self = .noSpace(path: fields[1], needed: needed, available: available)
    case ("tooLarge", 3):
      guard let needed = Int(fields[2]) else { return nil }
      self = .tooLarge(path: fields[1], needed: needed)
    case ("badLayout", 3): self = .badLayout(path: fields[1], reason: fields[2])
    case ("unknownQuantity", 3): self = .unknownQuantity(path: fields[1], name: fields[2])
    case ("interrupted", 2): self = .interrupted(path: fields[1])
    case ("system", 4): self = .system(path: fields[1], call: fields[2], reason: fields[3])
    case ("hdf5", 5):
      self = .hdf5(
        path: fields[1], HDF5Error(call: fields[2], object: fields[3], reason: fields[4]))
    case ("mpi", 4):
      guard let code = Int32(fields[2]) else { return nil }
      self = .mpi(MPIError(call: fields[1], code: code, reason: fields[3]))
    default: return nil
    }
  }
}

extension Communicator {
  /// Throws the same error on every rank if any rank has one (that of the lowest rank that has).
  /// Collective.
  package func agree(on failure: StoreError?) throws(StoreError) {
    let failing = try mpi { () throws(MPIError) in
      try allReduce(failure == nil ? size : rank, .minimum)
    }
    if failing == size { return }
    let separator = "\u{0}"
    let text = try mpi { () throws(MPIError) in
      try broadcast(failure?.fields.joined(separator: separator), from: failing)
    }
    let fields = text.split(separator: "\u{0}", omittingEmptySubsequences: false).map(String.init)
    throw StoreError(fields: fields)
      ?? .system(path: "", call: "rank \(failing)", reason: "unknown error")
  }

  /// Does something on rank 0 alone; an error of it is thrown on every rank. Collective.
  func onRoot(_ body: () throws(StoreError) -> Void) throws(StoreError) {
    var failure: StoreError?
    if isRoot {
      do { try body() } catch { failure = error }
    }
    try agree(on: failure)
  }
}

/// Makes the store's error of one of MPI.
package func mpi<Result: ~Copyable>(
  _ body: () throws(MPIError) -> Result
) throws(StoreError) -> Result {
  do { return try body() } catch { throw .mpi(error) }
}

/// Makes the store's error of one of HDF5.
package func hdf5<Result: ~Copyable>(
  _ path: String, _ body: () throws(HDF5Error) -> Result
) throws(StoreError) -> Result {
  do { return try body() } catch { throw .hdf5(path: path, error) }
}
