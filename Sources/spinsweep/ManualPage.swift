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
    for verb in Verb.all {
      lines += [".B spinsweep \(verb.name)", roff(synopsis(verb)), ".br"]
    }
    lines.removeLast()
    lines += [
      ".SH DESCRIPTION",
      roff(
        "spinsweep computes a physical model on every point of a grid of parameters, alone or under "
          + "mpirun, and writes one labelled HDF5 file. A job file (TOML) says which model, which "
          + "parameters and which axes."),
      ".SH VERBS",
    ]
    for verb in Verb.all { lines += section(verb) }
    lines.append(".SH EXIT STATUS")
    for (code, meaning) in HelpText.exitCodes {
      lines += [".TP", ".B \(code.rawValue)", roff(meaning)]
    }
    lines += [
      ".SH ENVIRONMENT",
      ".TP", ".B SLURM_JOB_END_TIME", "End of the Slurm job; run stops in time before it.",
      ".TP", ".B PATH", "Where plot finds gnuplot.",
      ".SH SEE ALSO", ".BR mpirun (1),", ".BR h5dump (1),", ".BR gnuplot (1)",
    ]
    return lines.joined(separator: "\n") + "\n"
  }

  private static func synopsis(_ verb: Verb) -> String {
    (verb.operands + (verb.options.isEmpty ? [] : ["[OPTION …]"])).joined(separator: " ")
  }

  private static func section(_ verb: Verb) -> [String] {
    var lines = [".SS \(verb.name) \(roff(synopsis(verb)))", roff(sentence(verb.summary))]
    for option in verb.options {
      let value = option.value.map { " \\fI\(roff($0))\\fR" } ?? ""
      let names = option.names.map { "\\fB\(roff($0))\\fR" }.joined(separator: ", ")
      lines += [".TP", names + value, roff(sentence(option.meaning))]
    }
    if !verb.examples.isEmpty { lines += [".PP", "Examples:"] }
    for example in verb.examples {
      lines += [
        ".PP", roff(sentence(example.meaning)), ".RS", ".nf", roff(example.command), ".fi", ".RE",
      ]
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
