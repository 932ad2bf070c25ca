import Sweep

extension Verb {
  static let show = Verb(
    name: "show", summary: "prints what is in a result file, or one quantity as a table",
    operands: ["FILE", "[QUANTITY]"],
    options: [
      Option(name: "--csv", value: nil, meaning: "comma-separated, every digit"), jsonOption,
    ],
    examples: [
      ("spinsweep show tq_map.h5", "axes and quantities with their ranges"),
      ("spinsweep show tq_map.h5 quantum_temperature --csv > t_q.csv", "for a spreadsheet"),
    ]
  ) { arguments throws(CommandError) in
    do throws(InputError) {
      let path = arguments.operands[0]
      if arguments.operands.count == 2 {
        guard !arguments.has("--json") else {
          throw InputError("--json shows what is in the file; a quantity is printed with --csv")
        }
        let table = try QuantityTable(path: path, quantity: arguments.operands[1])
        table.print(asCSV: arguments.has("--csv"), to: Output.print)
      } else {
        guard !arguments.has("--csv") else {
          throw InputError("--csv needs a quantity: spinsweep show FILE QUANTITY --csv")
        }
        let summary = try FileSummary(path: path)
        Output.print(arguments.has("--json") ? summary.json.text + "\n" : summary.text)
      }
    } catch {
      throw .input("\(error)")
    }
    return .done
  }
}
