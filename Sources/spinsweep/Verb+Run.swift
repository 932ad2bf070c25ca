import MPIBridge
import SourceRevision
import Sweep

extension Verb {
  static let setOption = Option(
    name: "--set", value: "NAME=VALUE",
    meaning: "override a parameter, axis.NAME.KEY, output.KEY or seed (repeatable)",
    isRepeatable: true)

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
    var request = RunRequest(
      jobPath: arguments.operands[0], overrides: try overrides(arguments))
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
    if let text = arguments.value("--time-limit") { request.timeLimit = try TimeLimit.read(text) }
    request.command = CommandLine.arguments
    request.sourceRevision = SourceRevision.text
    return arguments.has("--dry-run") ? try printPlan(request) : try start(request)
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
