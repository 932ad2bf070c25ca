import Base
import Jobs
import Runs

extension Verb {
  static let check = Verb(
    name: "check", summary: "validates a job and prints what it would compute and cost",
    operands: ["JOB"],
    options: [setOption, ranksPerPointOption, partOption, jsonOption],
    examples: [
      ("spinsweep check jobs/tq_map.toml", "grid, points, memory, file size, time"),
      ("spinsweep check jobs/tq_map.toml --set axis.current.points=640", "a finer grid"),
    ]
  ) { arguments throws(CommandError) in
    try printPlan(try request(arguments), asJSON: arguments.has("--json"))
  }

  static func printPlan(_ request: RunRequest, asJSON: Bool) throws(CommandError) -> ExitCode {
    do throws(InputError) {
      let summary = try PlanSummary(request)
      Output.print(asJSON ? summary.json.description : summary.text)
    } catch {
      throw .input("\(error)")
    }
    return .done
  }
}
