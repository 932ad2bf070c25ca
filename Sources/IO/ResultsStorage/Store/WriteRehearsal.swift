import Base
import Glibc
import HDF5
import MPIBridge

/// How ranks may write so that nothing is lost in silence.
private enum TrustedWriting {
  /// Errors are reported by no kind of write.
  case none
  /// Errors are reported where each rank writes on its own.
  case independent
  /// Errors are reported by collective writes as well.
  case collective
}

/// Writes that must work and writes that must fail, tried before results depend on them.
///
/// MPI libraries write files by components of many names and versions, for many file systems, and
/// some report success where a collective write has failed: Open MPI's `ompio` on a full disk.
/// So they are tried where the results will be, with a file of a few KiB, in milliseconds.
struct WriteRehearsal {
  private let path: String
  private let communicatorSize: Int
  private let rank: Int
  /// Numbers of a rank; enough that MPI exchanges them between ranks where it wants to.
  private static let share = 512

  /// Whether errors of collective writes beside `path` are reported, so that ranks may write
  /// together; else each is to write on its own. The same on all. Collective.
  ///
  /// The answer is no where nothing can be tried: the disk is full already, or the file system
  /// knows no limits. The caller keeps others away from `path`.
  ///
  /// - Throws: `StoreError`, on all ranks: `silentWrites` if errors of no write are reported.
  static func trustsCollectiveWrites(
    beside path: String, on communicator: borrowing Communicator
  ) throws(StoreError) -> Bool {
    switch try outcome(beside: path, on: communicator) {
    case .none: throw .silentWrites(path: path, library: MPIEnvironment.libraryName)
    case .independent: false
    case .collective: true
    }
  }

  private static func outcome(
    beside path: String, on communicator: borrowing Communicator
  ) throws(StoreError) -> TrustedWriting {
    // Always the same name: what a process leaves that was killed here is replaced by the next.
    // Nobody else comes between, since the caller holds the lock of the results.
    let rehearsal = WriteRehearsal(
      path: path + ".try", communicatorSize: communicator.size, rank: communicator.rank)
    var hasFile = false
    try communicator.onRoot { () throws(StoreError) in hasFile = rehearsal.createFile() }
    defer { if communicator.isRoot { FileSystem.remove(rehearsal.path) } }
    hasFile = try mpi { () throws(MPIError) in
      try communicator.broadcast(hasFile ? UInt8(1) : 0) == 1
    }
    return hasFile ? try rehearsal.perform(on: communicator) : .independent
  }

  private func createFile() -> Bool {
    do {
      let file = try File(creating: path)
      _ = try file.createDataset(
        "rehearsal", of: Double.self, shape: [communicatorSize * Self.share])
      try file.close()
      return true
    } catch {
      FileSystem.remove(path)
      return false
    }
  }

  private func perform(on communicator: borrowing Communicator) throws(StoreError)
    -> TrustedWriting
  {
    let file = try hdf5(path) { () throws(HDF5Error) in
      try File(opening: path, .readWrite, on: communicator)
    }
    let dataset = try hdf5(path) { () throws(HDF5Error) in try file.dataset("rehearsal") }
    var isRight = true
    for selection in Selection.allCases {
      // All ranks agree after each step: further collective calls would hang otherwise.
      isRight = isRight && succeeds(selection, dataset)
      let ofAll = try mpi { () throws(MPIError) in
        try communicator.allReduce(isRight ? 1 : 0, .minimum)
      }
      if ofAll == 0 { return .independent }
    }
    guard let offset = dataset.fileOffset else { return .independent }
    var silence = 0
    var reports = 0
    for selection in Selection.allCases {
      let mute = fails(selection, dataset, beyond: offset, .independent) ? 0 : 1
      let told = fails(selection, dataset, beyond: offset, .collective) ? 1 : 0
      // Of its own write each rank must be told. Of a collective one it is enough if one is:
      // results are marked only if all agree that there was no error.
      let ofAny = try mpi { () throws(MPIError) in
        try communicator.allReduce([mute, told], .maximum)
      }
      silence += ofAny[0]
      reports += ofAny[1]
    }
    if silence == 0 { return reports == Selection.allCases.count ? .collective : .independent }
    // Is it MPI that says nothing, or does nothing fail?
    let isRefused = communicator.isRoot && refusesBeyondLimit(offset)
    return try mpi { () throws(MPIError) in
      try communicator.broadcast(isRefused ? UInt8(1) : 0) == 1 ? .none : .independent
    }
  }
}

extension WriteRehearsal {
  /// Which numbers a rank writes.
  private enum Selection: CaseIterable {
    /// A block of each.
    case blocks
    /// One in turn.
    case interleaved
  }

  private func space(_ selection: Selection) throws(HDF5Error) -> Dataspace {
    let space = try Dataspace(shape: [communicatorSize * Self.share])
    switch selection {
    case .blocks:
      try space.select([Box(start: [rank * Self.share], count: [Self.share])])
    case .interleaved:
      try space.select(elements: (0..<Self.share).map { UInt64($0 * communicatorSize + rank) })
    }
    return space
  }

  private func values(_ selection: Selection) -> [Double] {
    (0..<Self.share).map { Double(rank * Self.share + $0) * (selection == .blocks ? 1 : -1) }
  }

  /// Whether a collective write works and what is read afterward is what was written.
  private func succeeds(_ selection: Selection, _ dataset: borrowing Dataset) -> Bool {
    do throws(HDF5Error) {
      let space = try space(selection)
      let values = values(selection)
      try dataset.write(values.span, to: space, try PropertyList.transfer(.collective))
      return try dataset.read(from: space) == values
    } catch {
      return false
    }
  }

  /// Whether this rank is told of a write that fails since the file may not be so long.
  private func fails(
    _ selection: Selection, _ dataset: borrowing Dataset, beyond offset: Int, _ mode: TransferMode
  ) -> Bool {
    FileSizeLimit.lowered(to: offset) {
      do throws(HDF5Error) {
        let zeros = [Double](repeating: 0, count: Self.share)
        try dataset.write(zeros.span, to: space(selection), try PropertyList.transfer(mode))
        return false
      } catch {
        FileSystem.releaseLocks(of: path)
        return true
      }
    } ?? false
  }

  /// Whether the system itself refuses to write beyond a limit, as local file systems do.
  private func refusesBeyondLimit(_ offset: Int) -> Bool {
    FileSizeLimit.lowered(to: offset) {
      do throws(SystemError) {
        let file = try OpenFile(path, O_WRONLY)
        try file.seek(to: offset)
        try unsafe file.write([UInt8(0)].span.bytes)
        return false
      } catch {
        return error.code == EFBIG
      }
    } ?? false
  }
}
