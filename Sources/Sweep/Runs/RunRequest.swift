import Base
import Jobs
import Models
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

  /// The models that a job may name.
  package var models = ModelList.all
  /// Points that are handed out at a time, whatever they cost; nil to follow their cost.
  package var pointsPerMessage: Int?
  /// Points that are carried over at a time when a file is extended; nil for as many as fit into a
  /// part of the memory.
  package var pointsCarriedAtOnce: Int?
  /// Told each step of an extension, by its name, on the rank that does it.
  package var whileExtending: (@Sendable (_ step: String) -> Void)?

  package init(jobPath: String, overrides: [Override] = []) {
    self.jobPath = jobPath
    self.overrides = overrides
  }
}

extension RunRequest {
  /// Where the results are or will be, as an option or the job says.
  ///
  /// - Throws: `InputError` if the job is not right.
  package func resultPath() throws(InputError) -> String { try path(of: outline()) }

  /// The same, of the plan of this request.
  ///
  /// - Throws: `InputError` if there can be no such file.
  func path(of plan: Plan) throws(InputError) -> String {
    try OutputFile.resolved(output ?? plan.partFile, job: jobPath)
  }

  /// Reads and checks the job, with what the command line changes, but not yet every point.
  ///
  /// - Parameter deadline: when to give up; nil for never.
  /// - Throws: `InputError` at the first thing that is wrong, and if the program is to stop
  ///   (`stopReason`).
  package func outline(until deadline: Deadline? = nil) throws(InputError) -> Plan {
    var job = try Job(file: jobPath, overrides: overrides)
    if let ranksPerPoint {
      job.run.ranksPerPoint = ranksPerPoint
      job.run.ranksPerPointLocation = .option("--ranks-per-point \(ranksPerPoint)")
    }
    job.run.pointTimeout = pointTimeout ?? job.run.pointTimeout
    let plan = try job.outline(among: models, part: part, until: deadline)
    guard part == nil || !verifies else {
      throw InputError(
        "a part cannot be verified alone; `spinsweep merge` the parts and verify the file",
        at: .option("--verify"))
    }
    return plan
  }
}
