import Base
import Models
import ResultsStorage
import Scheduler

/// Help, made from the verbs' declarations.
enum HelpText {
  static var overview: String {
    var lines = [
      "SpinSweep sweeps models of quantum spin-transfer torque over grids of parameters and writes",
      "one labeled HDF5 file. It runs alone or under mpirun.",
      "",
      "Usage: spinsweep VERB …",
      "",
    ]
    lines += columns(Verbs.all.map { ($0.name, $0.summary) })
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
    (
      .stopped,
      "Stopped before the end; spinsweep run JOB --resume continues. Of status: points are pending."
    ),
  ]

  static func page(_ verb: some Verb) -> String {
    var lines = [verb.summary, "", "Usage: \(verb.usage)"]
    if !verb.options.isEmpty { lines += [""] + columns(verb.options.map { ($0.form, $0.meaning) }) }
    lines += ["", "Examples:"]
    for (command, meaning) in verb.examples { lines += ["  # \(meaning)", "  \(command)"] }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func columns(_ rows: [(String, String)]) -> [String] {
    let width = (rows.map(\.0.count).max() ?? 0) + 2
    return rows.map { "  \($0)\(String(repeating: " ", count: width - $0.count))\($1)" }
  }
}
