import Base
import Runs

/// One verb of the command line, declared once: its help, its parsing and its action.
struct Verb: Sendable {
  let name: String
  let summary: String
  /// Operands in order, such as `JOB`; one in brackets may be left out, one with `…` repeated.
  let operands: [String]
  let options: [Option]
  /// Commands worth imitating, with a comment each.
  let examples: [(command: String, meaning: String)]
  let action: @Sendable (Arguments) throws(CommandError) -> ExitCode

  struct Option: Sendable {
    let name: String
    /// What stands behind the option; nil for a switch.
    let value: String?
    let meaning: String
    var isRepeatable = false
  }

  static let all: [Verb] = [
    .run, .check, .status, .show, .plot, .verify, .merge, .bits, .models, .slurm, .completion, .man,
  ]
}

/// Why a command cannot be carried out.
enum CommandError: Error {
  /// Wrong input: one sentence, exit code 2.
  case input(String)
  /// Anything else: one sentence, exit code 1.
  case failure(String)
}
