import Jobs
import Runs

extension Verb {
  static let verify = Verb(
    name: "verify", summary: "checks a result file against the [[expect]] tables of its job",
    operands: ["FILE"], options: [],
    examples: [("spinsweep verify tq_map.h5", "each expectation with what was found")]
  ) { arguments throws(CommandError) in
    do throws(InputError) {
      let report = try Verification.report(of: arguments.operands[0])
      Output.print(report.text)
      return report.code
    } catch {
      throw .input("\(error)")
    }
  }
}
