enum FishCompletion {
  static var script: String {
    var lines = [
      "# Completion of spinsweep for fish; `spinsweep completion fish` writes it.",
      "function __spinsweep_quantities",
      "    set -l words (commandline -opc)",
      "    test (count $words) -ge 3; and spinsweep show $words[3] --names 2>/dev/null",
      "end",
      "function __spinsweep_axes",
      "    set -l words (commandline -opc)",
      "    test (count $words) -ge 3; and spinsweep show $words[3] --axes 2>/dev/null",
      "end",
      "",
      "complete -c spinsweep -f",
      "complete -c spinsweep -n __fish_use_subcommand -l help -d 'tells more'",
      "complete -c spinsweep -n __fish_use_subcommand -l version -d 'names the version'",
    ]
    for verb in Verbs.all {
      lines.append(
        "complete -c spinsweep -n __fish_use_subcommand -a \(verb.name) -d \(quoted(verb.summary))")
      let condition = "complete -c spinsweep -n '__fish_seen_subcommand_from \(verb.name)'"
      for option in verb.options {
        let short = option.short.map { " -s \($0.dropFirst())" } ?? ""
        // -x: nothing but what is listed, no files.
        let kind = option.placeholder == nil ? "" : option.completion.isFile ? " -r" : " -x"
        let value = kind + arguments(option.completion)
        let named = "\(condition)\(short) -l \(option.name.dropFirst(2))\(value)"
        lines.append("\(named) -d \(quoted(option.meaning))")
      }
      lines.append("\(condition) -l help -d 'tells more'")
      let operands = verb.operands.map { arguments($0.completion) }
      lines += operands.filter { !$0.isEmpty }.map { condition + $0 }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func arguments(_ completion: Completion) -> String {
    switch completion {
    case .nothing: ""
    case .file(nil): " -F"
    case .file(let ending?): " -k -a '(__fish_complete_suffix .\(ending))'"
    case .words(let words): " -a \(quoted(words.joined(separator: " ")))"
    case .quantity: " -a '(__spinsweep_quantities)'"
    case .axis: " -a '(__spinsweep_axes)'"
    case .selection: " -a '(__spinsweep_axes)='"
    }
  }

  private static func quoted(_ text: String) -> String {
    "'" + text.map { $0 == "'" || $0 == "\\" ? "\\\($0)" : String($0) }.joined() + "'"
  }
}
