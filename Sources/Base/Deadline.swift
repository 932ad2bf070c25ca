import Glibc

/// The time at which a sweep must have stopped.
public struct Deadline: Sendable, Equatable {
  /// On `Clock`, with the margin for the last write taken off.
  private let time: Double
  package let reason: StopReason

  /// The earlier of a time limit that counts from now and the end of the Slurm job.
  ///
  /// - Parameters:
  ///   - limit: seconds from now.
  ///   - slurmEnd: seconds since 1970, Slurm's `SLURM_JOB_END_TIME`.
  public static func earliest(limit: Double?, slurmEnd: Double?) -> Deadline? {
    let now = Clock.now()
    var deadlines: [Deadline] = []
    if let limit {
      deadlines.append(Deadline(time: now + limit - min(10, 0.1 * limit), reason: .timeLimit))
    }
    if let slurmEnd {
      // Slurm looks at the limit every 30 s; the last write of a large file takes its time.
      let left = slurmEnd - Double(Glibc.time(nil))
      deadlines.append(Deadline(time: now + left - min(60, 0.1 * left), reason: .endOfSlurmJob))
    }
    return deadlines.min { $0.time < $1.time }
  }

  package var hasPassed: Bool { Clock.now() >= time }
}


/// Why a sweep ended before all points were done.
public enum StopReason: Sendable, Equatable, CustomStringConvertible {
  case signal(Int32)
  case timeLimit
  case endOfSlurmJob

  public var description: String {
    switch self {
    case .signal(SIGUSR1): "signal SIGUSR1"
    case .signal(SIGTERM): "signal SIGTERM"
    case .signal(SIGINT): "Ctrl-C"
    case .signal(let number): "signal \(number)"
    case .timeLimit: "the time limit"
    case .endOfSlurmJob: "the end of the Slurm job"
    }
  }
}
