import Base
import Jobs
import MPIBridge
import Models
import ResultsStorage

/// Puts the parts of a sweep together: `spinsweep merge`.
package struct PartMerge {
  /// What is asked for.
  package struct Request: Sendable {
    package var parts: [String]
    package var output: String
    /// Replaces a file that is there.
    package var overwrites = false
    /// Writes the file even if points are missing; they are pending in it.
    package var allowsMissing = false
    package var models = ModelList.all
    package var command: [String] = []
    package var sourceRevision = ""

    package init(parts: [String], output: String) {
      self.parts = parts
      self.output = output
    }
  }

  private let request: Request
  private let output: String
  private let sources: [PartSource]
  private let plan: Plan
  /// Which source gives the record of which of its points.
  private var taken: [PointSet]
  private var done: PointSet
  private var failed: PointSet

  /// Points of the whole grid that no part has.
  package var missing: Int { plan.pointCount - done.count - failed.count }
  package var pointCount: Int { plan.pointCount }
  package var failedCount: Int { failed.count }

  /// Reads the parts and checks that they belong together and are complete.
  ///
  /// - Throws: `InputError` for parts of different jobs, points that two parts have with different
  ///   values, and missing points unless they are allowed.
  package init(_ request: Request) throws(InputError) {
    self.request = request
    output = try OutputFile.writable(request.output, for: "results")
    var sources: [PartSource] = []
    for path in request.parts {
      guard !OutputFile.isSame(path, request.output) else {
        throw InputError("'\(path)' cannot be a part and the output of a merge at once")
      }
      sources.append(try PartSource(path))
    }
    guard let first = sources.first else { throw InputError("there are no parts to merge") }
    let job = try Job(text: try first.text("job"), path: first.path)
    let plan = try job.plan(among: request.models)
    for source in sources.dropFirst() {
      if let difference = try plan.difference(
        fromJob: try source.text("job"), of: source.path, than: first.path)
      {
        throw InputError("'\(first.path)' and '\(source.path)' are not of one job: \(difference)")
      }
    }
    for source in sources { try source.checkLayout(of: plan) }
    if plan.isStochastic, let old = sources.first(where: { !$0.reader.hasRandomNumbersByIdentity })
    {
      throw InputError(
        "'\(old.path)' is of an earlier version of the program, with other random numbers, and "
          + "cannot be merged any more")
    }
    self.plan = plan
    self.sources = sources
    done = PointSet(pointCount: plan.pointCount)
    failed = done
    taken = sources.map { PointSet(pointCount: $0.pointCount) }
    try takeDone()
    takeFailed()
    if missing > 0, !request.allowsMissing { throw InputError(missingSentence) }
  }

  private mutating func takeDone() throws(InputError) {
    for (index, source) in sources.enumerated() {
      for point in source.done.members {
        let number = source.number(of: point)
        if done.contains(number) {
          try checkOverlap(at: number, index)
        } else {
          done.insert(number)
          taken[index].insert(point)
        }
      }
    }
  }

  private func checkOverlap(at number: Int, _ index: Int) throws(InputError) {
    for other in sources[..<index] {
      guard let point = other.point(numbered: number), other.done.contains(point) else { continue }
      if let quantity = try sources[index].difference(
        at: number, from: other, quantities: plan.quantities.map(\.name))
      {
        throw InputError(
          "'\(quantity)' at \(plan.describe(number)) is not the same in '\(other.path)' and "
            + "'\(sources[index].path)'")
      }
      return
    }
  }

  /// A point that failed in one part may be done in another.
  private mutating func takeFailed() {
    for (index, source) in sources.enumerated() {
      for point in source.failed.members {
        let number = source.number(of: point)
        guard !done.contains(number), !failed.contains(number) else { continue }
        failed.insert(number)
        taken[index].insert(point)
      }
    }
  }

  /// Which points are missing, in words.
  private var missingSentence: String {
    let counts = Set(sources.compactMap { $0.part?.count })
    var reasons: [String] = []
    if let count = counts.first, counts.count == 1 {
      let given = Set(sources.compactMap { $0.part?.number })
      let absent = (1...count).filter { !given.contains($0) }
      if absent.count == 1 { reasons.append("part \(absent[0])/\(count) is not given") }
      if absent.count > 1 {
        let names = absent.prefix(10).map { "\($0)/\(count)" }.joined(separator: ", ")
        reasons.append("parts \(names)\(absent.count > 10 ? ", …" : "") are not given")
      }
    }
    for source in sources {
      let left = source.pointCount - source.done.count - source.failed.count
      if left > 0 { reasons.append("\(source.description) has \(left) pending") }
    }
    return "\(missing) of \(Format.count(plan.pointCount, "point")) are missing"
      + (reasons.isEmpty ? "" : ": \(reasons.joined(separator: "; "))")
      + " (--partial merges what there is)"
  }
}

extension PartMerge {
  /// Bytes that are read at a time.
  private static let chunkBytes = 32 << 20

  /// Writes the merged file, on one rank.
  ///
  /// - Throws: `InputError` if nothing could be written, else `StoreError`.
  package func write(on alone: borrowing Communicator) throws {
    do throws(StoreError) {
      let ranks = sources.map { Int($0.reader.layout.attributes.integer("ranks") ?? 1) }.max() ?? 1
      let provenance = Provenance(
        command: request.command, sourceRevision: request.sourceRevision, ranks: ranks)
      var store = try ResultsStore(
        creating: output, layout: plan.layout(provenance),
        overwriting: request.overwrites, on: alone)
      for (source, points) in zip(sources, taken) { try copy(source, points, to: &store) }
      try store.close()
    } catch {
      throw error.foundNothingWritten ? InputError(error) : error
    }
  }

  private func copy(
    _ source: PartSource, _ points: PointSet, to store: inout ResultsStore
  ) throws(StoreError) {
    let recordBytes = 8 * plan.valuesPerPoint + RecordBatch.bytesPerRecord
    let length = max(1, Self.chunkBytes / recordBytes)
    var next = points.first(from: 0)
    while let start = next {
      let range = start..<min(start + length, source.pointCount)
      try store.write(try batch(source, points, range, store.makeBatch()))
      next = points.first(from: range.upperBound)
    }
  }

  /// The records of the points of a range that are in a set.
  private func batch(
    _ source: PartSource, _ points: PointSet, _ range: Range<Int>, _ empty: RecordBatch
  ) throws(StoreError) -> RecordBatch {
    var batch = empty
    let columns = try plan.quantities.map(\.name).map { (name) throws(StoreError) in
      try source.reader.read(name, atPoints: range)
    }
    let seconds = try source.reader.seconds(atPoints: range)
    let ranks = try source.reader.rank(atPoints: range)
    for point in range where points.contains(point) {
      let index = point - range.lowerBound
      let isDone = source.done.contains(point)
      if isDone {
        for (column, size) in batch.quantitySizes.enumerated() {
          batch.columns[column] += columns[column][index * size..<(index + 1) * size]
        }
      }
      batch.append(
        point: source.number(of: point), status: isDone ? .done : .failed,
        seconds: seconds[index], message: source.messages[point])
      batch.ranks.append(ranks[index])
    }
    return batch
  }
}

extension [StoreAttribute] {
  /// An attribute that is a whole number.
  fileprivate func integer(_ name: String) -> Int? {
    guard case .integer(let integer)? = first(where: { $0.name == name })?.value else { return nil }
    return integer
  }
}

extension PointSet {
  /// The points of the set, in increasing order.
  fileprivate var members: some Sequence<Int> {
    sequence(state: 0) { next in
      guard let point = first(from: next) else { return nil }
      next = point + 1
      return point
    }
  }
}
