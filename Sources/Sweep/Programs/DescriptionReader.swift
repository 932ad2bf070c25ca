import Base

/// Typed access to the members of an object in a program's description, with the sentences for what
/// is wrong.
struct DescriptionReader {
  private let object: JSONValue
  /// What sentences call the object.
  private(set) var subject: String

  /// Names that nothing in a result file may have twice.
  private static let reserved = ["run", "sums", "contour", "refined", "refinement_level"]
  /// Bytes of the longest name.
  private static let longestName = 100

  init(_ value: JSONValue, _ subject: String) throws(ProgramError) {
    guard case .object = value else { throw .description("\(subject) is no object of JSON") }
    object = value
    self.subject = subject
  }

  /// The object's own name, a word of letters, digits and _; sentences call the object by it then.
  func name() throws(ProgramError) -> String {
    guard let name = try text("name") else { throw .description("\(subject) has no 'name'") }
    let isWord =
      name.first.map { $0.isASCII && $0.isLetter } == true
      && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    guard isWord, name.utf8.count <= Self.longestName, !Self.reserved.contains(name) else {
      throw .description("\(subject) cannot be called '\(name)': use letters, digits and _")
    }
    return name
  }

  /// - Throws: `ProgramError.description` at the first name that is none of `names`.
  func allow(_ names: [String]) throws(ProgramError) {
    for name in object.memberNames where !names.contains(name) {
      throw .description("\(subject) has the unknown member '\(name)'")
    }
  }

  /// The value of a name; nil where it is `null` or not there.
  func value(_ name: String) -> JSONValue? {
    guard let value = object[name] else { return nil }
    if case .null = value { return nil }
    return value
  }

  func text(_ name: String) throws(ProgramError) -> String? {
    guard let value = value(name) else { return nil }
    guard let text = value.asText, !text.utf8.contains(0) else { throw wrong(name, "a text") }
    return text
  }

  func texts(_ name: String) throws(ProgramError) -> [String]? {
    guard let value = value(name) else { return nil }
    let texts = value.asList?.compactMap(\.asText)
    guard let texts, texts.count == value.asList?.count else {
      throw wrong(name, "a list of texts")
    }
    return texts
  }

  func number(_ name: String) throws(ProgramError) -> Double? {
    guard let value = value(name) else { return nil }
    guard let number = value.asNumber else { throw wrong(name, "a number") }
    return number
  }

  func numbers(_ name: String) throws(ProgramError) -> [Double]? {
    guard let value = value(name) else { return nil }
    let numbers = value.asList?.compactMap(\.asNumber)
    guard let numbers, numbers.count == value.asList?.count else {
      throw wrong(name, "a list of numbers")
    }
    return numbers
  }

  func integer(_ name: String) throws(ProgramError) -> Int? {
    guard let value = value(name) else { return nil }
    guard let integer = value.asInteger else { throw wrong(name, "a whole number") }
    return integer
  }

  func flag(_ name: String) throws(ProgramError) -> Bool? {
    guard let value = value(name) else { return nil }
    guard case .flag(let flag) = value else { throw wrong(name, "true or false") }
    return flag
  }

  /// The objects of a list, which sentences call by the name of the list and their own.
  func objects(_ name: String) throws(ProgramError) -> [DescriptionReader] {
    guard let value = value(name) else { return [] }
    guard let items = value.asList else { throw wrong(name, "a list") }
    var readers: [DescriptionReader] = []
    for (index, item) in items.enumerated() {
      var reader = try DescriptionReader(item, "number \(index + 1) of '\(name)'")
      if let own = item["name"]?.asText { reader.subject = "'\(own)' of '\(name)'" }
      readers.append(reader)
    }
    return readers
  }

  private func wrong(_ name: String, _ expected: String) -> ProgramError {
    .description("'\(name)' of \(subject) must be \(expected)")
  }
}
