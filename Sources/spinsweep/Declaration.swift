/// What help, checks, completion and the manual page know of an option or operand.
struct Declaration: Sendable {
  /// `--output`, or the word that stands for an operand.
  let name: String
  var short: String?
  /// What stands for an option's value in help; nil for a flag.
  var placeholder: String?
  var completion = Completion.nothing
  var meaning = ""
  var isRepeatable = false
  /// What the verb lacks without it, as a sentence says it; nil if it may be left out.
  var need: String?

  var isOption: Bool { name.hasPrefix("-") }

  /// The names under which an option is typed.
  var names: [String] { [short, name].compactMap(\.self) }

  /// As help shows it: `-o, --output FILE`, `[QUANTITY]`, `PART …`.
  var form: String {
    if isOption { return names.joined(separator: ", ") + (placeholder.map { " \($0)" } ?? "") }
    return need == nil ? "[\(name)]" : isRepeatable ? "\(name) …" : name
  }
}

/// What is declared by being a stored property of a verb.
protocol Declared: Sendable {
  var declaration: Declaration { get }
}

extension Verb {
  var declarations: [Declaration] {
    Mirror(reflecting: self).children.compactMap { ($0.value as? any Declared)?.declaration }
  }

  var operands: [Declaration] { declarations.filter { !$0.isOption } }

  var options: [Declaration] { declarations.filter(\.isOption) }

  /// What follows the verb, such as `JOB [OPTION …]`.
  var form: String {
    (operands.map(\.form) + (options.isEmpty ? [] : ["[OPTION …]"])).joined(separator: " ")
  }

  var usage: String { "spinsweep \(name)" + (form.isEmpty ? "" : " \(form)") }
}
