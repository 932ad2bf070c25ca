import Glibc
import Synchronization

/// Signals that ask the program to stop: the handler only notes the number, since nothing else is
/// safe inside one; ranks look at it when they poll.
public enum StopSignal {
  // A signal handler reaches nothing but global state.
  private static let number = Atomic<Int32>(0)

  /// Installs the handler for SIGUSR1, SIGTERM and SIGINT, and unless they are ignored, as under
  /// `nohup`, for those that would end the process too: SIGHUP (the terminal is gone), SIGUSR2 and
  /// SIGXCPU (the processor time is used up, as batch systems tell it). To be called before MPI
  /// starts, which may take seconds in which a signal would otherwise kill the process.
  public static func install() {
    _ = number.load(ordering: .relaxed)
    let others = [SIGHUP, SIGUSR2, SIGXCPU].filter { !isIgnored($0) }
    for signalNumber in [SIGUSR1, SIGTERM, SIGINT] + others {
      signal(signalNumber) { received in
        StopSignal.number.store(received, ordering: .relaxed)
        // A second Ctrl-C ends the program at once.
        if received == SIGINT { signal(SIGINT, SIG_DFL) }
      }
    }
  }

  /// Names of the signals that stop runs and that this process ignores: whoever started it did so.
  /// To be asked before `install`.
  package static var ignored: [String] {
    [("TERM", SIGTERM), ("INT", SIGINT), ("USR1", SIGUSR1)].filter { isIgnored($0.1) }.map(\.0)
  }

  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    guard unsafe sigaction(number, nil, &action) == 0 else { return false }
    // Functions cannot be compared, their addresses can.
    let handler = unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
    let ignoring = unsafe unsafeBitCast(SIG_IGN, to: Int.self)
    return handler == ignoring
  }

  /// Takes note of a signal that another rank of the team has received.
  package static func note(_ received: Int32) { number.store(received, ordering: .relaxed) }

  /// The signal that arrived last, if any did.
  package static var received: Int32? {
    let number = number.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }
}
