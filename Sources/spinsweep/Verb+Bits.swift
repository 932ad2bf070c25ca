import Jobs
import Reports

extension Verb {
  static let bits = Verb(
    name: "bits", summary: "exports the outcomes of switching-statistics as random bits",
    operands: ["FILE"],
    options: [
      Option(
        name: "--at", value: "AXIS=VALUE", meaning: "the point, one option an axis (repeatable)",
        isRepeatable: true),
      Option(
        name: "--debias", value: "none|von-neumann",
        meaning: "von-neumann: unequal pairs give their first bit"),
      Option(name: "--output", value: "FILE", meaning: "the file of bits (required)"),
    ],
    examples: [
      ("spinsweep bits random_bits.h5 --at bias_voltage=2V -o bits.bin", "as they come"),
      ("spinsweep bits random_bits.h5 --debias von-neumann -o bits.bin", "without bias"),
    ]
  ) { arguments throws(CommandError) in
    guard let output = arguments.value("--output") else {
      throw .input("'spinsweep bits' needs a file to write to: -o FILE")
    }
    let names = BitExport.Debiasing.allCases.map(\.rawValue)
    let name = arguments.value("--debias") ?? names[0]
    guard let debiasing = BitExport.Debiasing(rawValue: name) else {
      throw .input(
        "--debias must be \(names.joined(separator: " or ")), not '\(name)'"
          + NearestName.suggestion(for: name, among: names))
    }
    do throws(InputError) {
      let export = try BitExport(
        path: arguments.operands[0], at: arguments.values("--at"), debiasing: debiasing,
        output: output)
      try export.write()
      Output.print("\(output): \(export.bytes.count) bytes from \(export.outcomes) outcomes\n")
    } catch {
      throw .input("\(error)")
    }
    return .done
  }
}
