import Sweep

extension Verb {
  static let show = Verb(
    name: "show", summary: "prints what is in a result file, or one quantity as a table",
    operands: ["FILE", "[QUANTITY]"],
    options: [Option(name: "--csv", value: nil, meaning: "comma-separated, every digit")],
    examples: [
      ("spinsweep show tq_map.h5", "axes and quantities with their ranges"),
      ("spinsweep show tq_map.h5 quantum_temperature --csv > t_q.csv", "for a spreadsheet"),
    ]
  ) { arguments throws(CommandError) in
    do throws(InputError) {
      let path = arguments.operands[0]
      if arguments.operands.count == 2 {
        let table = try QuantityTable(path: path, quantity: arguments.operands[1])
        table.print(asCSV: arguments.has("--csv"), to: Output.print)
      } else {
        guard !arguments.has("--csv") else {
          throw InputError("--csv needs a quantity: spinsweep show FILE QUANTITY --csv")
        }
        Output.print(try FileSummary(path: path).text)
      }
    } catch {
      throw .input("\(error)")
    }
    return .done
  }
}
