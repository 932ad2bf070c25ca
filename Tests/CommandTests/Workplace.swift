import Foundation
import TestSupport
import Testing

/// A folder with job files in it, in which a test runs the program.
struct Workplace {
  let folder: TemporaryFolder
  static let program = builtExecutable("spinsweep")
  static let helper = builtExecutable("SweepHelper")

  init() throws {
    folder = try TemporaryFolder()
  }

  /// Runs `spinsweep` under mpirun, or alone where `ranks` is nil.
  func spinsweep(
    ranks: Int? = nil, _ arguments: String..., environment: [String: String] = [:],
    timeLimit: Int = 120
  ) throws -> CommandResult {
    try command(ranks: ranks, arguments, environment: environment, timeLimit: timeLimit).run()
  }

  /// Runs `spinsweep run` with the models that only tests have.
  func helper(ranks: Int? = nil, _ arguments: String..., timeLimit: Int = 120) throws
    -> CommandResult
  {
    try command(ranks: ranks, arguments, program: Self.helper, timeLimit: timeLimit).run()
  }

  func command(
    ranks: Int? = nil, _ arguments: [String], program: String = Self.program,
    environment: [String: String] = [:], timeLimit: Int = 120
  ) -> Command {
    let words = [program] + arguments
    guard let ranks else {
      return Command(words, environment: environment, in: folder, timeLimit: timeLimit)
    }
    return mpirun(
      ranks: ranks, words, environment: environment, in: folder, timeLimit: timeLimit)
  }

  /// Runs one of the Python programs in `Reference`; its standard output is the answer.
  ///
  /// A non-zero exit is an issue of the test.
  @discardableResult
  func python(_ name: String, _ arguments: String...) throws -> String {
    let url = try #require(
      Bundle.module.url(forResource: name, withExtension: "py", subdirectory: "Reference"))
    let program = try String(contentsOf: url, encoding: .utf8)
    var command = TestSupport.python(program, arguments.map { folder.path($0) })
    command.timeLimit = 120
    let result = try command.run()
    #expect(result.exitCode == 0, "\(name).py: \(result.errors)")
    return result.output.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// What identifies the results of a file: a digest of every dataset but times and ranks.
  func digest(_ file: String) throws -> String { try python("digest", file) }

  /// Processes whose command line mentions this folder's output file.
  func processes(writing file: String) -> [Int32] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap(Int32.init).filter { identifier in
      guard let data = FileManager.default.contents(atPath: "/proc/\(identifier)/cmdline") else {
        return false
      }
      let words = String(decoding: data, as: UTF8.self).split(separator: "\0").map(String.init)
      return [Self.program, Self.helper].contains(words.first)
        && words.contains(folder.path(file))
    }
  }

  /// Whether a process has a handler for a signal.
  func catches(_ signal: Int32, _ process: Int32) -> Bool {
    let text = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
    let mask = text.split(separator: "\n").first { $0.hasPrefix("SigCgt:") }?.dropFirst(7)
    let bits = mask.flatMap { UInt64($0.trimmingCharacters(in: .whitespaces), radix: 16) } ?? 0
    return bits >> UInt64(signal - 1) & 1 == 1
  }

  /// Waits until a file is there; false if it does not come.
  func appears(_ file: String, within seconds: Double = 30) -> Bool {
    let giveUp = Date(timeIntervalSinceNow: seconds)
    while !FileManager.default.fileExists(atPath: folder.path(file)) {
      if Date() > giveUp { return false }
      usleep(1000)
    }
    return true
  }

  /// Names of the files with states of points beside a results file.
  func states(of file: String) throws -> [String] {
    try folder.names().filter { $0.hasPrefix("\(file).restart-") }
  }

  /// When the newest of those states was saved.
  func newestState(of file: String) throws -> Date {
    try states(of: file).compactMap { name in
      let attributes = try? FileManager.default.attributesOfItem(atPath: folder.path(name))
      return attributes?[.modificationDate] as? Date
    }.max() ?? .distantPast
  }

  /// Runs a command until it has saved a state inside a point, however fast the machine is, and
  /// ends it then.
  ///
  /// - Parameters:
  ///   - command: A run.
  ///   - file: The result file that it writes.
  ///   - signal: What every rank gets.
  ///   - saves: Number of saves; the last one may be under way then.
  func interrupt(
    _ command: Command, writing file: String, by signal: Int32 = SIGUSR1, saves: Int = 1
  ) throws -> CommandResult {
    var newest = try newestState(of: file)
    let running = try command.start()
    let giveUp = Date(timeIntervalSinceNow: 120)
    for _ in 0..<saves {
      while try newestState(of: file) <= newest, running.isRunning, Date() < giveUp { usleep(1000) }
      newest = try newestState(of: file)
    }
    for rank in processes(writing: file) { kill(rank, signal) }
    return try running.waitUntilExit()
  }

  /// The process of mpirun among the parents of a rank.
  func launcher(of identifier: Int32) -> Int32? {
    guard let stat = try? String(contentsOfFile: "/proc/\(identifier)/stat", encoding: .utf8),
      let end = stat.lastIndex(of: ")")
    else { return nil }
    let fields = stat[end...].split(separator: " ")
    return fields.count > 2 ? Int32(fields[2]) : nil
  }
}

/// The folder `jobs` of this package.
enum JobFolder {
  static let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("jobs")
}

/// Jobs that take little time and show much.
enum TestJob {
  static let map = """
    title = "a small map"
    model = "quantum-temperature"

    [[axis]]
    parameter = "current"
    from = "0.1 mA"
    to = "4 mA"
    points = 40

    [[axis]]
    parameter = "temperature"
    values = ["1 K", "4 K", "77 K", "300 K"]

    [[axis]]
    name = "geometry"
    parameters = ["radius", "thickness"]
    values = [["20 nm", "1.1 nm"], ["40 nm", "1.1 nm"], ["40 nm", "2 nm"]]
    """

  /// Points of unlike cost, noise of both kinds, time series: a hundred points of some 10 ms.
  static let ensembles = """
    title = "small ensembles"
    model = "macrospin"
    seed = 3

    [parameters]
    trajectories = 100
    voltage_pulse = "1 ns"
    relaxation = "1 ns"
    time_step = "1 ps"
    times = 5

    [[axis]]
    parameter = "temperature"
    values = ["0 K", "1 K", "4 K", "300 K"]

    [[axis]]
    parameter = "bias_voltage"
    from = "0 V"
    to = "2 V"
    points = 25

    [output]
    flush_interval = "50 ms"
    """
}
