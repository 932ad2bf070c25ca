import Base
import Jobs

/// One verb of the command line.
///
/// Its operands and options are its stored properties, in the order in which help shows them:
/// `let resume = Flag("--resume", …)` declares one, and `arguments[\.resume]` is what was given.
/// Checks, help, completion and the manual page are made from them.
protocol Verb: Sendable {
  var name: String { get }
  var summary: String { get }
  /// Commands worth imitating, with a comment each.
  var examples: KeyValuePairs<String, String> { get }

  /// - Throws: `InputError` for wrong input, which ends the program with exit code 2; any other
  ///   error ends it with 1.
  func run(_ arguments: Arguments<Self>) throws -> ExitCode
}

extension Verb {
  /// Carries out what was typed after the verb.
  func run(_ words: ArraySlice<String>) throws -> ExitCode { try run(Arguments(words, of: self)) }
}

enum Verbs {
  static let all: [any Verb] = [
    RunVerb(), CheckVerb(), StatusVerb(), ShowVerb(), PlotVerb(), VerifyVerb(), MergeVerb(),
    SensitivityVerb(), DeriveVerb(),
    BitsVerb(), CiteVerb(), ModelsVerb(), SlurmVerb(), DoctorVerb(), CompletionVerb(), ManVerb(),
  ]

  /// - Throws: `InputError` with the nearest name, if there is no such verb.
  static func named(_ name: String) throws(InputError) -> any Verb {
    if let verb = all.first(where: { $0.name == name }) { return verb }
    throw InputError(
      "unknown verb '\(name)' (`spinsweep --help` lists them)"
        + NearestName.suggestion(for: name, among: all.map(\.name)))
  }
}
