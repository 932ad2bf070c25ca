import Base
import Jobs
import Runs

struct VerifyVerb: Verb {
  let name = "verify"
  let summary = "checks a result file against the [[expect]] tables of its job"
  let file = Shared.file
  let examples: KeyValuePairs = [
    "spinsweep verify tq_map.h5": "each expectation with what was found"
  ]

  func run(_ arguments: Arguments<Self>) throws -> ExitCode {
    let report = try Verification.report(of: arguments[\.file])
    try Output.print(report.text)
    return report.code
  }
}
