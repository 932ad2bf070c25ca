import Base
import Jobs
import MPIBridge
import Runs
import Scheduler
import SourceRevision

extension Verb {
  static let setOption = Option(
    name: "--set", value: "NAME=VALUE",
    meaning: "override a parameter, axis.NAME.KEY, output.KEY or seed (repeatable)",
    isRepeatable: true)

  static let jsonOption = Option(name: "--json", value: nil, meaning: "JSON, for other programs")

  static let ranksPerPointOption = Option(
    name: "--ranks-per-point", value: "N", meaning: "ranks that compute one point together")

  static let partOption = Option(
    name: "--part", value: "K/N", meaning: "compute one of N parts of the grid, for `merge`")

  /// What `check` and `run` are asked to do, as far as they have options in common.
  static func request(_ arguments: Arguments) throws(CommandError) -> RunRequest {
    var request = RunRequest(
      jobPath: arguments.operands[0], overrides: try overrides(arguments))
    if let text = arguments.value("--ranks-per-point") {
      guard let ranks = Int(text), ranks >= 1 else {
        throw .input("--ranks-per-point must be a whole number, at least 1, not '\(text)'")
      }
      request.ranksPerPoint = ranks
    }
    if let text = arguments.value("--part") {
      guard let part = Part(text) else {
        throw .input("--part must be K/N with 1 <= K <= N, such as 2/8, not '\(text)'")
      }
      request.part = part
    }
    return request
  }

  static let run = Verb(
    name: "run", summary: "computes a job and writes its result file",
    operands: ["JOB"],
    options: [
      setOption,
      Option(name: "--output", value: "FILE", meaning: "result file (default: the job's own)"),
      Option(
        name: "--resume", value: nil, meaning: "continue a file, or start where there is none"),
      Option(
        name: "--retry-failed", value: nil, meaning: "on --resume, compute failed points again"),
      Option(name: "--overwrite", value: nil, meaning: "replace a file"),
      Option(name: "--time-limit", value: "TIME", meaning: "stop in time (\"2 h\", 1:30:00, 90 s)"),
      Option(
        name: "--point-timeout", value: "TIME", meaning: "points that take longer have failed"),
      ranksPerPointOption, partOption,
      Option(
        name: "--points-per-message", value: "N",
        meaning: "points handed to a rank at a time (default: as their cost asks for)"),
      Option(
        name: "--progress", value: "auto|bar|lines|none",
        meaning: "bar on a terminal, a line every 30 s otherwise"),
      Option(name: "--verify", value: nil, meaning: "check the job's [[expect]] tables at the end"),
      Option(
        name: "--dry-run", value: nil, meaning: "check everything, print the plan, write nothing"),
    ],
    examples: [
      ("mpirun -n 4 spinsweep run jobs/tq_map.toml", "a map on four cores"),
      ("spinsweep run jobs/tq_map.toml --set damping=0.01 -o low.h5", "another device"),
      ("mpirun -n 64 spinsweep run sweep.toml --resume", "in a job script that may be requeued"),
    ]
  ) { arguments throws(CommandError) in
    var request = try request(arguments)
    request.output = arguments.value("--output")
    guard !(arguments.has("--resume") && arguments.has("--overwrite")) else {
      throw .input("--resume and --overwrite exclude each other")
    }
    guard arguments.has("--resume") || !arguments.has("--retry-failed") else {
      throw .input("--retry-failed goes with --resume")
    }
    if arguments.has("--resume") { request.existing = .resume }
    if arguments.has("--overwrite") { request.existing = .overwrite }
    request.retriesFailed = arguments.has("--retry-failed")
    request.verifies = arguments.has("--verify")
    if let text = arguments.value("--progress") { request.progress = try progressStyle(text) }
    if let text = arguments.value("--points-per-message") {
      guard let points = Int(text), points >= 1 else {
        throw .input("--points-per-message must be a whole number, at least 1, not '\(text)'")
      }
      request.pointsPerMessage = points
    }
    request.timeLimit = try time("--time-limit", arguments)
    request.pointTimeout = try time("--point-timeout", arguments)
    request.command = CommandLine.arguments
    request.sourceRevision = SourceRevision.text
    return arguments.has("--dry-run")
      ? try printPlan(request, asJSON: false) : try start(request)
  }

  static func overrides(_ arguments: Arguments) throws(CommandError) -> [Override] {
    var overrides: [Override] = []
    for text in arguments.values("--set") {
      do throws(InputError) {
        overrides.append(try Override(text))
      } catch {
        throw .input("\(error)")
      }
    }
    return overrides
  }

  static func time(
    _ option: String, _ arguments: Arguments
  ) throws(CommandError) -> Double? {
    guard let text = arguments.value(option) else { return nil }
    guard let seconds = TimeText.seconds(text), seconds > 0 else {
      throw .input(
        "\(option) must be a time such as \"90 s\", \"30 min\", \"2 h\" or 1:30:00, not '\(text)'")
    }
    return seconds
  }

  private static func progressStyle(_ text: String) throws(CommandError) -> ProgressStyle {
    if let style = ProgressStyle(rawValue: text) { return style }
    let names = ProgressStyle.allCases.map(\.rawValue)
    throw .input(
      "--progress must be \(names.joined(separator: ", ")), not '\(text)'"
        + NearestName.suggestion(for: text, among: names))
  }

  private static func start(_ request: RunRequest) throws(CommandError) -> ExitCode {
    // Before MPI starts: that may take seconds, in which a signal would kill the process.
    StopSignal.install()
    do throws(MPIError) {
      let environment = try MPIEnvironment()
      let code = execute(request, on: try environment.world())
      try environment.finalize()
      return code
    } catch {
      throw .failure("\(error)")
    }
  }

  private static func execute(
    _ request: RunRequest, on world: borrowing Communicator
  ) -> ExitCode {
    do throws(SweepFailure) {
      return try SweepRun.execute(request, on: world)
    } catch {
      // A collective end of MPI might wait for ever, for ranks that know nothing or have failed too.
      if world.isRoot || error.isOfThisRankAlone { StandardError.write("spinsweep: \(error)\n") }
      world.abort(ExitCode.unexpectedFailure.rawValue)
    }
  }
}
