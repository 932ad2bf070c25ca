import Jobs
import Reports

extension Verb {
  static let status = Verb(
    name: "status", summary: "tells how far a result file is, and which points failed",
    operands: ["FILE"], options: [jsonOption],
    examples: [
      ("spinsweep status tq_map.h5", "also while it is being written"),
      ("spinsweep status tq_map.h5 --json | jq .pending", "for programs"),
    ]
  ) { arguments throws(CommandError) in
    do throws(InputError) {
      let report = try StatusReport(path: arguments.operands[0])
      Output.print(arguments.has("--json") ? report.json.description : report.text)
    } catch {
      throw .input("\(error)")
    }
    return .done
  }
}
