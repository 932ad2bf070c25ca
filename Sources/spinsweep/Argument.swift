import Jobs

/// An option or operand of a verb, declared once: how it is typed, what it means, what completes
/// it, and which value its words have.
///
/// One whose words cannot be wrong has the `Failure` `Never` and is read without `try`.
struct Argument<Value, Failure: Error>: Declared {
  var declaration: Declaration
  /// The value of the words given for it: one each time an option is typed, those at its place for
  /// an operand.
  let read: @Sendable ([String]) throws(Failure) -> Value

  var name: String { declaration.name }
}

/// An argument that has a name, and a value behind it.
typealias Option = Argument

/// An option without a value.
typealias Flag = Argument<Bool, Never>

/// An argument that is known by its place.
typealias Operand<Value> = Argument<Value, Never>

extension Flag {
  init(_ name: String, _ meaning: String) {
    self.init(declaration: .init(name: name, meaning: meaning)) { !$0.isEmpty }
  }
}

extension Option<String?, Never> {
  /// A text, nil if it is left out.
  init(
    _ name: String, short: String? = nil, _ placeholder: String, _ meaning: String,
    completion: Completion = .nothing
  ) {
    declaration = .init(
      name: name, short: short, placeholder: placeholder, completion: completion, meaning: meaning)
    read = { $0.first }
  }

  /// The same, which must be given.
  ///
  /// - Parameter need: what the verb lacks without it, such as `a file to write to: -o FILE`.
  func required(_ need: String) -> Option<String, Never> {
    var declaration = declaration
    declaration.need = need
    return .init(declaration: declaration) { $0[0] }
  }
}

extension Option where Failure == InputError {
  /// What `parse` makes of a text, nil if it is left out.
  ///
  /// - Parameter form: what the text must be, in the sentence about one of which `parse` makes nil.
  init<Parsed>(
    _ name: String, _ placeholder: String, _ meaning: String, mustBe form: String,
    parse: @escaping @Sendable (String) -> Parsed?
  ) where Value == Parsed? {
    declaration = .init(name: name, placeholder: placeholder, meaning: meaning)
    read = { words throws(InputError) in
      guard let text = words.first else { return nil }
      if let value = parse(text) { return value }
      throw InputError("\(name) must be \(form), not '\(text)'")
    }
  }

  /// One of several words.
  init(_ name: String, default choice: Value, _ meaning: String)
  where Value: CaseIterable & RawRepresentable<String> & Sendable {
    let names = Value.allCases.map(\.rawValue)
    let list = names.joined(separator: names.count == 2 ? " or " : ", ")
    declaration = .init(
      name: name, placeholder: names.joined(separator: "|"), completion: .words(names),
      meaning: meaning)
    read = { words throws(InputError) in
      guard let text = words.first else { return choice }
      if let value = Value(rawValue: text) { return value }
      throw InputError(
        "\(name) must be \(list), not '\(text)'" + NearestName.suggestion(for: text, among: names))
    }
  }
}

extension Option {
  /// The same, as often as one likes.
  func repeated<Element>() -> Option<[Element], Failure> where Value == Element? {
    var declaration = declaration
    declaration.isRepeatable = true
    return .init(declaration: declaration) { words throws(Failure) in
      var values: [Element] = []
      for word in words {
        if let value = try read([word]) { values.append(value) }
      }
      return values
    }
  }
}

extension Operand<String> {
  init(_ name: String, _ completion: Completion) {
    self.init(declaration: .init(name: name, completion: completion, need: "a \(name)")) { $0[0] }
  }
}

extension Operand<String?> {
  init(optional name: String, _ completion: Completion) {
    self.init(declaration: .init(name: name, completion: completion)) { $0.first }
  }
}

extension Operand<[String]> {
  /// One or more words.
  init(repeated name: String, _ completion: Completion) {
    declaration = .init(name: name, completion: completion, isRepeatable: true, need: "a \(name)")
    read = { $0 }
  }
}
