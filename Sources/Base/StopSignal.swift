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
  package static func note(_ received: Int32) { number.store(received, ordering: .relaxed) }

  /// The signal that arrived last, if any did.
  package static var received: Int32? {
    let number = number.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }
}
