import Base
import Jobs
import Reports

struct ShowVerb: Verb {
  let name = "show"
  let summary = "prints what is in a result file, or one quantity as a table"
  let file = Shared.file
  let quantity = Operand(optional: "QUANTITY", .quantity)
  let at = Shared.at
  let statistics = Flag(
    "--statistics", "mean, spread and quantiles of the quantity over samples and repetitions")
  let csv = Flag("--csv", "comma-separated, every digit")
  let json = Shared.json
  let names = Flag("--names", "only the names of the quantities, one a line")
  let axes = Flag("--axes", "only the names that --at takes, one a line")
  let examples: KeyValuePairs = [
    "spinsweep show tq_map.h5": "axes and quantities with their ranges",
    "spinsweep show tq_map.h5 quantum_temperature --at current=2mA,1mA --at temperature=1K":
      "a part of a quantity",
    "spinsweep show tq_map.h5 quantum_temperature --csv > t_q.csv": "for a spreadsheet",
    "spinsweep show device_spread.h5 switching_probability --statistics":
      "mean, standard deviation and quantiles over the devices",
  ]

  func run(_ arguments: Arguments<Self>) throws -> ExitCode {
    let form = try arguments.atMostOne(of: \.csv, \.json, \.names, \.axes)
    guard let quantity = arguments[\.quantity] else {
      let option =
        arguments[\.csv]
        ? csv.name
        : arguments[\.statistics]
          ? statistics.name : arguments[\.at].isEmpty ? nil : at.name
      if let option {
        throw InputError("\(option) needs a quantity: spinsweep show FILE QUANTITY \(option)")
      }
      let summary = try FileSummary(path: arguments[\.file])
      switch form {
      case json.name: try Output.print(summary.json.description)
      case names.name: try Output.print(summary.names)
      case axes.name: try Output.print(summary.axisNames)
      default: try Output.print(summary.text)
      }
      return .done
    }
    if let form, arguments[\.names] || arguments[\.axes] {
      throw InputError("\(form) is about the whole file; leave out '\(quantity)'")
    }
    if arguments[\.statistics] {
      let table = try StatisticsTable(
        path: arguments[\.file], quantity: quantity, at: arguments[\.at])
      try Output.print(
        arguments[\.json] ? table.json.description : table.text(asCSV: arguments[\.csv]))
      return .done
    }
    let table = try QuantityTable(path: arguments[\.file], quantity: quantity, at: arguments[\.at])
    if arguments[\.json] {
      try Output.print(table.json.description)
    } else {
      try table.print(asCSV: arguments[\.csv], to: Output.print)
    }
    return .done
  }
}
