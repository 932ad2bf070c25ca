import Base
import CSpawn
import Glibc

/// A process that this one has started and talks to by pipes: its standard input, standard output
/// and standard error. It ends with its owner.
///
/// It is started by `posix_spawn`, which does not copy the memory of this process as `fork` does:
/// what MPI has registered with a network card stays this process's alone. Besides its three
/// streams it inherits no file. It is the leader of a process group of its own, so that whatever it
/// starts can be ended with it, and the signals of a terminal do not reach it before this process
/// has decided what to do.
///
/// A second process, the keeper, waits for the end of a pipe from this one. If this process is
/// killed, the pipe closes, and the keeper ends the group: also a program that never reads its
/// input leaves no process behind.
final class ChildProcess {
  /// Number of the process, and of its group.
  private let process: pid_t
  private let keeper: pid_t
  /// Where the process reads; −1 once it is closed.
  private(set) var input: Int32
  /// What it writes.
  let output: Int32
  /// What it writes on standard error.
  let messages: Int32
  private let keeperInput: Int32
  /// How it ended; nil while it runs, or before anybody has looked.
  private(set) var end: ProgramEnd?

  /// Seconds for a program that was asked to end, for one that was told to, and for one that has
  /// closed its output, which most do by ending.
  private static let patience = (asked: 1.0, told: 0.5, closed: 3.0)
  /// Bytes that a pipe holds: with the usual 64 KiB arrays travel at half the speed.
  private static let pipeBytes: Int32 = 1 << 20

  /// - Parameters:
  ///   - command: The program and its arguments; a name without a slash is looked for in `PATH`.
  ///   - folder: Where it runs; empty for the folder of this process.
  ///   - variables: Its environment, texts of the form NAME=VALUE.
  /// - Throws: `ProgramError.start` if there is no such program, `.system` if there is no process
  ///   or pipe left.
  init(_ command: [String], in folder: String, _ variables: [String]) throws(ProgramError) {
    // Once a program has ended, writing to it is an error like others.
    signal(SIGPIPE, SIG_IGN)
    var pipes: [Pipe] = []
    do throws(SystemError) {
      for _ in 0..<4 { pipes.append(try Pipe()) }
    } catch {
      for pipe in pipes { pipe.close() }
      throw .system(error)
    }
    let (toChild, fromChild, errors, toKeeper) = (pipes[0], pipes[1], pipes[2], pipes[3])
    defer {
      for end in [toChild.read, fromChild.write, errors.write, toKeeper.read] { close(end) }
    }
    do throws(SystemError) {
      process = try Self.spawn(
        command, streams: [toChild.read, fromChild.write, errors.write], in: folder, variables,
        flags: POSIX_SPAWN_SETPGROUP)
    } catch {
      for end in [toChild.write, fromChild.read, errors.read, toKeeper.write] { close(end) }
      throw .start(command[0], error)
    }
    do throws(SystemError) {
      let nowhere = try OpenFile("/dev/null", O_RDWR)
      keeper = try Self.spawn(
        ["/bin/sh", "-c", Self.keeping, "spinsweep-keeper", "\(process)"],
        streams: [toKeeper.read, nowhere.descriptor, nowhere.descriptor], in: "", variables,
        flags: Int32(cspawn_new_session))
    } catch {
      kill(-process, SIGKILL)
      _ = Self.wait(for: process)
      for end in [toChild.write, fromChild.read, errors.read, toKeeper.write] { close(end) }
      throw .system(error)
    }
    input = toChild.write
    output = fromChild.read
    messages = errors.read
    keeperInput = toKeeper.write
    // Nobody waits for a program that does not read.
    _ = fcntl(input, F_SETFL, O_NONBLOCK)
    // More is not allowed everywhere.
    for end in [input, output] { _ = fcntl(end, cspawn_set_pipe_size, Self.pipeBytes) }
  }

  /// A line says that all is well; the end of the pipe without one, that the owner has gone. The
  /// program sees the end of its own input at the same time, and has a second to end by itself.
  private static let keeping =
    #"trap "" HUP INT TERM USR1 USR2; read -r word || { sleep 1; kill -s KILL -- "-$1"; }"#

  deinit { finish(isAsked: false) }

  /// Ends the process and whatever it has started, and waits for it.
  ///
  /// - Parameter isAsked: Whether it knows that it is to end; else it is told at once.
  func finish(isAsked: Bool) {
    guard input >= 0 || end == nil else { return }
    closeInput()
    if isAsked { waitFor(until: Clock.now() + Self.patience.asked) }
    if !hasEnded {
      kill(-process, SIGTERM)
      waitFor(until: Clock.now() + Self.patience.told)
    }
    if end == nil {
      // Before it is waited for: its number is that of the group until then.
      kill(-process, SIGKILL)
      end = Self.wait(for: process)
    }
    for end in [output, messages] { close(end) }
    _ = unsafe "\n".utf8CString.withUnsafeBytes { unsafe write(keeperInput, $0.baseAddress, 1) }
    close(keeperInput)
    _ = Self.wait(for: keeper)
  }

  private func closeInput() {
    guard input >= 0 else { return }
    close(input)
    input = -1
  }

  /// Whether the process has ended; it is still to be waited for.
  var hasEnded: Bool {
    var information = unsafe siginfo_t()
    let code = unsafe waitid(
      P_PID, id_t(process), &information, WEXITED | WNOHANG | WNOWAIT)
    return unsafe code != 0 || information.si_signo != 0
  }

  /// How the process ended, if it does so soon.
  func endSoon() -> ProgramEnd? {
    waitFor(until: Clock.now() + Self.patience.closed)
    guard hasEnded else { return nil }
    kill(-process, SIGKILL)
    end = Self.wait(for: process)
    return end
  }

  /// Waits for the end, and takes what the process writes meanwhile, so that it can end.
  private func waitFor(until time: Double) {
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while !hasEnded, Clock.now() < time {
      var ends = [output, messages].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      guard unsafe poll(&ends, 2, 5) > 0 else { continue }
      var count = 0
      for end in ends where end.revents != 0 {
        count += max(0, unsafe read(end.fd, &block, block.count))
      }
      // Both are closed, and the process still runs.
      if count == 0 { usleep(2000) }
    }
  }

  private static func wait(for process: pid_t) -> ProgramEnd {
    var status: Int32 = 0
    while unsafe waitpid(process, &status, 0) < 0, errno == EINTR {}
    return ProgramEnd(status: status)
  }

  private struct Pipe {
    let read: Int32
    let write: Int32

    init() throws(SystemError) {
      var ends: [Int32] = [0, 0]
      guard unsafe pipe2(&ends, O_CLOEXEC) == 0 else { throw SystemError("pipe2") }
      (read, write) = (ends[0], ends[1])
    }

    func close() {
      Glibc.close(read)
      Glibc.close(write)
    }
  }

  private static func spawn(
    _ command: [String], streams: [Int32], in folder: String, _ variables: [String], flags: Int32
  ) throws(SystemError) -> pid_t {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    for (stream, descriptor) in streams.enumerated() {
      unsafe posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(stream))
    }
    // Files of MPI, HDF5 and of this program that are not closed by themselves.
    unsafe posix_spawn_file_actions_addclosefrom_np(&actions, 3)
    if !folder.isEmpty { unsafe posix_spawn_file_actions_addchdir_np(&actions, folder) }
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    var (none, all) = (sigset_t(), sigset_t())
    unsafe sigemptyset(&none)
    unsafe sigfillset(&all)
    unsafe posix_spawnattr_setsigmask(&attributes, &none)
    unsafe posix_spawnattr_setsigdefault(&attributes, &all)
    unsafe posix_spawnattr_setpgroup(&attributes, 0)
    unsafe posix_spawnattr_setflags(
      &attributes, Int16(flags | Int32(POSIX_SPAWN_SETSIGMASK) | Int32(POSIX_SPAWN_SETSIGDEF)))
    let words = unsafe command.map { unsafe strdup($0) }
    let environment = unsafe variables.map { unsafe strdup($0) }
    defer { unsafe (words + environment).forEach { unsafe free($0) } }
    var process: pid_t = 0
    let code = unsafe posix_spawnp(
      &process, command[0], &actions, &attributes, words + [nil], environment + [nil])
    guard code == 0 else { throw SystemError("posix_spawnp", code: code) }
    return process
  }
}
