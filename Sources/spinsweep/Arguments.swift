import Jobs
import Scheduler

/// What was typed after a verb, read as the values of the options and operands that it declares:
/// `arguments[\.resume]` is the value of its property `resume`.
struct Arguments<V: Verb> {
  private let verb: V
  /// The words given for each option and operand, by its name; for a flag an empty one.
  private var words: [String: [String]] = [:]

  /// - Throws: `InputError` for options that the verb does not have, missing values, and a wrong
  ///   number of operands.
  init(_ typed: ArraySlice<String>, of verb: V) throws(InputError) {
    self.verb = verb
    for declaration in verb.declarations { words[declaration.name] = [] }
    var typed = typed
    var operands: [String] = []
    while let word = typed.popFirst() {
      if word.hasPrefix("-"), word != "-" {
        try takeOption(word, from: &typed)
      } else {
        operands.append(word)
      }
    }
    for operand in verb.operands {
      let taken = operands.prefix(operand.isRepeatable ? operands.count : 1)
      words[operand.name] = Array(taken)
      operands.removeFirst(taken.count)
    }
    if let word = operands.first {
      throw InputError("'\(word)' is one operand too many: \(verb.usage)")
    }
    for missing in verb.declarations where words[missing.name] == [] {
      guard let need = missing.need else { continue }
      let hint = missing.isOption ? "" : ": \(verb.usage)"
      throw InputError("'spinsweep \(verb.name)' needs \(need)\(hint)")
    }
  }

  private mutating func takeOption(
    _ word: String, from typed: inout ArraySlice<String>
  ) throws(InputError) {
    // A short form means the same to all verbs.
    var name = Verbs.all.lazy.flatMap(\.options).first { $0.short == word }?.name ?? word
    var value: String?
    if let equals = word.firstIndex(of: "="), word.hasPrefix("--") {
      name = String(word[..<equals])
      value = String(word[word.index(after: equals)...])
    }
    guard let option = verb.options.first(where: { $0.name == name }) else {
      throw InputError(
        "unknown option '\(name)' of 'spinsweep \(verb.name)'"
          + NearestName.suggestion(for: name, among: verb.options.map(\.name) + ["--help"]))
    }
    if let placeholder = option.placeholder {
      value = value ?? typed.popFirst()
      if value == nil {
        throw InputError("option '\(name)' needs a value: \(name) \(placeholder)")
      }
    } else if let value {
      throw InputError("option '\(name)' takes no value, but was given '\(value)'")
    }
    guard option.isRepeatable || words[name] == [] else {
      throw InputError("option '\(name)' is given twice")
    }
    words[name, default: []].append(value ?? "")
  }

  subscript<Value>(_ path: KeyPath<V, Argument<Value, Never>>) -> Value {
    value(of: verb[keyPath: path])
  }

  subscript<Value>(_ path: KeyPath<V, Argument<Value, InputError>>) -> Value {
    get throws(InputError) { try value(of: verb[keyPath: path]) }
  }

  private func value<Value, E>(of argument: Argument<Value, E>) throws(E) -> Value {
    guard let words = words[argument.name] else {
      preconditionFailure("\(argument.name) is read, but is no stored property of the verb")
    }
    return try argument.read(words)
  }

  /// Checks that at most one of some flags is given, and returns its name.
  @discardableResult
  func atMostOne(of flags: KeyPath<V, Flag>...) throws(InputError) -> String? {
    let names = flags.map { verb[keyPath: $0] }.filter(value(of:)).map(\.name)
    if names.count < 2 { return names.first }
    throw InputError("\(names[0]) and \(names[1]) exclude each other")
  }
}
