public import Base
public import Jobs
public import Points
public import ResultsStorage
import Units

/// A checked job of whatever model: what commands need to know of a plan.
public protocol SweepPlan: Sendable {
  /// The whole job as TOML, defaults included; parsing it gives an equal plan.
  var jobText: String { get }
  var title: String { get }
  var modelName: String { get }
  var seed: UInt64 { get }
  var outputFile: String { get }
  /// Number of points of the file: of the grid, or of the part that is computed.
  var pointCount: Int { get }
  /// Number of points of the whole grid.
  var gridPointCount: Int { get }
  var part: Part? { get }
  /// Ranks that compute one point together.
  var ranksPerPoint: Int { get }
  /// Longest time in seconds that a point may take; nil for any.
  var pointTimeout: Double? { get }
  /// Bytes of the state of a point, over all its ranks; nil if the model saves none.
  var restartStateBytes: Int? { get }
  var expectations: [Expectation] { get }
  /// What users should know before they trust the results, a sentence each; known after `conclude`.
  var warnings: [String] { get }
  /// Looks at points of the grid, for what breaks the model's rules and what deserves a warning.
  func inspect(_ points: Range<Int>, until deadline: Deadline?) -> PointInspection
  /// Takes note of an inspection of all points.
  ///
  /// - Throws: `InputError` if a point breaks a rule, or the inspection was stopped.
  mutating func conclude(
    _ inspection: PointInspection, until deadline: Deadline?
  ) throws(InputError)
  /// Expectations that are left out, since `--set` took their points off the grid.
  var omittedExpectations: Int { get }
  /// Numbers a point, over all quantities.
  var valuesPerPoint: Int { get }
  /// Names, sizes and ends of the axes, and names of the quantities, for people.
  var axisDescriptions: [String] { get }
  /// The axes for programs.
  var axisSummaries: [JSONValue] { get }
  var quantityNames: [String] { get }
  /// Estimated time in seconds on one core.
  var estimatedSeconds: Double { get }
  /// Expected peak memory of a rank in bytes.
  func memoryPerRank(ranks: Int) -> Int
  func layout(_ provenance: Provenance) -> StoreLayout
  /// What the job `text`, from a file `there`, would compute differently than this plan, which a
  /// sentence calls `here`, in words; nil if nothing.
  ///
  /// - Throws: `InputError` if `text` is no job of this version of the program.
  func difference(
    fromJob text: String, here: String, there: String
  ) throws(InputError) -> String?
  func describe(_ point: Int) -> String
  /// What is to be computed, for those who need not know of what model it is.
  func workload() -> Workload
}

extension SweepPlan {
  /// Looks at every point: refuses what breaks the model's rules, and finds the warnings.
  ///
  /// - Throws: `InputError`, also if a signal asks the program to stop meanwhile.
  package mutating func inspectPoints() throws(InputError) {
    try conclude(inspect(0..<gridPointCount, until: nil), until: nil)
  }

  /// What the job in a file would compute differently than this one.
  ///
  /// - Throws: `InputError` if `text` is no job of this version of the program.
  public func difference(
    fromJob text: String, of file: String
  ) throws(InputError) -> String? {
    try difference(fromJob: text, here: "the job", there: file)
  }

  /// The job's own output file, with the part behind its name if there is one: `map.part-2-of-8.h5`.
  public var partFile: String {
    guard let part else { return outputFile }
    let suffix = ".part-\(part.number)-of-\(part.count)"
    let name = outputFile.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else {
      return outputFile + suffix
    }
    return outputFile.dropLast(name[dot...].count) + suffix + name[dot...]
  }
}

extension Plan: SweepPlan {
  public var jobText: String { JobWriter(plan: self).text() }
  public var title: String { job.title }
  public var modelName: String { job.model }
  public var seed: UInt64 { job.seed }
  public var outputFile: String { job.output.file }
  public var pointCount: Int { partPoints?.count ?? grid.pointCount }
  public var gridPointCount: Int { grid.pointCount }
  public var valuesPerPoint: Int { quantitySizes.reduce(0, +) }
  public var quantityNames: [String] { quantities.map(\.name) }

  public var axisDescriptions: [String] {
    grid.axes.map { axis in
      let ends = axis.tracks.map { track in
        let unit = track.parameter.unit == .one ? "" : " \(track.parameter.unit)"
        let first = track.values.first.map { "\($0)" } ?? ""
        let last = track.values.last.map { "\($0)" } ?? ""
        let name = axis.isCoupled ? "\(track.parameter.name) " : ""
        return name + (first == last ? "\(first)\(unit)" : "\(first) … \(last)\(unit)")
      }
      return "\(axis.name): \(axis.count) × \(ends.joined(separator: ", "))"
    }
  }

  public var axisSummaries: [JSONValue] {
    grid.axes.map { axis in
      .object([
        ("name", .text(axis.name)), ("points", .integer(axis.count)),
        (
          "parameters",
          .list(
            axis.tracks.map { track in
              .object([
                ("name", .text(track.parameter.name)),
                ("unit", .text(track.parameter.unit.symbol)),
                ("first", track.values.first?.json ?? .null),
                ("last", track.values.last?.json ?? .null),
              ])
            })
        ),
      ])
    }
  }

  public func describe(_ point: Int) -> String { grid.describe(globalNumber(point)) }

  public func difference(
    fromJob text: String, here: String, there: String
  ) throws(InputError) -> String? {
    let other = try JobReader.read(text, path: there)
    guard other.model == job.model else {
      return "the model is '\(other.model)' in \(there) and '\(job.model)' in \(here)"
    }
    return difference(from: try Plan<M>(other), here: here, there: there)
  }

  public func workload() -> Workload {
    Workload(
      program: makeProgram(), pointCount: pointCount, costliestFirst: costliestFirst,
      seed: job.seed, ranksPerPoint: ranksPerPoint,
      writesEachRecord: job.output.write == .independent, flushInterval: job.output.flushInterval,
      restartIdentity: M.restartVersion.map(identity))
  }
}
