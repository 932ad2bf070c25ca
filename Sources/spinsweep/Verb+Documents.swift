import Jobs

extension Verb {
  static let completion = Verb(
    name: "completion", summary: "prints what makes a shell complete verbs, options and names",
    operands: [Completion.Shell.allCases.map(\.rawValue).joined(separator: "|")], options: [],
    examples: [
      ("source <(spinsweep completion bash)", "in this shell; in ~/.bashrc for all"),
      (
        "spinsweep completion fish > ~/.config/fish/completions/spinsweep.fish", "for all of fish's"
      ),
    ]
  ) { arguments throws(CommandError) in
    let names = Completion.Shell.allCases.map(\.rawValue)
    guard let shell = Completion.Shell(rawValue: arguments.operands[0]) else {
      throw .input(
        "there is completion for \(names.joined(separator: ", ")), not for '\(arguments.operands[0])'"
          + NearestName.suggestion(for: arguments.operands[0], among: names))
    }
    Output.print(Completion.script(for: shell))
    return .done
  }

  static let man = Verb(
    name: "man", summary: "prints the manual page", operands: [], options: [],
    examples: [("spinsweep man | man -l -", "reads it without an installation")]
  ) { _ throws(CommandError) in
    Output.print(ManualPage.text)
    return .done
  }
}
