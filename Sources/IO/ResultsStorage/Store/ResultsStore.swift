import HDF5
public import MPIBridge

/// A file of results that all ranks write, and that a crash at any moment leaves readable.
///
/// The file is made complete, except for the results, under a temporary name and then renamed; from
/// then on nothing but results is written to it, in place. Values go before the status byte of
/// their point, so a point that is marked done is complete. The file is its own checkpoint.
///
/// Errors, of type `StoreError`, are thrown alike on every rank by all collective methods; after
/// one of them a store is of no further use. A store has to be gone before MPI ends.
public struct ResultsStore: ~Copyable {
  /// Where the file is.
  public let path: String
  /// Extents of the grid.
  public let gridShape: [Int]
  /// Names of the quantities, in the order of a batch's columns.
  public let quantityNames: [String]
  /// How many numbers of each quantity a point has.
  public let quantitySizes: [Int]

  let communicator: Communicator
  let arrays: StoredArrays
  /// Where the messages of this rank go until the file is closed.
  let journal: MessageJournal
  let file: File
  let lock: StoreLock?
  var synchronizer: Synchronizer
  /// How many ranks of the program stand behind each rank of this store, its own number being a
  /// multiple of that.
  let ranksPerWriter: Int
  /// Whether errors of collective writes are reported; else each rank writes on its own.
  package let mayWriteCollectively: Bool

  /// Number of points of the grid.
  public var pointCount: Int { gridShape.reduce(1, *) }

  /// An empty batch for this store.
  public func makeBatch() -> RecordBatch {
    RecordBatch(quantitySizes: quantitySizes, types: arrays.quantities.map(\.type))
  }

  /// Creates a file in which every point is pending and every value NaN. Collective.
  ///
  /// - Parameters:
  ///   - overwriting: replaces a file of this name, once the new one is complete.
  ///   - isBeside: the file is to take the place of another later (`StoreReplacement`): until it is
  ///     closed nothing depends on it, and it need not be on the disk.
  ///   - ranksPerWriter: ranks of the program for each of `communicator`: what `/run/rank` counts.
  ///   - goesOn: asked now and then, since a large file takes its time; false gives it up.
  /// - Throws: `StoreError`, on all ranks, among others `exists`, `missingFolder`, `readOnly`,
  ///   `locked`, `noSpace`, `badLayout` and `interrupted`.
  public init(
    creating path: String, layout: StoreLayout, overwriting: Bool = false,
    isBeside: Bool = false, ranksPerWriter: Int = 1, on communicator: borrowing Communicator,
    while goesOn: () -> Bool = { true }
  ) throws(StoreError) {
    var lock: StoreLock?
    let temporary = path + ".tmp"
    try communicator.onRoot { () throws(StoreError) in
      try FileSystem.checkPlace(of: path)
      if FileSystem.exists(path), !overwriting { throw .exists(path: path) }
      if let defect = layout.defect { throw .badLayout(path: path, reason: defect) }
      lock = try StoreLock(for: path)
      // Whoever held the lock before may have finished in between.
      if FileSystem.exists(path), !overwriting { throw .exists(path: path) }
      // States of points of a file that was here before.
      RestartFiles.removeAll(of: path)
      try FileSystem.checkSpace(for: path, size: layout.fileSize)
      do throws(StoreError) {
        try hdf5(path) { () throws(HDF5Error) in try layout.createFile(at: temporary) }
        try FileSystem.reserve(temporary, named: path, synchronizes: !isBeside)
      } catch {
        FileSystem.remove(temporary)
        throw error
      }
    }
    var store = try ResultsStore(
      opening: temporary, named: path,
      StoreContents(
        quantities: layout.quantities.map(\.name), messageLength: layout.messageLength), lock,
      ranksPerWriter: ranksPerWriter, on: communicator)
    // After the file is safe on the disk: a power failure may undo the NaN of points that are not
    // done, which is cheaper than to wait for the disk here.
    let failure = store.fillWithNothing(while: goesOn)
    do throws(StoreError) {
      try communicator.throwEverywhere(failure)
      try communicator.onRoot { () throws(StoreError) in
        MessageJournal.removeAll(of: path)
        try FileSystem.publish(temporary, as: path, synchronizes: !isBeside)
      }
    } catch {
      if communicator.isRoot { FileSystem.remove(temporary) }
      throw error
    }
    self = store
  }

  /// Opens a file to go on with it. Collective.
  ///
  /// - Throws: `StoreError`, on all ranks, among others `missing`, `readOnly`, `notResults`,
  ///   `damaged` and `locked`.
  public init(
    resuming path: String, ranksPerWriter: Int = 1, on communicator: borrowing Communicator
  ) throws(StoreError) {
    var lock: StoreLock?
    var contents = StoreContents()
    try communicator.onRoot { () throws(StoreError) in
      if !FileSystem.exists(path) { throw .missing(path: path) }
      if !FileSystem.isWritable(path) { throw .readOnly(path: path) }
      lock = try StoreLock(for: path)
      contents = try Self.contentsToContinue(of: path)
      try MessageJournal.settle(path)
      contents.hasMessages = try ResultsReader(path).hasPlaceForMessages()
    }
    contents = try mpi { () throws(MPIError) in try communicator.broadcast(encoding: contents) }
    self = try ResultsStore(
      opening: path, named: path, contents, lock, ranksPerWriter: ranksPerWriter, on: communicator)
  }

  /// What a file holds that can be continued.
  private static func contentsToContinue(of path: String) throws(StoreError) -> StoreContents {
    let reader = try ResultsReader(path)
    try reader.checkDescriptions()
    try reader.checkPlaces()
    return StoreContents(
      quantities: reader.layout.quantities.map(\.name), messageLength: reader.layout.messageLength)
  }

  private init(
    opening file: String, named path: String, _ contents: StoreContents,
    _ lock: consuming StoreLock?, ranksPerWriter: Int, on communicator: borrowing Communicator
  ) throws(StoreError) {
    let duplicate = try mpi { () throws(MPIError) in try communicator.duplicate() }
    let isTrusted = try WriteRehearsal.trustsCollectiveWrites(beside: path, on: duplicate)
    let opened = try hdf5(path) { () throws(HDF5Error) in
      try File(opening: file, .readWrite, on: duplicate)
    }
    let arrays: StoredArrays
    do throws(HDF5Error) {
      arrays = try StoredArrays(
        in: opened, quantities: contents.quantities,
        withoutMessagesOf: contents.hasMessages ? nil : contents.messageLength)
    } catch {
      throw .damaged(path: path, reason: "\(error)", cause: error)
    }
    mayWriteCollectively = isTrusted
    self.path = path
    gridShape = arrays.status.dataset.shape
    quantityNames = contents.quantities
    journal = MessageJournal(of: path, writer: duplicate.rank)
    quantitySizes = arrays.quantities.map(\.pointSize)
    self.communicator = duplicate
    self.arrays = arrays
    self.file = opened
    self.lock = lock
    self.ranksPerWriter = ranksPerWriter
    synchronizer = Synchronizer()
  }

  /// The points that are not done and have not failed; the same on all ranks. Collective.
  public func readPending() throws(StoreError) -> PointSet {
    try readPoints(with: .pending)
  }

  /// The points with a status; the same on all ranks. Collective.
  private func readPoints(with wanted: PointStatus) throws(StoreError) -> PointSet {
    var points = PointSet(pointCount: pointCount)
    try communicator.onRoot { () throws(StoreError) in
      try hdf5(path) { () throws(HDF5Error) in
        try arrays.status.forEachPart(of: pointCount) { (first, part: [UInt8]) in
          for (index, status) in part.enumerated() where status == wanted.rawValue {
            points.insert(first + index)
          }
        }
      }
    }
    let words = try mpi { () throws(MPIError) in
      try communicator.broadcast(ofAnyLength: points.words)
    }
    return PointSet(pointCount: pointCount, words: words)
  }

  /// Makes failed points pending again and forgets their messages. Collective.
  ///
  /// - Returns: how many there were.
  @discardableResult
  public mutating func resetFailed() throws(StoreError) -> Int {
    let points = try readPoints(with: .failed)
    var failed: [Int] = []
    var next = points.first(from: 0)
    while let point = next {
      failed.append(point)
      next = points.first(from: point + 1)
    }
    try forgetMessages(of: failed)
    try communicator.onRoot { () throws(StoreError) in
      try hdf5(path) { () throws(HDF5Error) in
        let ranges = runs(of: failed)
        let pending = [UInt8](repeating: PointStatus.pending.rawValue, count: failed.count)
        try arrays.status.write(pending, to: ranges, .independent)
      }
    }
    synchronizer.noteWrite()
    return failed.count
  }

  /// Takes back the messages of points that will be computed again. Collective; before anything is
  /// written.
  public mutating func forgetMessages(of points: [Int]) throws(StoreError) {
    try communicator.onRoot { () throws(StoreError) in
      try journal.append(points, [String](repeating: "", count: points.count))
    }
    synchronizer.noteWrite()
  }

  /// Brings everything to the disk, puts the messages into the file, closes it and gives up the
  /// lock. Collective.
  public consuming func close() throws(StoreError) {
    var failure: StoreError?
    do { try synchronize() } catch { failure = error }
    let path = path
    let communicator = communicator
    let lock = lock
    let file = file
    arrays.close()
    do { try file.close() } catch { failure = failure ?? .hdf5(path: path, error) }
    // No rank may leave, and so let go of the lock, while another still closes the file.
    try communicator.throwEverywhere(failure)
    try communicator.onRoot { () throws(StoreError) in try MessageJournal.settle(path) }
    _ = consume lock
  }

  private mutating func fillWithNothing(while goesOn: () -> Bool) -> StoreError? {
    synchronizer.noteWrite()
    do {
      let isFull = try arrays.fill(
        part: communicator.rank, of: communicator.size, while: goesOn)
      return isFull ? nil : .interrupted(path: path)
    } catch {
      return .hdf5(path: path, error)
    }
  }
}

/// What every rank has to know of a file before it opens it.
private struct StoreContents: Codable {
  /// Names of the quantities, in the order of the file.
  var quantities: [String] = []
  /// Bytes that a message has in the file.
  var messageLength = 0
  /// Whether the file has a place for messages.
  var hasMessages = false
}
