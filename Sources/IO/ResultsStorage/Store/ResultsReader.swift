import HDF5

/// Reads a file of results, also one that is being written: in one process, without MPI.
///
/// Every method throws `StoreError`: `hdf5` where the file cannot be read, `unknownQuantity` for a
/// quantity that is not in it.
public struct ResultsReader: ~Copyable {
  /// Where the file is.
  public let path: String
  /// Everything about the file but the results.
  public let layout: StoreLayout
  /// Version of the layout that the file has.
  public let formatVersion: Int
  /// Names of what somebody has added to the file, such as `my_fit` or `run/note`: nothing here
  /// reads or changes it.
  public let foreignNames: [String]
  /// Messages that are not in the file yet, by the number of their point.
  let journal: [Int: String]
  private let file: File
  private let run: Group

  /// Opens a file.
  ///
  /// - Throws: `StoreError.missing`, `unreadable`, `notResults` or `damaged`.
  public init(_ path: String) throws(StoreError) {
    // Before the file is opened: whoever puts them in removes them later.
    let journal = try MessageJournal.messages(of: path)
    let file = try Self.open(path)
    let foreign = try reading(path) { () throws(HDF5Error) in try Self.foreignness(of: file) }
    if let foreign { throw .notResults(path: path, reason: foreign) }
    let run = try reading(path) { () throws(HDF5Error) in try file.group(RunGroup.name) }
    (layout, foreignNames, formatVersion) = try reading(path) { () throws(HDF5Error) in
      let names = try StoredNames(of: file, run)
      return (
        try StoreLayout(reading: file, run, names), try Self.foreign(to: names, file, run),
        try run.numbers(RunGroup.versionAttribute, as: Int.self)?.first ?? 1
      )
    }
    self.journal = journal
    self.run = run
    self.file = file
    self.path = path
  }

  private static func open(_ path: String) throws(StoreError) -> File {
    if !FileSystem.exists(path) { throw .missing(path: path) }
    try FileSystem.checkReadable(path)
    do {
      return try ReadingGuard.during(path) { () throws(HDF5Error) in try File(opening: path) }
    } catch {
      // HDF5 knows its files by their first bytes.
      throw FileSystem.beginsLikeHDF5(path)
        ? .damaged(path: path, reason: error.reason, cause: error)
        : .notResults(path: path, reason: "it is not an HDF5 file", cause: error)
    }
  }

  /// Names of what is in a file besides the arrays of its sweep.
  private static func foreign(
    to names: StoredNames, _ file: borrowing File, _ run: borrowing Group
  ) throws(HDF5Error) -> [String] {
    let sums = names.all.filter(SumsGroup.contains)
    let groups = [RunGroup.name] + (sums.isEmpty ? [] : [SumsGroup.name])
    let own = Set(names.all + names.tables + groups)
    var foreign = try file.links().names.filter { !own.contains($0) }
    if !sums.isEmpty {
      foreign += try file.group(SumsGroup.name).links().names.map(SumsGroup.name(of:))
        .filter { !own.contains($0) }
    }
    return try foreign
      + run.links().names.filter { !RunGroup.datasets.contains($0) }
      .map { "\(RunGroup.name)/\($0)" }
  }

  /// Why a file is none of this program, or none that this version knows; nil if it is one.
  private static func foreignness(of file: borrowing File) throws(HDF5Error) -> String? {
    guard try file.contains(RunGroup.name) else { return "it has no group '\(RunGroup.name)'" }
    let run = try file.group(RunGroup.name)
    guard let version = try run.numbers(RunGroup.versionAttribute, as: Int.self)?.first else {
      return "its group '\(RunGroup.name)' is of another program"
    }
    return version <= RunGroup.version
      ? nil : "it was written by a later version (format \(version))"
  }

  /// Whether the random numbers of its points are functions of what the points are; in files of
  /// earlier versions they depended on the numbers of the points, and cannot be had any more.
  public var hasRandomNumbersByIdentity: Bool { formatVersion >= RunGroup.firstByIdentity }

  /// Checks everything in the file that describes what the job wrote, also what is not needed to
  /// read it.
  ///
  /// - Throws: `StoreError.damaged` with the first thing that is.
  public func checkDescriptions() throws(StoreError) {
    try reading(path) { () throws(HDF5Error) in
      try file.checkDescription()
      try run.checkDescription()
      for name in StoredNames(layout).all { try file.dataset(name).checkDescription() }
      for name in RunGroup.datasets where try run.contains(name) {
        try run.dataset(name).checkDescription()
      }
    }
  }

  /// Checks that results can be written where the file has their place.
  ///
  /// - Throws: `StoreError.rearranged` if another program has stored them anew, and `damaged` if
  ///   they would be written over one another or beyond the end of the file.
  func checkPlaces() throws(StoreError) {
    let places = try reading(path) { () throws(HDF5Error) in
      var places: [StoredPlace] = []
      for name in StoredNames(layout).all {
        places += try file.dataset(name).places(called: name)
      }
      for name in RunGroup.datasets where try run.contains(name) {
        places += try run.dataset(name).places(called: "\(RunGroup.name)/\(name)")
      }
      return places
    }
    let ofRun = RunGroup.datasets.map { "\(RunGroup.name)/\($0)" }
    let written = layout.quantities.map(\.name) + ofRun
    if let moved = places.first(where: { $0.bytes == nil && written.contains($0.name) }) {
      throw .rearranged(path: path, name: moved.name)
    }
    var end = 0
    for place in places.sorted(by: { ($0.bytes?.lowerBound ?? 0) < ($1.bytes?.lowerBound ?? 0) }) {
      guard let bytes = place.bytes else { continue }
      guard bytes.lowerBound >= end, bytes.upperBound <= FileSystem.size(of: path) else {
        throw .damaged(
          path: path, reason: "'\(place.name)' is not where the file says that it is")
      }
      end = bytes.upperBound
    }
  }

  /// A text attribute of the file, such as `job`; nil if there is none.
  public func text(_ attribute: String) throws(StoreError) -> String? {
    try guarded(path) { () throws(HDF5Error) in try file.text(attribute) }
  }

  /// Extents of a quantity: those of the grid, slowest axis first, then its own.
  public func shape(of quantity: String) throws(StoreError) -> [Int] {
    layout.gridShape + layout.ownShape(of: try description(of: quantity))
  }

  /// All values of a quantity, in its unit and in row-major order; NaN at points that are not done.
  public func read(_ quantity: String) throws(StoreError) -> [Double] {
    _ = try description(of: quantity)
    return try guarded(path) { () throws(HDF5Error) in try file.dataset(quantity).read() }
  }

  /// The values of a quantity at one point, in its unit and in row-major order.
  public func read(_ quantity: String, atPoint point: Int) throws(StoreError) -> [Double] {
    try read(quantity, atPoints: point..<point + 1)
  }

  /// The status of every point, as `PointStatus` numbers it.
  public func status() throws(StoreError) -> [UInt8] {
    try readRun(RunGroup.status)
  }

  /// Number of points with each status, read in parts.
  public func statusCounts() throws(StoreError) -> [PointStatus: Int] {
    var counts = [Int](repeating: 0, count: 256)
    try guarded(path) { () throws(HDF5Error) in
      let array = try StoredArray(run.dataset(RunGroup.status), pointCount: layout.pointCount)
      try array.forEachPart(of: layout.pointCount) { (_, part: [UInt8]) in
        for status in part { counts[Int(status)] += 1 }
      }
    }
    var named: [PointStatus: Int] = [:]
    for status in PointStatus.allCases { named[status] = counts[Int(status.rawValue)] }
    return named
  }

  /// Gives the status of every point, in order, read in parts.
  public func forEachStatus(_ body: (_ point: Int, PointStatus) -> Void) throws(StoreError) {
    try guarded(path) { () throws(HDF5Error) in
      let array = try StoredArray(run.dataset(RunGroup.status), pointCount: layout.pointCount)
      try array.forEachPart(of: layout.pointCount) { (first, part: [UInt8]) in
        for (index, number) in part.enumerated() {
          if let status = PointStatus(rawValue: number) { body(first + index, status) }
        }
      }
    }
  }

  /// The time in s that consecutive points took; NaN for pending ones.
  public func seconds(atPoints points: Range<Int>) throws(StoreError) -> [Double] {
    try readRun(RunGroup.seconds, points)
  }

  /// The rank that computed each of consecutive points; −1 for pending ones.
  public func rank(atPoints points: Range<Int>) throws(StoreError) -> [Int32] {
    try readRun(RunGroup.rank, points)
  }

  /// The values of a quantity at consecutive points, in its unit and in row-major order.
  public func read(_ quantity: String, atPoints points: Range<Int>) throws(StoreError) -> [Double] {
    _ = try description(of: quantity)
    return try guarded(path) { () throws(HDF5Error) in
      let array = try StoredArray(file.dataset(quantity), pointCount: layout.pointCount)
      return try array.dataset.read(from: array.space(selecting: [points]))
    }
  }

  /// The time in s that every point took; NaN for pending ones.
  public func seconds() throws(StoreError) -> [Double] {
    try readRun(RunGroup.seconds)
  }

  /// Mean time in s of the points that have one; nil if none has.
  public func meanSeconds() throws(StoreError) -> Double? {
    var (sum, count) = (0.0, 0)
    try guarded(path) { () throws(HDF5Error) in
      let array = try StoredArray(run.dataset(RunGroup.seconds), pointCount: layout.pointCount)
      try array.forEachPart(of: layout.pointCount) { (_, part: [Double]) in
        for seconds in part where !seconds.isNaN {
          sum += seconds
          count += 1
        }
      }
    }
    return count == 0 ? nil : sum / Double(count)
  }

  /// The rank that computed every point; −1 for pending ones.
  public func rank() throws(StoreError) -> [Int32] {
    try readRun(RunGroup.rank)
  }

  /// The failed points, in order, and why they failed.
  public func failures() throws(StoreError) -> [(point: Int, message: String)] {
    try messages(of: .failed)
  }

  /// The computed points that are doubtful, in order, and why.
  public func remarks() throws(StoreError) -> [(point: Int, message: String)] {
    // Not to list millions of points of which none has any.
    if journal.isEmpty, try !hasPlaceForMessages() { return [] }
    return try messages(of: .done).filter { !$0.message.isEmpty }
  }

  private func messages(
    of kind: PointStatus
  ) throws(StoreError) -> [(point: Int, message: String)] {
    let status = try status()
    let points = status.indices.filter { status[$0] == kind.rawValue }
    if points.isEmpty { return [] }
    return try guarded(path) { () throws(HDF5Error) in
      try StoredMessages(reading: run).texts(of: points, beside: journal)
        .map { ($0.point, $0.text) }
    }
  }

  /// What compares the records, with all arrays of the file opened anew.
  func scrutiny(_ journal: [Int: String]) throws(HDF5Error) -> RecordScrutiny {
    RecordScrutiny(
      try StoredArrays(in: file, quantities: layout.quantities.map(\.name)), journal: journal)
  }

  /// Whether the file has a place for messages.
  func hasPlaceForMessages() throws(StoreError) -> Bool {
    try guarded(path) { () throws(HDF5Error) in try StoredMessages(in: run).hasPlace }
  }

  private func description(of quantity: String) throws(StoreError) -> QuantityLayout {
    guard let found = layout.quantities.first(where: { $0.name == quantity }) else {
      throw .unknownQuantity(path: path, name: quantity)
    }
    return found
  }

  private func readRun<Scalar: HDF5Scalar>(
    _ name: String, _ points: Range<Int>
  ) throws(StoreError) -> [Scalar] {
    try guarded(path) { () throws(HDF5Error) in
      let array = try StoredArray(run.dataset(name), pointCount: layout.pointCount)
      return try array.dataset.read(from: array.space(selecting: [points]))
    }
  }

  private func readRun<Scalar: HDF5Scalar>(_ name: String) throws(StoreError) -> [Scalar] {
    try guarded(path) { () throws(HDF5Error) in try run.dataset(name).read() }
  }
}

/// What cannot be read of a file that is there is damaged.
private func reading<Result: ~Copyable>(
  _ path: String, _ body: () throws(HDF5Error) -> Result
) throws(StoreError) -> Result {
  do { return try ReadingGuard.during(path, body) } catch {
    throw .damaged(path: path, reason: error.reason, cause: error)
  }
}

/// Makes the store's error of one of HDF5, also where HDF5 crashes.
func guarded<Result: ~Copyable>(
  _ path: String, _ body: () throws(HDF5Error) -> Result
) throws(StoreError) -> Result {
  try hdf5(path) { () throws(HDF5Error) in try ReadingGuard.during(path, body) }
}
