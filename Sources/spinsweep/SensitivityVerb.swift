import Base
import Jobs
import Reports

struct SensitivityVerb: Verb {
  let name = "sensitivity"
  let summary = "tells which parameters of a saltelli sample a quantity depends on"
  let file = Shared.file
  let quantity = Operand("QUANTITY", .quantity)
  let axis = Option("--axis", "AXIS", "the sample (default: the only one)", completion: .axis)
  let at = Shared.at
  let json = Shared.json
  let output = Shared.output("OUT.svg|.png|.pdf", "draw a picture instead (replaced)")
  let examples: KeyValuePairs = [
    "spinsweep sensitivity device_spread.h5 switching_probability":
      "Sobol indices with 95 % intervals",
    "spinsweep sensitivity device_spread.h5 switching_probability -o spread.svg": "as a picture",
  ]

  func run(_ arguments: Arguments<Self>) throws -> ExitCode {
    let report = try SensitivityReport(
      path: arguments[\.file], quantity: arguments[\.quantity], axis: arguments[\.axis],
      at: arguments[\.at])
    if let path = arguments[\.output] {
      try Plot(report.picture, to: path).draw()
    } else {
      try Output.print(arguments[\.json] ? report.json.description : report.text)
    }
    return .done
  }
}
