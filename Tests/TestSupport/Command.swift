import Foundation

/// A program to start: what it is called with, where, and how long it may take.
public struct Command: Sendable {
  /// Program and arguments; a program without a slash is looked up in `PATH`.
  public var arguments: [String]
  /// Variables added to the environment of the tests; an empty text removes one.
  public var environment: [String: String]
  /// Folder it runs in; that of the tests if nil.
  public var folder: TemporaryFolder?
  /// Seconds after which it and its children are killed; its exit code is then 124.
  public var timeLimit: Int

  /// A program with its arguments, in the environment of the tests.
  public init(
    _ arguments: [String], environment: [String: String] = [:], in folder: TemporaryFolder? = nil,
    timeLimit: Int = 60
  ) {
    self.arguments = arguments
    self.environment = environment
    self.folder = folder
    self.timeLimit = timeLimit
  }

  /// Starts the program and waits for its end.
  public func run() throws -> CommandResult {
    try start().waitUntilExit()
  }

  /// Starts the program; the caller waits for it or kills it.
  public func start() throws -> RunningCommand {
    let streams = try TemporaryFolder()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    // Threads of the tests block signals, and programs inherit that: mpirun would be deaf.
    let unblock = [
      "perl", "-MPOSIX", "-e", "sigprocmask(SIG_SETMASK, POSIX::SigSet->new); exec @ARGV",
    ]
    process.arguments = unblock + ["timeout", "--kill-after=5", String(timeLimit)] + arguments
    // Open MPI keeps files of a run in a folder of the user's, and runs that start at the same
    // moment may trip over one another when they create it: each gets a folder of its own.
    process.environment = ProcessInfo.processInfo.environment
      .merging(["OMPI_MCA_orte_tmpdir_base": streams.url.path]) { _, new in new }
      .merging(environment) { _, new in new }
      .filter { !$0.value.isEmpty }
    if let folder { process.currentDirectoryURL = folder.url }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try streams.newFile("output")
    process.standardError = try streams.newFile("errors")
    try process.run()
    return RunningCommand(process: process, streams: streams)
  }
}

/// What a program left behind.
public struct CommandResult: Sendable {
  /// Exit code, or 128 + the number of the signal that ended it.
  public var exitCode: Int32
  /// Standard output.
  public var output: String
  /// Standard error.
  public var errors: String

  /// The lines of the standard output.
  public var lines: [String] {
    output.split(separator: "\n").map(String.init)
  }
}

/// A program that has been started.
public struct RunningCommand: ~Copyable {
  let process: Process
  let streams: TemporaryFolder

  /// Process of the time limit, which is the parent of the program itself.
  public var processIdentifier: Int32 { process.processIdentifier }

  /// Whether it has not ended yet.
  public var isRunning: Bool { process.isRunning }

  /// Standard output so far.
  public func outputSoFar() throws -> String {
    try streams.text("output")
  }

  /// Sends a signal to the program and those it started.
  public func signal(_ number: Int32) {
    // `timeout` leads a process group of its own, and passes on what can be caught.
    if number != SIGKILL || kill(-processIdentifier, number) != 0 {
      kill(processIdentifier, number)
    }
  }

  /// Waits for the end.
  public consuming func waitUntilExit() throws -> CommandResult {
    process.waitUntilExit()
    let code = process.terminationStatus
    return CommandResult(
      exitCode: process.terminationReason == .uncaughtSignal ? 128 + code : code,
      output: try streams.text("output"), errors: try streams.text("errors"))
  }
}
