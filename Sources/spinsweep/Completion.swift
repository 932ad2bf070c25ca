import Models

/// Completion of the command line in shells, made from the verbs' declarations.
enum Completion {
  enum Shell: String, CaseIterable { case bash, zsh, fish }

  /// What can stand at a place of the command line.
  enum Kind: Equatable {
    /// Nothing that a shell could know.
    case free
    /// Files, with the ending that they mostly have.
    case file(ending: String?)
    case words([String])
    /// Quantities of the result file that stands before.
    case quantity
    /// Names of its axes.
    case axis
    /// Such a name with an equals sign, and what only a user knows.
    case selection

    /// By the word that help shows there.
    init(_ placeholder: String) {
      switch placeholder.filter({ $0 != "[" && $0 != "]" }) {
      case "JOB": self = .file(ending: "toml")
      case "FILE", "PART …": self = .file(ending: "h5")
      case "QUANTITY": self = .quantity
      case "AXIS": self = .axis
      case let text where text.hasPrefix("AXIS="): self = .selection
      case "MODEL": self = .words(ModelList.all.map(\.name))
      case let text where text.contains("|") && !text.contains("."):
        self = .words(text.split(separator: "|").map(String.init))
      case let text where text.contains("|"): self = .file(ending: nil)
      default: self = .free
      }
    }
  }

  static func script(for shell: Shell) -> String {
    switch shell {
    case .bash: BashCompletion.script
    case .zsh: ZshCompletion.script
    case .fish: FishCompletion.script
    }
  }
}

extension Verb.Option {
  /// The names under which it is typed.
  var names: [String] { name == "--output" ? ["-o", name] : [name] }

  /// What its value can be; nil for a switch. Files that are written have any name.
  var completion: Completion.Kind? {
    guard let value else { return nil }
    let kind = Completion.Kind(value)
    return name == "--output" ? .file(ending: nil) : kind
  }
}
