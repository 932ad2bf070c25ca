import Base
import Jobs
import Models
import Reports
import ResultsStorage
import Scheduler

/// What `spinsweep run` was asked to do.
package struct RunRequest: Sendable {
  /// What to do with a result file that is already there.
  package enum ExistingFile: Sendable { case refuse, resume, extend, overwrite }

  package var jobPath: String
  package var overrides: [Override]
  /// Takes the place of the job's own output file.
  package var output: String?
  package var existing = ExistingFile.refuse
  /// Computes failed points again.
  package var retriesFailed = false
  package var progress = ProgressStyle.auto
  /// Seconds after which to stop.
  package var timeLimit: Double?
  /// How many points to finish before stopping; nil for all.
  package var stopsAfter: Int?
  /// Runs in a row without any progress after which the sweep is given up; nil for never.
  package var mostIdleRuns: Int?
  /// Ranks that compute one point together; takes the place of the job's own number.
  package var ranksPerPoint: Int?
  /// Longest time in seconds that a point may take; takes the place of the job's own.
  package var pointTimeout: Double?
  /// The part of the grid to compute; nil for the whole grid.
  package var part: Part?
  /// Checks the job's expectations at the end.
  package var verifies = false
  /// The command line, for the file's history.
  package var command: [String] = []
  /// The commit the program was built from.
  package var sourceRevision = ""

  /// Whether the program of a job with model "program" is started, to ask what it computes.
  package var startsProgram = true

  /// The models that a job may name.
  package var models = ModelList.all
  /// Points that are handed out at a time, whatever they cost; nil to follow their cost.
  package var pointsPerMessage: Int?
  /// Points that are carried over at a time when a file is extended; nil for as many as fit into a
  /// part of the memory.
  package var pointsCarriedAtOnce: Int?
  /// Seconds for which rounds of quick points of a refined sweep are kept in memory.
  package var secondsKept = 0.5
  /// Told each step of an extension, by its name, on the rank that does it.
  package var whileExtending: (@Sendable (_ step: String) -> Void)?

  package init(jobPath: String, overrides: [Override] = []) {
    self.jobPath = jobPath
    self.overrides = overrides
  }
}

extension RunRequest {
  /// How far the results of this run are.
  ///
  /// - Throws: `InputError` if the job is not right, or there is no file of it.
  package func status() throws(InputError) -> StatusReport {
    var job = try job()
    let path = try path(of: job)
    let report = try StatusReport(path: path)
    let (text, part) = try asInput {
      let reader = try ResultsReader(path)
      return (try reader.text("job") ?? "", try reader.text(PartLayout.attribute))
    }
    // Whoever asks how far a sweep is starts nothing.
    job.takeDescription(ofJob: text)
    let plan = try outline(job, until: nil)
    guard part == plan.part.map(\.description) else {
      throw InputError(
        "'\(path)' is not of this run: it holds \(PartLayout.words(part)), not "
          + PartLayout.words(plan.part.map(\.description)))
    }
    if let difference = try plan.difference(fromJob: text, of: path) {
      throw InputError("'\(path)' is not of this run: \(difference)")
    }
    return report
  }

  /// The same, of the plan of this request.
  ///
  /// - Throws: `InputError` if there can be no such file.
  func path(of plan: Plan) throws(InputError) -> String {
    try path(of: plan.job)
  }

  func path(of job: Job) throws(InputError) -> String {
    try OutputFile.resolved(output ?? job.outputFile(of: part), job: jobPath)
  }

  /// The file of results as far as the job can be read; nil if it cannot, which is told later.
  var likelyPath: String? {
    guard let job = try? Job(file: jobPath, overrides: overrides) else { return nil }
    return try? OutputFile.resolved(output ?? job.outputFile(of: part))
  }

  /// Whether the results will be on a network file system (NFS) on which ranks of several machines
  /// have to lock what they write. Reads the job.
  package var locksFiles: Bool {
    likelyPath.flatMap { FileSystemKind(of: Folder(of: $0).path) }?.locksFiles ?? false
  }

  /// Reads and checks the job, with what the command line changes, but not yet every point.
  ///
  /// - Parameter deadline: when to give up; nil for never.
  /// - Throws: `InputError` at the first thing that is wrong, and if the program is to stop
  ///   (`stopReason`).
  package func outline(until deadline: Deadline? = nil) throws(InputError) -> Plan {
    var job = try job()
    if startsProgram { try job.describeProgram(until: deadline) }
    return try outline(job, until: deadline)
  }

  /// The job with what the command line changes.
  ///
  /// - Throws: `InputError` if it is not as the job file format has it.
  func job() throws(InputError) -> Job {
    var job = try Job(file: jobPath, overrides: overrides)
    if let ranksPerPoint {
      job.run.ranksPerPoint = ranksPerPoint
      job.run.ranksPerPointLocation = .option("--ranks-per-point \(ranksPerPoint)")
    }
    job.run.pointTimeout = pointTimeout ?? job.run.pointTimeout
    return job
  }

  private func outline(_ job: Job, until deadline: Deadline?) throws(InputError) -> Plan {
    let plan = try job.outline(among: models, part: part, until: deadline)
    guard part == nil || !verifies else {
      throw InputError(
        "a part cannot be verified alone; `spinsweep merge` the parts and verify the file",
        at: .option("--verify"))
    }
    return plan
  }
}
