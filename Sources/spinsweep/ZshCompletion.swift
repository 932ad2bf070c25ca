enum ZshCompletion {
  static var script: String {
    let verbs = Verbs.all.map { "    \(quoted("\($0.name):\($0.summary)"))" }
    return """
      #compdef spinsweep
      # Completion of spinsweep for zsh; `spinsweep completion zsh` writes it.
      _spinsweep_quantities() {
        local -a quantities
        quantities=(${(f)"$(spinsweep show ${(Q)words[2]} --names 2>/dev/null)"})
        compadd -a quantities
      }

      _spinsweep_axes() {
        local -a axes
        axes=(${(f)"$(spinsweep show ${(Q)words[2]} --axes 2>/dev/null)"})
        compadd "$@" -a axes
      }

      _spinsweep() {
        local -a verbs
        verbs=(
      \(verbs.joined(separator: "\n"))
        )
        if (( CURRENT == 2 )); then
          _describe verb verbs
          return
        fi
        shift words
        (( CURRENT-- ))
        case $words[1] in
      \(Verbs.all.map(arguments).joined(separator: "\n"))
        esac
      }

      if [[ $funcstack[1] == _spinsweep ]]; then
        _spinsweep "$@"
      else
        compdef _spinsweep spinsweep
      fi

      """
  }

  /// What may follow one verb.
  private static func arguments(of verb: any Verb) -> String {
    var specifications = verb.options.flatMap { option in
      option.names.map { name in
        let repeated = option.isRepeatable ? "*" : "(\(option.names.joined(separator: " ")))"
        let value = option.placeholder.map { ":\(plain($0)):\(action(option.completion))" } ?? ""
        return quoted("\(repeated)\(name)[\(plain(option.meaning))]\(value)")
      }
    }
    specifications += verb.operands.enumerated().map { number, operand in
      quoted("\(number + 1):\(plain(operand.form)):\(action(operand.completion))")
    }
    let lines = (specifications + ["'--help[tells more]'"]).map { "        \($0)" }
    return "    \(verb.name))\n      _arguments \\\n\(lines.joined(separator: " \\\n")) ;;"
  }

  private static func action(_ completion: Completion) -> String {
    switch completion {
    case .nothing: " "
    case .file(let ending): ending.map { "_files -g \"*.\($0)\"" } ?? "_files"
    case .words(let words): "(\(words.joined(separator: " ")))"
    case .quantity: "_spinsweep_quantities"
    case .axis: "_spinsweep_axes"
    case .selection: "_spinsweep_axes -S ="
    }
  }

  /// A text without the characters that mean something in a specification.
  private static func plain(_ text: String) -> String {
    text.map { "[]:\\".contains($0) ? "\\\($0)" : String($0) }.joined()
  }

  private static func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
      + "'"
  }
}
