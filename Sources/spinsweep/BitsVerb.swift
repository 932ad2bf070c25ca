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
  let format = Option(
    "--format", default: BitExport.Form.packed,
    "packed: eight a byte; bytes: a byte 0 or 1 each; text: a letter each")
  let bitOrder = Option(
    "--bit-order", default: BitExport.Order.lowestFirst,
    "whether the first of eight packed bits is the lowest (lsb) or the highest (msb)")
  let output = Shared.output("FILE", "the file of bits (required)")
    .required("a file to write to: -o FILE")
  let examples: KeyValuePairs = [
    "spinsweep bits random_bits.h5 --at bias_voltage=2V -o bits.bin": "as they come",
    "spinsweep bits random_bits.h5 --debias von-neumann -o bits.bin": "without bias",
    "spinsweep bits random_bits.h5 --format bytes -o bits.bin": "for the tests of NIST SP 800-90B",
  ]

  func run(_ arguments: Arguments<Self>) throws -> ExitCode {
    let output = arguments[\.output]
    let (form, order) = (try arguments[\.format], try arguments[\.bitOrder])
    guard form == .packed || order == .lowestFirst else {
      throw InputError(
        "\(bitOrder.name) is for packed bits: leave out \(format.name) \(form.rawValue)")
    }
    let export = try BitExport(
      path: arguments[\.file], at: arguments[\.at], debiasing: try arguments[\.debias], form: form,
      order: order, output: output)
    try export.write()
    try Output.print("\(output): \(export.bytes.count) bytes from \(export.outcomes) outcomes\n")
    return .done
  }
}
