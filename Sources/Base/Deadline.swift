import Glibc

/// A clock that never jumps.
package enum Clock {
  /// Seconds since some moment before the program started.
  package static func now() -> Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
  }
}

/// The time at which a sweep must have stopped.
public struct Deadline: Sendable, Equatable {
  /// Seconds on `Clock`, with the margin for the last write taken off.
  private let time: Double
  /// What sets it.
  package let reason: StopReason

  /// The earlier of a time limit that counts from now and the end of the Slurm job; nil if there is
  /// neither.
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

  /// Whether the time has come.
  package var hasPassed: Bool { Clock.now() >= time }
}

/// Why a sweep ended before all points were done.
public enum StopReason: Sendable, Equatable, CustomStringConvertible {
  /// A signal of this number.
  case signal(Int32)
  /// The time limit that the user has set.
  case timeLimit
  /// Slurm would end the job soon.
  case endOfSlurmJob
  /// As many points as the user asked for are finished.
  case pointCount(Int)

  public var description: String {
    switch self {
    case .signal(SIGUSR1): "signal SIGUSR1"
    case .signal(SIGTERM): "signal SIGTERM"
    case .signal(SIGHUP): "signal SIGHUP"
    case .signal(SIGUSR2): "signal SIGUSR2"
    case .signal(SIGXCPU): "signal SIGXCPU"
    case .signal(SIGINT): "Ctrl-C"
    case .signal(let number): "signal \(number)"
    case .timeLimit: "the time limit"
    case .endOfSlurmJob: "the end of the Slurm job"
    case .pointCount(let count): "--stop-after \(count)"
    }
  }
}
