import Glibc
import Synchronization

/// Signals that ask the program to stop: the handler only notes the number, since nothing else is
/// safe inside one; ranks look at it when they poll.
public enum StopSignal {
  // A signal handler reaches nothing but global state.
  private static let number = Atomic<Int32>(0)

  /// Installs the handler for SIGUSR1, SIGTERM and SIGINT. To be called before MPI starts, which
  /// may take seconds in which a signal would otherwise kill the process.
  public static func install() {
    _ = number.load(ordering: .relaxed)
    for signalNumber in [SIGUSR1, SIGTERM, SIGINT] {
      signal(signalNumber) { received in
        StopSignal.number.store(received, ordering: .relaxed)
        // A second Ctrl-C ends the program at once.
        if received == SIGINT { signal(SIGINT, SIG_DFL) }
      }
    }
  }

  /// Takes note of a signal that another rank of the team has received.
  static func note(_ received: Int32) { number.store(received, ordering: .relaxed) }

  /// The signal that arrived last, if any did.
  static var received: Int32? {
    let number = number.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }
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

/// The time at which a sweep must have stopped.
public struct Deadline: Sendable, Equatable {
  /// On `Clock`, with the margin for the last write taken off.
  private let time: Double
  let reason: StopReason

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

  var hasPassed: Bool { Clock.now() >= time }
}
