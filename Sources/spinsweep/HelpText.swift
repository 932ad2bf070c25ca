import Base
import Models
import Scheduler

/// Help, made from the verbs' declarations.
enum HelpText {
  static var overview: String {
    var lines = [
      "SpinSweep sweeps models of quantum spin-transfer torque over grids of parameters and writes",
      "one labelled HDF5 file. It runs alone or under mpirun.",
      "",
      "Usage: spinsweep VERB …",
      "",
    ]
    let width = (Verb.all.map(\.name.count).max() ?? 0) + 2
    for verb in Verb.all { lines.append("  \(pad(verb.name, width))\(verb.summary)") }
    lines += [
      "",
      "First steps:",
      "  spinsweep models                          what can be computed",
      "  mpirun -n 2 spinsweep run jobs/tq_map.toml",
      "  spinsweep show tq_map.h5",
      "  spinsweep plot tq_map.h5 quantum_temperature --at temperature=1K -o map.svg",
      "",
      "`spinsweep VERB --help` tells more; `spinsweep --version` names the version.",
    ]
    return lines.joined(separator: "\n") + "\n"
  }

  /// What the program's end means to scripts.
  static let exitCodes: [(code: ExitCode, meaning: String)] = [
    (.done, "All points are done."),
    (.unexpectedFailure, "Unexpected failure, or an expectation that does not hold."),
    (.badInput, "Bad input; nothing was written."),
    (.somePointsFailed, "Finished, but some points failed; spinsweep status says which and why."),
    (.stopped, "Stopped before the end; spinsweep run JOB --resume continues."),
  ]

  static func usage(_ verb: Verb) -> String {
    let operands = verb.operands.map { " \($0)" }.joined()
    return "spinsweep \(verb.name)\(operands)\(verb.options.isEmpty ? "" : " [OPTION …]")"
  }

  static func page(_ verb: Verb) -> String {
    var lines = [verb.summary, "", "Usage: \(usage(verb))"]
    if !verb.options.isEmpty {
      lines.append("")
      let forms = verb.options.map(form)
      let width = (forms.map(\.count).max() ?? 0) + 2
      for (option, name) in zip(verb.options, forms) {
        lines.append("  \(pad(name, width))\(option.meaning)")
      }
    }
    if !verb.examples.isEmpty {
      lines += ["", "Examples:"]
      for example in verb.examples {
        lines += ["  # \(example.meaning)", "  \(example.command)"]
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// An option as it is typed.
  private static func form(_ option: Verb.Option) -> String {
    option.names.joined(separator: ", ") + (option.value.map { " \($0)" } ?? "")
  }

  static func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
