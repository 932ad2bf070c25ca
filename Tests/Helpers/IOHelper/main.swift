import Glibc
import IOSamples
import MPIBridge

/// `IOHelper VERB PATH LAYOUT [option]…`: what tests of files need from another process.
do {
  let environment = try MPIEnvironment()
  let world = try environment.world()
  let words = Array(CommandLine.arguments.dropFirst()) + ["", "", ""]
  let options = Options(Array(words.dropFirst(3)))
  if options.contains("nobody") { dropPrivileges() }
  if let size = options.number("limit") { limitFileSize(to: size) }
  if let microseconds = options.number("die-after") { die(after: microseconds) }
  let code = perform(words[0], path: words[1], layoutName: words[2], options, world)
  fflush(nil)
  try environment.finalize()
  exit(code)
} catch {
  print("error: \(error)")
  exit(1)
}

/// Becomes an ordinary user, whom permissions stop, where the tests run as root.
private func dropPrivileges() {
  if geteuid() == 0, setuid(65534) != 0 { print("cannot drop privileges") }
}

/// Lets the process die after some time, wherever it is then, as by `kill -9`: the timer's signal
/// is not handled.
private func die(after microseconds: Int) {
  var timer = itimerval()
  timer.it_value.tv_usec = suseconds_t(max(microseconds, 1))
  setitimer(__itimer_which_t(ITIMER_REAL.rawValue), &timer, nil)
}
