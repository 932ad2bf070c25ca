enum BashCompletion {
  static var script: String {
    let verbs = Verbs.all.map(\.name) + ["--help", "--version"]
    let options = Verbs.all.map { verb in
      let names = verb.options.flatMap(\.names) + ["--help"]
      return "    \(verb.name)) options='\(names.joined(separator: " "))' ;;"
    }
    let values = Verbs.all.flatMap { verb in
      verb.options.filter { $0.placeholder != nil }.map { option in
        let cases = option.names.map { "\(verb.name):\($0)" }
        return (cases: cases.joined(separator: "|"), reply: reply(option.completion))
      }
    }
    let operands = Verbs.all.flatMap { verb in
      verb.operands.enumerated().map { "    \(verb.name):\($0)) \(reply($1.completion)) ;;" }
    }
    return """
      # Completion of spinsweep for bash; `spinsweep completion bash` writes it.
      _spinsweep_files() {
        compopt -o filenames 2>/dev/null
        mapfile -t COMPREPLY < <(compgen -d -- "$cur"; compgen -f -X "$1" -- "$cur")
      }

      _spinsweep_words() {
        mapfile -t COMPREPLY < <(compgen -W "$1" -- "$cur")
      }

      _spinsweep_quantities() {
        _spinsweep_words "$(spinsweep show "$file" --names 2>/dev/null)"
      }

      _spinsweep_axes() {
        _spinsweep_words "$(spinsweep show "$file" --axes 2>/dev/null | sed "s/$/$1/")"
      }

      _spinsweep() {
        local cur=${COMP_WORDS[COMP_CWORD]} prev='' verb='' file='' options='' word
        local -i operand=0 index
        COMPREPLY=()
        for ((index = 1; index < COMP_CWORD; index++)); do
          word=${COMP_WORDS[index]}
          if [[ $word == = ]]; then
            # bash takes AXIS=VALUE for three words.
            index+=1
          elif [[ -z $verb ]]; then
            verb=$word
          elif [[ $word == -* ]]; then
            case $verb:$word in
              \(values.map(\.cases).joined(separator: "|"))) index+=1 ;;
            esac
          else
            ((operand == 0)) && file=$word
            operand+=1
          fi
        done
        if [[ -z $verb ]]; then
          _spinsweep_words '\(verbs.joined(separator: " "))'
          return
        fi
        prev=${COMP_WORDS[COMP_CWORD - 1]}
        if [[ $cur == = || $prev == = ]]; then return; fi
        case $verb:$prev in
      \(values.map { "    \($0.cases)) \($0.reply); return ;;" }.joined(separator: "\n"))
        esac
        case $verb in
      \(options.joined(separator: "\n"))
        esac
        if [[ $cur == -* ]]; then
          _spinsweep_words "$options"
          return
        fi
        case $verb:$operand in
      \(operands.joined(separator: "\n"))
        esac
      }

      complete -F _spinsweep spinsweep

      """
  }

  /// The command that finds what fits.
  private static func reply(_ completion: Completion) -> String {
    switch completion {
    case .nothing: ":"
    case .file(let ending): "_spinsweep_files '\(ending.map { "!*.\($0)" } ?? "")'"
    case .words(let words): "_spinsweep_words '\(words.joined(separator: " "))'"
    case .quantity: "_spinsweep_quantities"
    case .axis: "_spinsweep_axes"
    case .selection: "compopt -o nospace 2>/dev/null; _spinsweep_axes ="
    }
  }
}
