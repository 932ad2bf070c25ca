import Base
import Jobs
import Reports

struct CiteVerb: Verb {
  let name = "cite"
  let summary = "prints what to cite for a result file, as BibTeX"
  let file = Shared.file
  let examples: KeyValuePairs = ["spinsweep cite tq_map.h5 > tq_map.bib": "for a paper"]

  func run(_ arguments: Arguments<Self>) throws -> ExitCode {
    try Output.print(Citation(path: arguments[\.file]).bibTeX)
    return .done
  }
}
