import Jobs
import Reports

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
      Option(name: "--axes", value: nil, meaning: "only the names that --at takes, one a line"),
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
    let lists = ["--names", "--axes"]
    let forms = (["--csv", "--json"] + lists).filter(arguments.has)
    guard forms.count < 2 else { throw .input("\(forms[0]) and \(forms[1]) exclude each other") }
    do throws(InputError) {
      let path = arguments.operands[0]
      if arguments.operands.count == 2 {
        if let list = lists.first(where: arguments.has) {
          throw InputError("\(list) is about the whole file; leave out '\(arguments.operands[1])'")
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
      switch forms.first {
      case "--json": Output.print(summary.json.description)
      case "--names": Output.print(summary.names)
      case "--axes": Output.print(summary.axisNames)
      default: Output.print(summary.text)
      }
    } catch {
      throw .input("\(error)")
    }
    return .done
  }
}
