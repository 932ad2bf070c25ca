import Base
import Jobs

struct CompletionVerb: Verb {
  private static let shells = Shell.allCases.map(\.rawValue)

  let name = "completion"
  let summary = "prints what makes a shell complete verbs, options and names"
  let shell = Operand(shells.joined(separator: "|"), .words(shells))
  let examples: KeyValuePairs = [
    "source <(spinsweep completion bash)": "in this shell; in ~/.bashrc for all",
    "spinsweep completion fish > ~/.config/fish/completions/spinsweep.fish": "for all of fish's",
  ]

  func run(_ arguments: Arguments<Self>) throws -> ExitCode {
    let name = arguments[\.shell]
    guard let shell = Shell(rawValue: name) else {
      throw InputError(
        "there is completion for \(Self.shells.joined(separator: ", ")), not for '\(name)'"
          + NearestName.suggestion(for: name, among: Self.shells))
    }
    try Output.print(shell.completion)
    return .done
  }
}

struct ManVerb: Verb {
  let name = "man"
  let summary = "prints the manual page"
  let examples: KeyValuePairs = ["spinsweep man | man -l -": "reads it without an installation"]

  func run(_ arguments: Arguments<Self>) throws -> ExitCode {
    try Output.print(ManualPage.text)
    return .done
  }
}
