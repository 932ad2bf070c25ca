import Base
import Jobs
import MPIBridge
import Models
import ResultsStorage

/// Puts sweeps of one model together, parts of one or different ones: `spinsweep merge`.
package struct SweepMerge {
  /// What is asked for.
  package struct Request: Sendable {
    package var files: [String]
    package var output: String
    /// Replaces a file that is there.
    package var overwrites = false
    /// Writes the file of a single job even if points are missing; they are pending in it.
    package var allowsMissing = false
    package var models = ModelList.all
    package var command: [String] = []
    package var sourceRevision = ""

    package init(files: [String], output: String) {
      self.files = files
      self.output = output
    }
  }

  /// A file that is merged.
  private struct Member {
    let source: SweepSource
    /// Where the points of its job are among those of all; nil if they are the same.
    var map: PointMap?
    /// The other way round.
    var inverse: PointMap?
    /// Which of its points are taken from it.
    var taken: PointSet

    /// The number among all points of a point of the file; nil if it has none.
    func number(of point: Int) -> Int? {
      let number = source.number(of: point)
      return map.map { $0.number(of: number) } ?? number
    }

    /// The point of the file with a number among all points; nil if it is not in it.
    func point(numbered number: Int) -> Int? {
      (inverse.map { $0.number(of: number) } ?? number).flatMap(source.point(numbered:))
    }
  }

  private let request: Request
  private let output: String
  private var members: [Member]
  private let plan: Plan
  /// Whether all files are of one job.
  private let isOneJob: Bool
  private var done: PointSet
  private var failed: PointSet

  /// Points that no file has.
  package var missing: Int { plan.pointCount - done.count - failed.count }
  package var pointCount: Int { plan.pointCount }
  package var failedCount: Int { failed.count }
  /// Whether all files are parts of a grid.
  package var isOfParts: Bool { members.allSatisfy { $0.source.part != nil } }

  /// Reads the files and checks that they belong together and, if they are of one job, are
  /// complete.
  ///
  /// - Throws: `InputError` for sweeps that differ in more than their axes, points that two files
  ///   have with different values, and missing points of one job unless they are allowed.
  package init(_ request: Request) throws(InputError) {
    self.request = request
    output = try OutputFile.writable(request.output, for: "results")
    var sources: [SweepSource] = []
    for path in request.files {
      guard !OutputFile.isSame(path, request.output) else {
        throw InputError("'\(path)' cannot be a part and the output of a merge at once")
      }
      sources.append(try SweepSource(path))
    }
    guard let first = sources.first else { throw InputError("there are no parts to merge") }
    for source in sources where try Job(text: source.text("job"), path: source.path).refine != nil {
      throw InputError(
        "'\(source.path)' is refined ([refine]): where its points are follows from its results, "
          + "so that it cannot be merged")
    }
    let job = try Job(text: try first.text("job"), path: first.path)
    let plan = try job.plan(among: request.models)
    isOneJob = try Self.areOfOneJob(plan, sources)
    let empty = sources.map { PointSet(pointCount: $0.pointCount) }
    if isOneJob {
      for source in sources { try source.checkLayout(of: plan) }
      self.plan = plan
      members = zip(sources, empty).map { Member(source: $0, taken: $1) }
    } else {
      (self.plan, members) = try Self.union(plan, sources, empty, request)
    }
    if self.plan.isStochastic,
      let old = sources.first(where: { !$0.reader.hasRandomNumbersByIdentity })
    {
      throw InputError(
        "'\(old.path)' is of an earlier version of the program, with other random numbers, and "
          + "cannot be merged any more")
    }
    done = PointSet(pointCount: self.plan.pointCount)
    failed = done
    try takeDone()
    takeFailed()
    if missing > 0, isOneJob, !request.allowsMissing { throw InputError(missingSentence) }
  }

  private static func areOfOneJob(
    _ plan: Plan, _ sources: [SweepSource]
  ) throws(InputError) -> Bool {
    for source in sources.dropFirst() {
      if try plan.difference(fromJob: try source.text("job"), of: source.path) != nil {
        return false
      }
    }
    return true
  }

  /// The plan of all points of files of several jobs, and where theirs are in it.
  private static func union(
    _ first: Plan, _ sources: [SweepSource], _ empty: [PointSet], _ request: Request
  ) throws(InputError) -> (Plan, [Member]) {
    var plans = [first]
    for source in sources.dropFirst() {
      let job = try Job(text: try source.text("job"), path: source.path)
      plans.append(try job.outline(among: request.models))
    }
    for (source, plan) in zip(sources, plans) { try source.checkLayout(of: plan) }
    let union = try SweepUnion(
      of: zip(sources, plans).map { SweepUnion.Member($1, name: $0.path) })
    let text = try union.jobText(file: request.output)
    let plan = try Job(text: text, path: request.output).plan(among: request.models)
    let maps = try union.maps(to: plan)
    let members = sources.indices.map {
      Member(
        source: sources[$0], map: maps[$0], inverse: PointMap(from: plan, to: plans[$0]),
        taken: empty[$0])
    }
    return (plan, members)
  }

  private mutating func takeDone() throws(InputError) {
    for index in members.indices {
      for point in members[index].source.done.members {
        guard let number = members[index].number(of: point) else { continue }
        if done.contains(number) {
          try checkOverlap(at: number, point, index)
        } else {
          done.insert(number)
          members[index].taken.insert(point)
        }
      }
    }
  }

  /// Compares a point with that of the file it has been taken from.
  private func checkOverlap(at number: Int, _ point: Int, _ index: Int) throws(InputError) {
    let source = members[index].source
    for member in members[..<index] {
      guard let theirs = member.point(numbered: number), member.source.done.contains(theirs) else {
        continue
      }
      if let quantity = try difference(source, point, member.source, theirs) {
        throw InputError(
          "'\(quantity)' at \(plan.describe(number)) is not the same in '\(member.source.path)' "
            + "and '\(source.path)'")
      }
      return
    }
  }

  /// The first quantity that two files have with different bits at their points; nil if none.
  private func difference(
    _ one: SweepSource, _ point: Int, _ other: SweepSource, _ otherPoint: Int
  ) throws(InputError) -> String? {
    try asInput {
      try plan.quantities.map(\.name).first { quantity in
        let mine = try one.reader.read(quantity, atPoint: point)
        let theirs = try other.reader.read(quantity, atPoint: otherPoint)
        return mine.map(\.bitPattern) != theirs.map(\.bitPattern)
      }
    }
  }

  /// A point that failed in one file may be done in another.
  private mutating func takeFailed() {
    for index in members.indices {
      for point in members[index].source.failed.members {
        guard let number = members[index].number(of: point), !done.contains(number),
          !failed.contains(number)
        else { continue }
        failed.insert(number)
        members[index].taken.insert(point)
      }
    }
  }

  /// Which points are missing, in words.
  private var missingSentence: String {
    let sources = members.map(\.source)
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

extension SweepMerge {
  /// Writes the merged file, on one rank.
  ///
  /// - Throws: `InputError` if nothing could be written, else `StoreError`.
  package func write(on alone: borrowing Communicator) throws {
    do {
      let provenance = Provenance(
        command: request.command, sourceRevision: request.sourceRevision,
        ranks: members.map { $0.source.reader.layout.rankCount }.max() ?? 1)
      var store = try ResultsStore(
        creating: output, layout: plan.layout(provenance),
        overwriting: request.overwrites, on: alone)
      for member in members {
        let carrier = RecordCarrier(
          source: member.source, plan: plan, number: member.number(of:), place: { $0 })
        try carrier.carry(member.taken, to: &store)
      }
      try store.close()
    } catch let error as StoreError {
      throw error.foundNothingWritten ? InputError(error) : error
    }
  }
}

extension StoreLayout {
  /// Number of ranks of the run that made the file.
  var rankCount: Int {
    guard case .integer(let count)? = attributes.first(where: { $0.name == "ranks" })?.value else {
      return 1
    }
    return count
  }
}
