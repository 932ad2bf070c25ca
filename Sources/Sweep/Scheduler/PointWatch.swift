import Base
import Glibc
import Points
import ResultsStorage

/// Ends the program if a point hangs that never polls, and so cannot be stopped in another way.
///
/// It runs on a thread of its own, which calls neither MPI nor HDF5. The point is noted like one that
/// crashed; records that were not written yet are lost, as in a crash.
package enum PointWatch {
  /// How long after `limit` seconds a point that polls would have noticed.
  package static func patience(_ limit: Double) -> Double { min(max(limit, 2), 30) }

  package static func start(limit: Double) {
    let argument = UnsafeMutablePointer<Double>.allocate(capacity: 1)
    argument.initialize(to: limit)
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { argument in
        guard let limit = argument?.load(as: Double.self) else { return nil }
        argument?.deallocate()
        PointWatch.watch(limit)
      }, argument)
    if code == 0 { pthread_detach(thread) } else { argument.deallocate() }
  }

  private static func watch(_ limit: Double) -> Never {
    // Signals are for the main thread, whose naps they are to end.
    var all = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_BLOCK, &all, nil)
    while true {
      usleep(100_000)
      guard let (point, seconds) = CrashNotes.inWork(Clock.now()),
        seconds > limit + patience(limit)
      else { continue }
      CrashNotes.append(point: point, signal: 0)
      StandardError.write(
        "spinsweep: point \(point) has not answered for \(Format.duration(seconds)), with a limit of "
          + "\(Format.duration(limit)) a point; continue with --resume\n")
      _exit(ExitCode.stopped.rawValue)
    }
  }
}
