public import Jobs
public import Models
public import Scheduler

/// What `spinsweep run` was asked to do.
public struct RunRequest: Sendable {
  /// What to do with a result file that is already there.
  public enum ExistingFile: Sendable { case refuse, resume, overwrite }

  public var jobPath: String
  public var overrides: [Override]
  /// Takes the place of the job's own output file.
  public var output: String?
  public var existing = ExistingFile.refuse
  /// Computes failed points again.
  public var retriesFailed = false
  public var progress = ProgressStyle.auto
  /// Seconds after which to stop.
  public var timeLimit: Double?
  /// Ranks that compute one point together; takes the place of the job's own number.
  public var ranksPerPoint: Int?
  /// Longest time in seconds that a point may take; takes the place of the job's own.
  public var pointTimeout: Double?
  /// The part of the grid to compute; nil for the whole grid.
  public var part: Part?
  /// Checks the job's expectations at the end.
  public var verifies = false
  /// The command line, for the file's history.
  public var command: [String] = []
  /// The commit the program was built from.
  public var sourceRevision = ""

  /// The models that a job may name.
  public var models = ModelList.all
  /// Points that are handed out at a time, whatever they cost; nil to follow their cost.
  public var pointsPerMessage: Int?

  public init(jobPath: String, overrides: [Override] = []) {
    self.jobPath = jobPath
    self.overrides = overrides
  }
}

extension RunRequest {
  /// Reads and checks the job, with what the command line changes, but not yet every point.
  ///
  /// - Throws: `InputError` at the first thing that is wrong.
  package func outline() throws(InputError) -> any SweepPlan {
    var job = try JobFile.read(jobPath, overrides: overrides)
    if let ranksPerPoint {
      job.run.ranksPerPoint = ranksPerPoint
      job.run.ranksPerPointLocation = .option("--ranks-per-point \(ranksPerPoint)")
    }
    job.run.pointTimeout = pointTimeout ?? job.run.pointTimeout
    let plan = try job.outline(among: models, part: part)
    guard part == nil || !verifies else {
      throw InputError(
        "a part cannot be verified alone; `spinsweep merge` the parts and verify the file",
        at: .option("--verify"))
    }
    return plan
  }
}
