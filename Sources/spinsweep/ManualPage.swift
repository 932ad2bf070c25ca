import Base
import Models
import Scheduler

/// The manual page, made from the verbs' declarations.
enum ManualPage {
  static var text: String {
    var lines = [
      ".TH SPINSWEEP 1 \"\" \"\(roff(Build.program))\" \"User Commands\"",
      ".SH NAME",
      "spinsweep \\- sweep models of quantum spin\\-transfer torque over grids of parameters",
      ".SH SYNOPSIS",
    ]
    lines += Verbs.all.flatMap { [".B spinsweep \($0.name)", roff($0.form), ".br"] }.dropLast()
    lines += [
      ".SH DESCRIPTION",
      roff(
        "spinsweep computes a physical model on every point of a grid of parameters, alone or "
          + "under mpirun, and writes one labeled HDF5 file. A job file (TOML) says which model, "
          + "which parameters and which axes."),
      ".SH VERBS",
    ]
    for verb in Verbs.all { lines += section(verb) }
    lines.append(".SH EXIT STATUS")
    lines += HelpText.exitCodes.flatMap { [".TP", ".B \($0.code.rawValue)", roff($0.meaning)] }
    lines += [
      ".SH ENVIRONMENT",
      ".TP", ".B SLURM_JOB_END_TIME", "End of the Slurm job; run stops in time before it.",
      ".TP", ".B PATH", "Where plot finds gnuplot.",
      ".SH SEE ALSO", ".BR mpirun (1),", ".BR h5dump (1),", ".BR gnuplot (1)",
    ]
    return lines.joined(separator: "\n") + "\n"
  }

  private static func section(_ verb: some Verb) -> [String] {
    var lines = [".SS \(verb.name) \(roff(verb.form))", roff(sentence(verb.summary))]
    for option in verb.options {
      let value = option.placeholder.map { " \\fI\(roff($0))\\fR" } ?? ""
      let names = option.names.map { "\\fB\(roff($0))\\fR" }.joined(separator: ", ")
      lines += [".TP", names + value, roff(sentence(option.meaning))]
    }
    lines += [".PP", "Examples:"]
    for (command, meaning) in verb.examples {
      lines += [".PP", roff(sentence(meaning)), ".RS", ".nf", roff(command), ".fi", ".RE"]
    }
    return lines
  }

  private static func sentence(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst() + "."
  }

  /// A text in which nothing is a command of roff.
  private static func roff(_ text: String) -> String {
    let escaped = text.map { character in
      switch character {
      case "\\": "\\e"
      case "-": "\\-"
      case "…": "\\&..."
      default: String(character)
      }
    }.joined()
    return escaped.first.map { $0 == "." || $0 == "'" } == true ? "\\&" + escaped : escaped
  }
}
