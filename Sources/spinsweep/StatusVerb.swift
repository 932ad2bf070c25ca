import Base
import Jobs
import Reports

struct StatusVerb: Verb {
  let name = "status"
  let summary = "tells how far a result file is, and which points failed"
  let file = Shared.file
  let json = Shared.json
  let examples: KeyValuePairs = [
    "spinsweep status tq_map.h5": "also while it is being written",
    "spinsweep status tq_map.h5; echo $?": "0: all done, 4: some failed, 75: some are pending",
    "spinsweep status tq_map.h5 --json | jq .pending": "for programs",
  ]

  func run(_ arguments: Arguments<Self>) throws -> ExitCode {
    let report = try StatusReport(path: arguments[\.file])
    try Output.print(arguments[\.json] ? report.json.description : report.text)
    return report.code
  }
}
