import Base
import Glibc
import Jobs
import MPIBridge
import Models
import Runs
import Scheduler

/// `SweepHelper JOB [OPTION VALUE]…`: `spinsweep run` with models that behave as tests and
/// benchmarks want it.
let models: [ModelEntry] =
  [
    ModelEntry(DiffusionModel.self), ModelEntry(FaultyModel.self), ModelEntry(WaitingModel.self),
    ModelEntry(ResonanceModel.self),
  ] + ModelList.all

/// What a step of an extension is answered with: the process is killed, or gets a signal.
func answer(to step: String, _ number: Int32) -> @Sendable (String) -> Void {
  { if $0 == step { kill(getpid(), number) } }
}

func request(_ words: [String]) -> RunRequest? {
  guard let job = words.first else { return nil }
  var request = RunRequest(jobPath: job)
  request.models = models
  request.progress = .none
  request.command = CommandLine.arguments
  var rest = words.dropFirst()
  while let name = rest.popFirst() {
    switch name {
    case "--resume": request.existing = .resume
    case "--extend": request.existing = .extend
    case "--retry-failed": request.retriesFailed = true
    default:
      guard let value = rest.popFirst() else { return nil }
      switch name {
      case "-o": request.output = value
      case "--set":
        guard let override = try? Override(value) else { return nil }
        request.overrides.append(override)
      case "--time-limit": request.timeLimit = TimeText.seconds(value)
      case "--stop-after": request.stopsAfter = Int(value)
      case "--point-timeout": request.pointTimeout = TimeText.seconds(value)
      case "--ranks-per-point": request.ranksPerPoint = Int(value)
      case "--points-per-message": request.pointsPerMessage = Int(value)
      case "--carry": request.pointsCarriedAtOnce = Int(value)
      case "--keep": request.secondsKept = TimeText.seconds(value) ?? 0
      case "--kill-at": request.whileExtending = answer(to: value, SIGKILL)
      case "--signal-at": request.whileExtending = answer(to: value, SIGUSR1)
      case "--part": request.part = Part(value)
      case "--progress":
        guard let style = ProgressStyle(rawValue: value) else { return nil }
        request.progress = style
      default: return nil
      }
    }
  }
  return request
}

private func sweep(_ request: RunRequest) throws(MPIError) -> ExitCode {
  let environment = try MPIEnvironment()
  let world = try environment.world()
  let code: ExitCode
  do throws(SweepFailure) {
    code = try SweepRun.execute(request, on: world)
  } catch {
    StandardError.write("SweepHelper: \(error)\n")
    world.abort(1)
  }
  try environment.finalize()
  return code
}

guard let request = request(Array(CommandLine.arguments.dropFirst())) else {
  print("usage: SweepHelper JOB [OPTION VALUE]…")
  exit(2)
}
StopSignal.install()
do {
  exit(try sweep(request).rawValue)
} catch {
  StandardError.write("SweepHelper: \(error)\n")
  exit(1)
}
