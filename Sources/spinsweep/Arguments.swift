import Jobs
import Scheduler

/// The operands and options of one verb, as typed.
struct Arguments {
  private(set) var operands: [String] = []
  private var options: [(name: String, value: String)] = []

  /// - Throws: `CommandError.input` for options that the verb does not have, missing values, and a
  ///   wrong number of operands.
  init(_ words: [String], of verb: Verb) throws(CommandError) {
    var words = words[...]
    while let word = words.popFirst() {
      guard word.hasPrefix("-"), word != "-" else {
        operands.append(word)
        continue
      }
      var name = word == "-o" ? "--output" : word
      var value: String?
      if let equals = word.firstIndex(of: "="), word.hasPrefix("--") {
        name = String(word[..<equals])
        value = String(word[word.index(after: equals)...])
      }
      guard let option = verb.options.first(where: { $0.name == name }) else {
        throw .input(
          "unknown option '\(name)' of 'spinsweep \(verb.name)'"
            + NearestName.suggestion(for: name, among: verb.options.map(\.name) + ["--help"]))
      }
      if option.value != nil {
        value = value ?? words.popFirst()
      } else if let value {
        throw .input("option '\(name)' takes no value, but was given '\(value)'")
      }
      guard option.value == nil || value != nil else {
        throw .input("option '\(name)' needs a value: \(name) \(option.value ?? "")")
      }
      guard option.isRepeatable || !has(name) else {
        throw .input("option '\(name)' is given twice")
      }
      options.append((name, value ?? ""))
    }
    try checkOperands(verb)
  }

  private func checkOperands(_ verb: Verb) throws(CommandError) {
    let required = verb.operands.filter { !$0.hasPrefix("[") }
    if operands.count < required.count {
      throw .input(
        "'spinsweep \(verb.name)' needs a \(required[operands.count].prefix { $0 != " " }): \(HelpText.usage(verb))"
      )
    }
    let isOpen = verb.operands.last?.hasSuffix("…") ?? false
    if operands.count > verb.operands.count, !isOpen {
      throw .input(
        "'\(operands[verb.operands.count])' is one operand too many: \(HelpText.usage(verb))")
    }
  }

  func has(_ name: String) -> Bool { options.contains { $0.name == name } }

  func value(_ name: String) -> String? { options.first { $0.name == name }?.value }

  func values(_ name: String) -> [String] { options.filter { $0.name == name }.map(\.value) }
}
