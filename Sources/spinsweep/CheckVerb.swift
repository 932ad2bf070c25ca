import Base
import Jobs
import ResultsStorage
import Runs

struct CheckVerb: Verb {
  let name = "check"
  let summary = "validates a job and prints what it would compute and cost"
  let job = Shared.job
  let set = Shared.set
  let ranksPerPoint = Shared.ranksPerPoint
  let part = Shared.part
  let verbose = Flag("--verbose", "tell of the processor and the linear algebra too")
  let start = Flag("--start", "start the program of a job with model \"program\", to ask it")
  let json = Shared.json
  let examples: KeyValuePairs = [
    "spinsweep check jobs/tq_map.toml": "grid, points, memory, file size, time",
    "spinsweep check jobs/tq_map.toml --set axis.current.points=640": "a finer grid",
  ]

  func run(_ arguments: Arguments<Self>) throws -> ExitCode {
    if arguments[\.verbose] { ProgramStart.choose() }
    var request = RunRequest(
      jobPath: arguments[\.job], overrides: try arguments[\.set].map(Override.init))
    request.ranksPerPoint = try arguments[\.ranksPerPoint]
    request.part = try arguments[\.part]
    request.startsProgram = arguments[\.start]
    let summary = try PlanSummary(request, isVerbose: arguments[\.verbose])
    try Output.print(arguments[\.json] ? summary.json.description : summary.text)
    return .done
  }
}
