import Sweep

extension Verb {
  static let atOption = Option(
    name: "--at", value: "AXIS=VALUE[,VALUE…]",
    meaning: "only these values of an axis (repeatable)", isRepeatable: true)

  static let show = Verb(
    name: "show", summary: "prints what is in a result file, or one quantity as a table",
    operands: ["FILE", "[QUANTITY]"],
    options: [
      atOption,
      Option(name: "--csv", value: nil, meaning: "comma-separated, every digit"),
      jsonOption,
      Option(name: "--names", value: nil, meaning: "only the names of the quantities, one a line"),
    ],
    examples: [
      ("spinsweep show tq_map.h5", "axes and quantities with their ranges"),
      (
        "spinsweep show tq_map.h5 quantum_temperature --at current=2mA,1mA --at temperature=1K",
        "a part of a quantity"
      ),
      ("spinsweep show tq_map.h5 quantum_temperature --csv > t_q.csv", "for a spreadsheet"),
    ]
  ) { arguments throws(CommandError) in
    let forms = ["--csv", "--json", "--names"].filter(arguments.has)
    guard forms.count < 2 else { throw .input("\(forms[0]) and \(forms[1]) exclude each other") }
    do throws(InputError) {
      let path = arguments.operands[0]
      if arguments.operands.count == 2 {
        guard !arguments.has("--names") else {
          throw InputError("--names lists all quantities; leave out '\(arguments.operands[1])'")
        }
        let table = try QuantityTable(
          path: path, quantity: arguments.operands[1], at: arguments.values("--at"))
        if arguments.has("--json") {
          Output.print(table.json.description)
        } else {
          table.print(asCSV: arguments.has("--csv"), to: Output.print)
        }
        return .done
      }
      for option in ["--csv", "--at"] where arguments.has(option) {
        throw InputError("\(option) needs a quantity: spinsweep show FILE QUANTITY \(option)")
      }
      let summary = try FileSummary(path: path)
      Output.print(
        arguments.has("--json")
          ? summary.json.description : arguments.has("--names") ? summary.names : summary.text)
    } catch {
      throw .input("\(error)")
    }
    return .done
  }
}
