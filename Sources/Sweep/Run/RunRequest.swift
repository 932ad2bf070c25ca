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
  /// Checks the job's expectations at the end.
  public var verifies = false
  /// The command line, for the file's history.
  public var command: [String] = []
  /// The commit the program was built from.
  public var sourceRevision = ""

  public init(jobPath: String, overrides: [Override] = []) {
    self.jobPath = jobPath
    self.overrides = overrides
  }
}
