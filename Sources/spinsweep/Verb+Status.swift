import Sweep

extension Verb {
  static let status = Verb(
    name: "status", summary: "tells how far a result file is, and which points failed",
    operands: ["FILE"], options: [],
    examples: [("spinsweep status tq_map.h5", "also while it is being written")]
  ) { arguments throws(CommandError) in
    do throws(InputError) {
      Output.print(try StatusReport(path: arguments.operands[0]).text)
    } catch {
      throw .input("\(error)")
    }
    return .done
  }
}
