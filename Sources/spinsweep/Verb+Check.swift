import Sweep

extension Verb {
  static let check = Verb(
    name: "check", summary: "validates a job and prints what it would compute and cost",
    operands: ["JOB"], options: [setOption],
    examples: [
      ("spinsweep check jobs/tq_map.toml", "grid, points, memory, file size, time"),
      ("spinsweep check jobs/tq_map.toml --set axis.current.points=640", "a finer grid"),
    ]
  ) { arguments throws(CommandError) in
    try printPlan(
      RunRequest(jobPath: arguments.operands[0], overrides: try overrides(arguments)))
  }

  static func printPlan(_ request: RunRequest) throws(CommandError) -> ExitCode {
    do throws(InputError) {
      Output.print(try PlanSummary(request).text)
    } catch {
      throw .input("\(error)")
    }
    return .done
  }
}
