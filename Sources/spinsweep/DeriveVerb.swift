import Base
import Jobs
import MPIBridge
import Models
import Runs
import SourceRevision

struct DeriveVerb: Verb {
  let name = "derive"
  let summary = "adds a quantity to a result file, by a formula over what it has"
  let file = Shared.file
  let formula = Operand("NAME=EXPRESSION", .nothing)
  let unit = Option("--unit", "UNIT", "of the numbers (default: a pure number)")
  let meaning = Option("--meaning", "TEXT", "one line for labels (default: the formula)")
  let examples: KeyValuePairs = [
    "spinsweep derive a.h5 'write_error_rate=1 - switching_probability'": "a pure number",
    "spinsweep derive a.h5 'density=current/(pi*radius^2)' --unit 'MA/cm^2'": "with a unit",
  ]

  func run(_ arguments: Arguments<Self>) throws -> ExitCode {
    var request = Derivation.Request(file: arguments[\.file], formula: arguments[\.formula])
    request.unit = arguments[\.unit]
    request.meaning = arguments[\.meaning]
    request.command = CommandLine.arguments
    request.sourceRevision = SourceRevision.text
    // Before MPI starts: that may take seconds, in which a signal would kill the process.
    StopSignal.install()
    return try SingleRank.carryOut { try carryOut(request, on: $0) }
  }

  private func carryOut(
    _ request: Derivation.Request, on alone: borrowing Communicator
  ) throws -> ExitCode {
    do {
      let derivation = try Derivation(request)
      try derivation.write(on: alone)
      try Output.print(
        "\(request.file): '\(derivation.name)' at \(Format.count(derivation.done, "point"))\n")
      return .done
    } catch let error as InputError where error.stopReason != nil {
      Output.printError("spinsweep: \(error)\n")
      return .stopped
    }
  }
}
