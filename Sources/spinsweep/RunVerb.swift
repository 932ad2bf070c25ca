import Base
import Jobs
import MPIBridge
import Models
import Reports
import Runs
import Scheduler
import SourceRevision

struct RunVerb: Verb {
  let name = "run"
  let summary = "computes a job and writes its result file"
  let job = Shared.job
  let set = Shared.set
  let output = Shared.output("FILE", "result file (default: the job's own)")
  let resume = Flag("--resume", "continue a file, or start where there is none")
  let extend = Flag(
    "--extend", "the same where the job asks for more than the file has: what it has is kept")
  let retryFailed = Flag(
    "--retry-failed", "on --resume or --extend, compute failed points again")
  let overwrite = Shared.overwrite
  let timeLimit = Option.time("--time-limit", "stop in time (\"2 h\", 1:30:00, 90 s)")
  let stopAfter = Option.count(
    "--stop-after", "stop after so many points, to rehearse what a time limit does")
  let giveUpAfter = Option.count(
    "--give-up-after", "end with 1 after N runs in a row that finished no point and saved no state")
  let pointTimeout = Option.time("--point-timeout", "points that take longer have failed")
  let ranksPerPoint = Shared.ranksPerPoint
  let part = Shared.part
  let pointsPerMessage = Option.count(
    "--points-per-message",
    "points handed to a rank at a time (default: as their cost asks for)")
  let progress = Option(
    "--progress", default: ProgressStyle.auto,
    "bar on a terminal, a line every 30 s otherwise")
  let verify = Flag("--verify", "check the job's [[expect]] tables at the end")
  let dryRun = Flag("--dry-run", "check everything, print the plan, write nothing")
  let status = Flag("--status", "tell how far the result file is, compute nothing")
  let examples: KeyValuePairs = [
    "mpirun -n 4 spinsweep run jobs/tq_map.toml": "a map on four cores",
    "spinsweep run jobs/tq_map.toml --set damping=0.01 -o low.h5": "another device",
    "mpirun -n 64 spinsweep run sweep.toml --resume": "in a job script that may be requeued",
    "spinsweep run jobs/tq_map.toml --extend --set axis.current.points=127": "more values",
  ]

  func run(_ arguments: Arguments<Self>) throws -> ExitCode {
    let request = try request(arguments)
    try arguments.atMostOne(of: \.dryRun, \.status)
    if arguments[\.dryRun] {
      try Output.print(PlanSummary(request).text)
      return .done
    }
    if arguments[\.status] {
      let report = try request.status()
      try Output.print(report.text)
      return report.code
    }
    // Before MPI starts: that may take seconds, in which a signal would kill the process.
    ProgramStart.choose()
    StopSignal.install()
    let environment = try MPIEnvironment(locksFiles: request.locksFiles)
    let world = try environment.world()
    if let defect = Launch.current?.defect(of: world) { throw InputError(defect) }
    let code = execute(request, on: world)
    try environment.finalize()
    return code
  }

  private func request(_ arguments: Arguments<Self>) throws(InputError) -> RunRequest {
    var request = RunRequest(
      jobPath: arguments[\.job], overrides: try arguments[\.set].map(Override.init))
    request.ranksPerPoint = try arguments[\.ranksPerPoint]
    request.part = try arguments[\.part]
    request.output = arguments[\.output]
    try arguments.atMostOne(of: \.resume, \.extend, \.overwrite)
    guard arguments[\.resume] || arguments[\.extend] || !arguments[\.retryFailed] else {
      throw InputError("\(retryFailed.name) goes with \(resume.name) or \(extend.name)")
    }
    request.existing =
      arguments[\.resume]
      ? .resume : arguments[\.extend] ? .extend : arguments[\.overwrite] ? .overwrite : .refuse
    request.retriesFailed = arguments[\.retryFailed]
    request.verifies = arguments[\.verify]
    request.progress = try arguments[\.progress]
    request.pointsPerMessage = try arguments[\.pointsPerMessage]
    request.timeLimit = try arguments[\.timeLimit]
    request.stopsAfter = try arguments[\.stopAfter]
    request.pointTimeout = try arguments[\.pointTimeout]
    request.mostIdleRuns = try arguments[\.giveUpAfter]
    request.command = CommandLine.arguments
    request.sourceRevision = SourceRevision.text
    return request
  }

  private func execute(_ request: RunRequest, on world: borrowing Communicator) -> ExitCode {
    do throws(SweepFailure) {
      return try SweepRun.execute(request, on: world)
    } catch {
      // A collective end of MPI might wait forever, for ranks that know nothing or have failed too.
      if world.isRoot || error.isOfThisRankAlone { StandardError.write("spinsweep: \(error)\n") }
      world.abort(ExitCode.unexpectedFailure.rawValue)
    }
  }
}
