import Base
import Jobs
import Reports

struct BitsVerb: Verb {
  let name = "bits"
  let summary = "exports the outcomes of switching-statistics as random bits"
  let file = Shared.file
  let at = Option(
    "--at", "AXIS=VALUE", "the point, one option an axis (repeatable)", completion: .selection
  ).repeated()
  let debias = Option(
    "--debias", default: BitExport.Debiasing.none,
    "von-neumann: unequal pairs give their first bit")
  let output = Shared.output("FILE", "the file of bits (required)")
    .required("a file to write to: -o FILE")
  let examples: KeyValuePairs = [
    "spinsweep bits random_bits.h5 --at bias_voltage=2V -o bits.bin": "as they come",
    "spinsweep bits random_bits.h5 --debias von-neumann -o bits.bin": "without bias",
  ]

  func run(_ arguments: Arguments<Self>) throws -> ExitCode {
    let output = arguments[\.output]
    let export = try BitExport(
      path: arguments[\.file], at: arguments[\.at], debiasing: try arguments[\.debias],
      output: output)
    try export.write()
    try Output.print("\(output): \(export.bytes.count) bytes from \(export.outcomes) outcomes\n")
    return .done
  }
}
