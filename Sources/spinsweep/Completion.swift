/// What can stand at a place of the command line, for shells that complete it.
enum Completion {
  /// Nothing that a shell could know.
  case nothing
  /// Files, with the ending that they mostly have.
  case file(ending: String?)
  case words([String])
  /// Quantities of the result file that stands before.
  case quantity
  /// Names of its axes.
  case axis
  /// Such a name with an equals sign, and what only a user knows.
  case selection

  var isFile: Bool { if case .file = self { true } else { false } }
}

enum Shell: String, CaseIterable {
  case bash, zsh, fish

  /// The script that makes the shell complete spinsweep's command line.
  var completion: String {
    switch self {
    case .bash: BashCompletion.script
    case .zsh: ZshCompletion.script
    case .fish: FishCompletion.script
    }
  }
}
